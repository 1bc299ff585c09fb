"""A panel without a browser: what it shows, and a press on one of its buttons."""

import re

import ipywidgets

ENDPOINT = "http://127.0.0.1:49152/authorize"


def html_of(panel) -> str:
    """Everything that the panel shows, but its style sheet."""
    shown = []

    def walk(widget):
        for child in getattr(widget, "children", ()):
            walk(child)
        if isinstance(widget, ipywidgets.HTML):
            shown.append(widget.value)

    walk(panel)
    return re.sub(r"<style>.*?</style>", "", "".join(shown), flags=re.S)


def verdict_of(panel) -> str:
    [text] = re.findall(r'id="oat-said-[^>]*>([^<]*)<', html_of(panel))
    return text


def press(panel, label: str) -> None:
    [button] = [one for one in panel.children if getattr(one, "description", "") == label]
    button.click()
