"""The notebook browser's window: a view over ``NotebookBrowser``, without rules of its own.

Every label is visible, Tab and Enter reach everything, and one live region says what
was opened. Codes in addresses are shown by their shape: a notebook is saved.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

import ipywidgets
from markupsafe import Markup

from oauth_tutorial.browser.notebook_browser import Hop, NotebookBrowser
from oauth_tutorial.browser.page import Button, Field, Link, Part, Text, Tick
from oauth_tutorial.notebook.region import Html, Live, label
from oauth_tutorial.notebook.style import OUTER, sheet
from oauth_tutorial.text.redaction import redact_url

_WIDE = {"width": "100%", "max_width": "46rem"}
_AUTO = {"width": "auto"}


class BrowserView:
    """The window of one browser; ``widget`` is what to show.

    Args:
        browser: What it shows and drives.
    """

    def __init__(self, browser: NotebookBrowser) -> None:
        self.browser = browser
        self._address = ipywidgets.Text(
            description="Address",
            style={"description_width": "initial"},
            layout={"flex": "1 1 12rem", "width": "auto"},
        )
        self._status = Live()
        self._page = ipywidgets.VBox(layout={"padding": "0 0 0 1rem"})
        self._hops = Html()
        bar = ipywidgets.HBox(
            [_button("← Back", self.browser.back), self._address, _button("Go", self._go)],
            layout={"flex_flow": "row wrap"},
        )
        self.widget = ipywidgets.VBox(
            [bar, self._status, self._page, self._hops], layout={"padding": ".5rem", **_WIDE}
        )
        for name in (*OUTER, "oat-window"):
            self.widget.add_class(name)
        browser.on_change.append(self.draw)
        self.draw()

    def draw(self) -> None:
        """Show the browser's page; what was typed into the last one is let go."""
        page, before = self.browser.page, self._page.children
        self._address.value = redact_url(page.address)
        self._status.say(Markup("Opened: <b>{}</b>").format(page.title or "A page without a title"))
        groups = groupby(page.parts, key=type)
        self._page.children = [one for kind, parts in groups for one in self._group(kind, parts)]
        self._hops.value = sheet() + _every_step(self.browser.hops)
        for old in before:
            for one in (*getattr(old, "children", ()), old):
                one.close()

    def _go(self) -> None:
        typed = self._address.value.strip()
        page = self.browser.page
        # a shown address has no code in it; unchanged, it stands for the real one
        self.browser.open(page.address if typed == redact_url(page.address) else typed)

    def _group(self, kind: type[Part], parts: Iterable[Part]) -> Iterator[Any]:
        """Draw neighbours of one kind: text as one text, buttons in one row."""
        if kind is Text:
            said = Markup().join(part.html for part in parts if isinstance(part, Text))
            yield Html(Markup('<div class="oat-page">{}</div>').format(said))
        elif kind in {Button, Link}:
            row = [self._control(part) for part in parts]
            yield ipywidgets.HBox(row, layout={"flex_flow": "row wrap"})
        else:
            yield from map(self._control, parts)

    def _control(self, part: Part) -> Any:
        match part:
            case Field():
                return _field(part)
            case Tick():
                return _tick(part)
            case Button():
                return _button(part.text, lambda: self.browser.press(part.text))
            case Link():
                return _button(f"{part.text} →", lambda: self.browser.follow(part.text))


def _field(part: Field) -> Any:
    kind = ipywidgets.Password if part.is_password else ipywidgets.Text
    widget = kind(
        description=label(part.label),
        value=part.value,
        # one message when the field is left: single letters may arrive after the button's
        continuous_update=False,
        style={"description_width": "8rem"},
        layout={"width": "100%", "max_width": "26rem"},
    )
    widget.observe(lambda change: setattr(part, "value", change["new"]), names="value")
    return widget


def _tick(part: Tick) -> Any:
    widget = ipywidgets.Checkbox(
        description=label(part.label), value=part.ticked, indent=False, layout=_WIDE
    )
    widget.observe(lambda change: setattr(part, "ticked", change["new"]), names="value")
    return widget


def _button(text: str, act: Callable[[], object]) -> Any:
    button = ipywidgets.Button(description=label(text), layout=_AUTO)
    button.on_click(lambda _: act())
    return button


def _every_step(hops: Iterable[Hop]) -> Markup:
    lines = Markup().join(Markup("<li><code>{!r}</code></li>").format(hop) for hop in hops)
    if not lines:
        return Markup()
    steps = Markup("<details open><summary>The way here</summary><ol>{}</ol></details>")
    return steps.format(lines)
