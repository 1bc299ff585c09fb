"""The style sheet of what notebooks show, and the element around each piece of it."""

from markupsafe import Markup

from oauth_tutorial.notebook.files import own_file

# The style sheet is about ``oat``. MathJax would typeset what stands between two dollar signs in
# somebody else's text, and leaves what has the other two.
OUTER = ("oat", "mathjax_ignore", "tex2jax_ignore")


def sheet(more: str = "") -> Markup:
    """Return the ``<style>`` element.

    Args:
        more: What is only for this piece: the text of a style sheet of ours, as Markup.
    """
    common = own_file("oauth_tutorial.notebook", "style.css")
    return Markup("<style>{}{}</style>").format(common, more)


def framed(content: Markup) -> Markup:
    """Return a piece of HTML with its style sheet, in the element that it needs."""
    return Markup('{}<div class="{}">{}</div>').format(sheet(), " ".join(OUTER), content)
