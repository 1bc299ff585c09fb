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
from importlib.machinery import SourceFileLoader
from pkgutil import ModuleInfo, iter_modules
from types import ModuleType

from oauth_tutorial.grading.exercise import Exercise
from oauth_tutorial.grading.questions import Predict

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
    """Return one exercise.

    Args:
        name: Number of the notebook, dot, plain name: ``"00.two_scopes"``.

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


@cache
def _modules() -> dict[str, ModuleInfo]:
    """Return the modules with exercises: ``nb00``, and where it is a folder ``nb03.who_sends``.

    A folder's order is that of its ``MODULES``; what it does not name comes last.
    """
    found: dict[str, ModuleInfo] = {}
    for one in iter_modules(import_module(PACKAGE).__path__):
        if not one.name.startswith("nb"):
            continue
        if not one.ispkg:
            found[one.name] = one
            continue
        package = import_module(f"{PACKAGE}.{one.name}")
        order = {name: place for place, name in enumerate(package.MODULES)}
        inside = iter_modules(package.__path__)
        for inner in sorted(inside, key=lambda inner: order.get(inner.name, len(order))):
            found[f"{one.name}.{inner.name}"] = inner
    return found


@cache
def _places() -> dict[str, tuple[str, ...]]:
    """Return each name with the modules that promise it."""
    places: dict[str, tuple[str, ...]] = {}
    for module, info in _modules().items():
        source = _source(info)
        # an installation may have no sources: then the module itself is asked
        for name in _made_in(_load(module)) if source is None else _MADE.findall(source):
            places[name] = (*places.get(name, ()), module)
    return places


def _source(module: ModuleInfo) -> str | None:
    spec = module.module_finder.find_spec(module.name, None)
    loader = spec.loader if spec else None
    return loader.get_source(loader.name) if isinstance(loader, SourceFileLoader) else None


def _load(module: str) -> ModuleType:
    return import_module(f"{PACKAGE}.{module}")


def _made_in(module: ModuleType) -> dict[str, Exercise | Predict]:
    made = vars(module).items()
    return {name: value for name, value in made if isinstance(value, Exercise | Predict)}
