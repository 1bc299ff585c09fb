"""A titled box: an outcome, a hint, a diagnosis, an assignment."""

from markupsafe import Markup

_CARD = Markup(
    '<div style="border-left:4px solid var(--jp-{colour}-color1, GrayText);padding:.2em .8em">'
    "<b>{title}</b>{colon}{text}{more}</div>"
)


def card(title: str, text: str, more: str = "", *, colour: str = "info") -> Markup:
    """Return a titled box; what is no Markup is escaped."""
    colon = ": " if text else ""
    return _CARD.format(colour=colour, title=title, colon=colon, text=text, more=more)
