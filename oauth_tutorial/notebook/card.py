"""A titled box: an outcome, a hint, a diagnosis, an assignment."""

import html


def card(title: str, text: str, more: str = "", *, colour: str = "info") -> str:
    """Return a titled box; *more* is HTML that is escaped already."""
    return (
        f'<div style="border-left:4px solid var(--jp-{colour}-color1, GrayText);'
        f'padding:.2em .8em"><b>{html.escape(title)}</b>'
        f"{': ' if text else ''}{html.escape(text)}{more}</div>"
    )
