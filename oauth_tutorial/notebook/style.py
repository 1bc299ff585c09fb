"""The style sheet of what notebooks show, and the element around each piece of it."""

import re
from functools import cache

from markupsafe import Markup

from oauth_tutorial.notebook.files import own_file

# MathJax would typeset what stands between two dollar signs in somebody else's text, and leaves
# what has these (versions 3 and 2).
UNTYPESET = ("mathjax_ignore", "tex2jax_ignore")
OUTER = ("oat", *UNTYPESET)  # the style sheet is about ``oat``


def sheet(more: str = "") -> Markup:
    """Return the ``<style>`` element.

    Args:
        more: What is only for this piece: the text of a style sheet of ours, as Markup.
    """
    common = own_file("oauth_tutorial.notebook", "style.css")
    return Markup("<style>{}</style>").format(_in_one_line(common + more))


@cache
def _in_one_line(text: Markup) -> Markup:
    """Leave comments and line breaks out: a notebook saves the sheet with each piece."""
    short = re.sub(r"/\*.*?\*/|\s+", " ", text, flags=re.S)
    short = re.sub(r" *([{};,>]) *", r"\1", re.sub(r" +", " ", short)).replace(": ", ":")
    return Markup(short.strip())  # noqa: S704 # Markup before, and nothing but spaces is gone


def framed(content: Markup) -> Markup:
    """Return a piece of HTML with its style sheet, in the element that it needs."""
    return Markup('{}<div class="{}">{}</div>').format(sheet(), " ".join(OUTER), content)
