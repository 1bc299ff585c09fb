"""Which exercises there are, and in which module each one is, without loading them.

A notebook imports one exercise; loading all of them for that took a quarter of a second.
No table is kept by hand, and none is generated: the sources of the ``nbNN`` modules are
read for lines like ``two_scopes = Exercise(``, which takes a few milliseconds, once. What a
line promises is believed only when the module, once loaded, really has it; a test loads
everything and compares.
"""

import difflib
import re
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from importlib.abc import InspectLoader
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType

from oauth_tutorial.exercises.base import Exercise
from oauth_tutorial.exercises.questions import Predict

PACKAGE = "oauth_tutorial.exercises"
NEAREST = 3
_MADE = re.compile(r"^([a-z]\w*)(?:: \w+)? = [A-Z]\w*\(", re.M)  # two_scopes = Exercise(


def names() -> tuple[str, ...]:
    """Return the plain names of all exercises and predictions, in the order of the notebooks."""
    return tuple(_places())


def find(name: str) -> Exercise | Predict | None:
    """Load the exercise or prediction of that plain name, and only its module.

    Args:
        name: As ``"two_scopes"``.

    Returns:
        It, or None where no module has one.
    """
    for module in _places().get(name, ()):
        value = _made_in(_load(module)).get(name)
        if value is not None:
            return value
    return None


def all_exercises() -> list[Exercise]:
    """Return every exercise of the course, in the order of the notebooks."""
    return [
        value
        for module in _modules()
        for value in _made_in(_load(module)).values()
        if isinstance(value, Exercise)
    ]


def exercise(name: str) -> Exercise:
    """Return the exercise of that name, as ``"00.two_scopes"``.

    Raises:
        KeyError: When there is none.
    """
    found = find(name.rpartition(".")[2])
    if isinstance(found, Exercise) and found.name == name:
        return found
    raise KeyError(name)


def unknown(name: str, others: Iterable[str] = ()) -> AttributeError:
    """Make the error for a name that no exercise has; it says which names are near.

    Args:
        name: What was asked for.
        others: What the package has besides exercises.
    """
    text = f"module {PACKAGE!r} has no exercise {name!r}"
    near = difflib.get_close_matches(name, [*names(), *others], NEAREST)
    return AttributeError(f"{text}. Did you mean {' or '.join(near)}?" if near else text)


@cache
def submodules() -> frozenset[str]:
    """Return the names of the package's modules."""
    return frozenset(found.name for found in iter_modules(import_module(PACKAGE).__path__))


def _modules() -> list[str]:
    return sorted(name for name in submodules() if name.startswith("nb"))


@cache
def _places() -> dict[str, tuple[str, ...]]:
    """Return each name with the modules that promise it."""
    places: dict[str, tuple[str, ...]] = {}
    for module in _modules():
        source = _source(module)
        # an installation may have no sources: then the module itself is asked
        for name in _made_in(_load(module)) if source is None else _MADE.findall(source):
            places[name] = (*places.get(name, ()), module)
    return places


def _source(module: str) -> str | None:
    name = f"{PACKAGE}.{module}"
    spec = find_spec(name)
    loader = spec.loader if spec else None
    return loader.get_source(name) if isinstance(loader, InspectLoader) else None


def _load(module: str) -> ModuleType:
    return import_module(f"{PACKAGE}.{module}")


def _made_in(module: ModuleType) -> dict[str, Exercise | Predict]:
    made = vars(module).items()
    return {name: value for name, value in made if isinstance(value, Exercise | Predict)}
