"""How our objects appear in a notebook: text that is saved, and HTML or a panel to look at."""

from typing import Any

from oauth_tutorial.notebook.kernel import in_notebook


class Panelled:
    """Something whose notebook form is a panel, and whose saved form is its repr."""

    def panel(self) -> Any:
        """Make the widget that a notebook shows."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        if not in_notebook():
            return {"text/plain": repr(self)}
        bundle: dict[str, Any] = self.panel()._repr_mimebundle_(**options) or {}
        return {**bundle, "text/plain": repr(self)}
