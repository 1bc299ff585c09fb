"""The notebook browser's window: a view over ``NotebookBrowser``, without rules of its own.

Every label is visible, Tab and Enter reach everything, and one live region says what
was opened, and what is wrong there. When a person's action opens a page, the focus goes to its
first field. Codes in addresses are shown by their shape: a notebook is saved.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

import ipywidgets
from markupsafe import Markup

from oauth_tutorial.browser.notebook_browser import Hop, NotebookBrowser
from oauth_tutorial.browser.page import Button, Field, Form, Link, Part, Text, Tick
from oauth_tutorial.notebook.region import Html, Live, label, on_enter
from oauth_tutorial.notebook.style import OUTER, sheet
from oauth_tutorial.text.redaction import redact_url

_WIDE = {"width": "100%", "max_width": "46rem"}
_AUTO = {"width": "auto"}
_ON_ITS_WAY = 0.3  # seconds; what was typed is sent after the key that sends it


class BrowserView:
    """The window of one browser; ``widget`` is what to show.

    Args:
        browser: What it shows and drives.

    Attributes:
        takes_the_focus: Whether a page that opens takes the focus: once a person works here, and
            not while a cell runs. Default: no.
    """

    def __init__(self, browser: NotebookBrowser) -> None:
        self.browser, self.takes_the_focus = browser, False
        self._entered: Callable[[], object] | None = None  # Enter was pressed, to do this
        self._first: Any = None  # the field, or box, that comes first in the page
        self._address = ipywidgets.Text(
            description="Address",
            _view_count=0,  # the front end counts where it is drawn: see focus()
            style={"description_width": "initial"},
            layout={"flex": "1 1 12rem", "width": "auto"},
        )
        on_enter(self._address, lambda _: self._enter(self._go))
        self._address.observe(lambda _: self._typed(), names="value")
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
        self._entered = self._first = None
        self._address.value = redact_url(page.address)
        opened = Markup("Opened: <b>{}</b>").format(page.title or "A page without a title")
        self._status.say(
            opened + (Markup("<br>{}").format(page.alert) if page.alert else ""), again=True
        )
        groups = groupby(page.parts, key=type)
        self._page.children = [one for kind, parts in groups for one in self._group(kind, parts)]
        self._hops.value = sheet() + _every_step(self.browser.hops)
        for old in before:
            for one in (*getattr(old, "children", ()), old):
                one.close()
        if self.takes_the_focus:
            self.focus()

    def focus(self) -> None:
        """Move the focus to the page's first field, else to the address: a button takes none.

        A field that is not drawn yet hears nothing. The front end counts where it is drawn, so
        the focus moves once, and never away from where the person has gone since.
        """
        field = self._first or self._address
        if field._view_count:
            field.focus()
            return

        def drawn(_: Any) -> None:
            field.unobserve(drawn, names="_view_count")
            field.focus()

        field.observe(drawn, names="_view_count")

    def _enter(self, act: Callable[[], object]) -> None:
        """Act on the key that was pressed in a field, when the field's text has arrived.

        The browser sends the key first, and then the text, if it has changed.
        """
        self._entered = act
        _later(_ON_ITS_WAY, self._typed)

    def _typed(self) -> None:
        act, self._entered = self._entered, None
        if act is not None:
            act()

    def _submit(self, form: Form) -> None:
        """Press the form's first button (HTML, implicit submission)."""
        for part in self.browser.page.parts:
            if isinstance(part, Button) and part.form is form:
                self.browser.press(part.text)
                return

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
            case Field() | Tick():
                widget = self._field(part) if isinstance(part, Field) else _tick(part)
                self._first = self._first or widget
                return widget
            case Button():
                return _button(part.text, lambda: self.browser.press(part.text))
            case Link():
                return _button(f"{part.text} →", lambda: self.browser.follow(part.text))

    def _field(self, part: Field) -> Any:
        kind = ipywidgets.Password if part.is_password else ipywidgets.Text
        widget = kind(
            description=label(part.label),
            value=part.value,
            _view_count=0,
            # one message when the field is left: single letters may arrive after the button's
            continuous_update=False,
            style={"description_width": "8rem"},
            layout={"width": "100%", "max_width": "26rem"},
        )

        def typed(change: Any) -> None:
            part.value = change["new"]
            self._typed()

        widget.observe(typed, names="value")
        on_enter(widget, lambda _: self._enter(lambda: self._submit(part.form)))
        return widget


def _later(seconds: float, act: Callable[[], object]) -> None:
    """Act when the kernel has dealt with what is on its way; at once where there is no kernel."""
    try:
        asyncio.get_running_loop().call_later(seconds, act)
    except RuntimeError:
        act()


def _tick(part: Tick) -> Any:
    widget = ipywidgets.Checkbox(
        description=label(part.label),
        value=part.ticked,
        _view_count=0,
        indent=False,
        layout=_WIDE,
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
