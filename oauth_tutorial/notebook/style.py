"""The style sheet for what notebooks show, and the element around each piece of HTML."""

import re
from functools import cache

from markupsafe import Markup

from oauth_tutorial.notebook.files import own_file

# MathJax would typeset somebody else's text between two dollar signs. It leaves elements with these
# classes alone (versions 3 and 2).
UNTYPESET = ("mathjax_ignore", "tex2jax_ignore")
OUTER = ("oat", *UNTYPESET)  # the style sheet applies inside ``oat``


def sheet(more: str = "") -> Markup:
    """Return the ``<style>`` element.

    Args:
        more: Styles for this piece only: the text of one of our style sheets, as Markup.
    """
    common = own_file("oauth_tutorial.notebook", "style.css")
    return Markup("<style>{}</style>").format(_in_one_line(common + more))


@cache
def _in_one_line(text: Markup) -> Markup:
    """Remove comments and line breaks, because a notebook saves the sheet with each piece."""
    short = re.sub(r"/\*.*?\*/|\s+", " ", text, flags=re.S)
    short = re.sub(r" *([{};,>]) *", r"\1", re.sub(r" +", " ", short)).replace(": ", ":")
    return Markup(short.strip())  # noqa: S704 # it was Markup before, and only spaces are gone


def framed(content: Markup) -> Markup:
    """Return a piece of HTML with its style sheet, in the element that it needs."""
    return Markup('{}<div class="{}">{}</div>').format(sheet(), " ".join(OUTER), content)
