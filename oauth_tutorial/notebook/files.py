"""The style sheets and templates next to the modules."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from jinja2 import Template


@cache
def own_file(package: str, name: str) -> Markup:
    """Return the text of one of our own files, unchanged."""
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 # nobody else writes these files


@cache
def template(package: str, name: str) -> "Template":
    """Return one of our templates. It escapes every value."""
    from jinja2 import Environment  # here, because most helpers do not need it

    made = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return made.from_string(own_file(package, name))


def beside(name: str) -> Path:
    """Return a folder of the course: next to the package in a checkout, inside it in the wheel.

    Args:
        name: ``"notebooks"`` or ``"examples"``.
    """
    package = Path(__file__).resolve().parents[1]
    inside = package / name
    return inside if inside.is_dir() else package.parent / name
