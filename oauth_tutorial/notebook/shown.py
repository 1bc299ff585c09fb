"""How our objects appear in a notebook: text that is saved, and HTML or a panel to look at."""

from typing import Any

from markupsafe import Markup

from oauth_tutorial.notebook.kernel import in_notebook
from oauth_tutorial.notebook.style import OUTER, framed


class Shown:
    """Something with a text, its repr, and the same as HTML."""

    __slots__ = ()

    def as_html(self) -> Markup:
        """Make the HTML form, which can be placed inside other HTML."""
        raise NotImplementedError

    def _repr_html_(self) -> Markup:
        return framed(self.as_html())


class Panelled:
    """Something whose notebook form is a panel, and whose saved form is its repr."""

    def panel(self) -> Any:
        """Make the widget that a notebook shows."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        if not in_notebook():
            return {"text/plain": repr(self)}
        widget = self.panel()
        for name in OUTER:
            widget.add_class(name)
        bundle: dict[str, Any] = widget._repr_mimebundle_(**options) or {}
        return {**bundle, "text/plain": repr(self)}
