"""A titled box: an outcome, a hint, a diagnosis, an assignment."""

from typing import Literal

from markupsafe import Markup

Tone = Literal["info", "good", "warn", "bad"]  # a class of style.css, each with its colour

_CARD = Markup('<div class="oat-card {tone}"><b>{title}</b>{colon}{text}{more}</div>')


def card(title: str, text: str, more: str = "", *, tone: Tone = "info") -> Markup:
    """Return a titled box. Text that is not Markup is escaped."""
    colon = ": " if text else ""
    return _CARD.format(tone=tone, title=title, colon=colon, text=text, more=more)
