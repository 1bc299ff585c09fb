"""The practice service: PhotoBox, an authorization server and a photo API.

It imports nothing of the client side of this package, so that it can judge it. The service
itself is loaded when it is first used: whoever wants a table of its rules needs no web framework.

Example:
    >>> from oauth_tutorial import practice
    >>> photobox = practice.start()
    >>> photobox.stop()
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oauth_tutorial.practice.model.variants import SeedError
    from oauth_tutorial.practice.service import PhotoBox, running, start

__all__ = ["PhotoBox", "SeedError", "running", "start"]

_MODULE_OF = {
    "PhotoBox": "service",
    "SeedError": "model.variants",
    "running": "service",
    "start": "service",
}


def __getattr__(name: str) -> object:
    """Load a public name on first use (PEP 562)."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value
