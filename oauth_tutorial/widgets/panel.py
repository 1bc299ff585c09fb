"""What every panel is made of: fields with explanations, a view, and a line with the result."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import ipywidgets
from markupsafe import Markup

from oauth_tutorial.notebook.files import own_file
from oauth_tutorial.notebook.region import Html, Live
from oauth_tutorial.notebook.style import OUTER, sheet
from oauth_tutorial.text.glossary import describe
from oauth_tutorial.text.redaction import shape

_STYLE = own_file("oauth_tutorial.widgets", "panel.css")
_WIDE = {"width": "auto", "max_width": "46rem"}
_LABEL = {"description_width": "9rem"}


class Panel(ipywidgets.VBox):  # type: ignore[misc] # ipywidgets ships no types
    """A titled box whose repr is one stable line.

    Attributes:
        fields: The inputs by name.
    """

    def __init__(
        self, title: str, fields: Mapping[str, ipywidgets.Text], *below: ipywidgets.Widget
    ) -> None:
        self.title, self.fields, self._kept = title, fields, dict[str, str]()
        self._empty = {name: field.placeholder for name, field in fields.items()}
        for name, field in fields.items():  # before anything that draws
            field.observe(self._forgetting(name), names="value")
        head = sheet(_STYLE) + Markup('<div class="oat-heading">{}</div>').format(title)
        super().__init__([Html(head), _explained(fields), *below])
        for name in ("oat-panel", *OUTER):
            self.add_class(name)

    def on_typing(self, draw: Callable[[], None]) -> None:
        """Draw now, and again whenever a field changes."""
        for field in self.fields.values():
            field.observe(lambda _: draw(), names="value")
        draw()

    def values(self) -> dict[str, str]:
        """Return the values of the fields, including those that were put away."""
        typed = {name: field.value or self._kept.get(name) for name, field in self.fields.items()}
        return {name: value for name, value in typed.items() if value}

    def put_away(self, *names: str) -> None:
        """Empty fields whose values were used. The values still count until others are typed.

        A notebook may be saved with the state of its widgets, including the text in a field.
        """
        for name in names:
            field = self.fields[name]
            if value := field.value:
                self._kept[name] = value
                field.placeholder = f"{shape(value)}, kept until you type another"
                field.value = ""

    def _forgetting(self, name: str) -> Callable[[object], None]:
        """Make the function that drops a kept value as soon as another one is typed."""

        def typed(_: object) -> None:
            field = self.fields[name]
            if field.value and self._kept.pop(name, None) is not None:
                field.placeholder = self._empty[name]

        return typed

    # Not Panelled, which makes a widget when it is shown: this is the widget.
    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        bundle = super()._repr_mimebundle_(**options) or {}
        return {**bundle, "text/plain": f"Panel: {self.title}"}


def text_fields(**values: str) -> dict[str, ipywidgets.Text]:
    """Return a labelled input for each name, with its initial value."""
    return {
        name: ipywidgets.Text(value=value, description=name, style=_LABEL, layout=_WIDE)
        for name, value in values.items()
    }


def secret_field(name: str) -> ipywidgets.Password:
    """Return an input that hides what is typed, and is empty at first."""
    return ipywidgets.Password(description=name, style=_LABEL, layout=_WIDE)


def explanation(name: str) -> str:
    """Say what a field is for."""
    own = {
        "extra": "More parameters, as name=value&name=value.",
        "address": "The whole address of the page where the browser ended up.",
    }
    return own.get(name) or describe(name)


class Word(Live):
    """The line with the verdict on what was typed."""

    def judge(self, text: str, good: bool | None = None) -> None:
        """Show the verdict, marked as good or bad; None means no mark."""
        mark = {True: " yes", False: " no", None: ""}[good]
        self.say(text, f"oat-verdict{mark}")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    """Return a table whose first column names its rows. Everything is escaped."""
    title, cell = Markup('<th scope="col">{}</th>'), Markup("<td>{}</td>")
    line = Markup('<tr><th scope="row">{}</th>{}</tr>')
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(
        Markup().join(map(title.format, head)),
        Markup().join(
            line.format(first, Markup().join(map(cell.format, rest))) for first, *rest in rows
        ),
    )


def side_by_side(**texts: str) -> Markup:
    """Return raw texts under their titles, side by side if there is room."""
    side = Markup("<div><b>{}</b><pre>{}</pre></div>")
    sides = Markup().join(side.format(title, text) for title, text in texts.items())
    return Markup('<div class="oat-sides">{}</div>').format(sides)


def _explained(fields: Mapping[str, ipywidgets.Text]) -> ipywidgets.VBox:
    idle = Html("Click a field to see what it means.")
    idle.add_class("oat-idle")
    boxes = [_explained_field(name, field) for name, field in fields.items()]
    return ipywidgets.VBox([*boxes, idle]).add_class("oat-fields")


def _explained_field(name: str, field: ipywidgets.Text) -> ipywidgets.VBox:
    text = Markup("<b>{}</b>: {}").format(name, explanation(name))
    meaning = Html(text).add_class("oat-explain")
    return ipywidgets.VBox([field, meaning]).add_class("oat-field").add_class(f"oat-field-{name}")
