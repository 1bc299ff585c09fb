"""Right answers in different styles, and more wrong ones: five or more of each exercise.

``RIGHT[name]`` and ``WRONG[name]`` are answers by the exercise's name; of a wrong one the words
that its sentence must hold stand beside it. Who writes an exercise adds theirs here.
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

RIGHT: dict[str, list[Any]] = {}
WRONG: dict[str, list[tuple[Any, str]]] = {}
for _found in iter_modules(__path__):
    _module = import_module(f"{__name__}.{_found.name}")
    for _all, _more in ((RIGHT, _module.RIGHT), (WRONG, _module.WRONG)):
        assert isinstance(_more, Mapping)
        _all.update(_more)
