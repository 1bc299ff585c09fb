"""Real providers: what will fail there, how they differ, and how to reach one.

The facts in ``oauth_tutorial.presets`` decide everything: no provider has code of its own.

Example:
    >>> from oauth_tutorial.providers import preflight
    >>> preflight("github", redirect_uri="http://127.0.0.1/callback").worst
    'fine'
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oauth_tutorial.providers.checking import preflight
    from oauth_tutorial.providers.client import Client
    from oauth_tutorial.providers.comparing import Comparison, compare
    from oauth_tutorial.providers.finding import Finding
    from oauth_tutorial.providers.forgetting import Forgotten
    from oauth_tutorial.providers.provided import Provider, forget, provider
    from oauth_tutorial.providers.reached import Reached
    from oauth_tutorial.providers.registering import RegistrationCard, registration_card
    from oauth_tutorial.providers.result import Preflight

__all__ = [
    "Client",
    "Comparison",
    "Finding",
    "Forgotten",
    "Preflight",
    "Provider",
    "Reached",
    "RegistrationCard",
    "compare",
    "forget",
    "preflight",
    "provider",
    "registration_card",
]

_MODULE_OF = {
    "Client": "client",
    "Comparison": "comparing",
    "Finding": "finding",
    "Forgotten": "forgetting",
    "Preflight": "result",
    "Provider": "provided",
    "Reached": "reached",
    "RegistrationCard": "registering",
    "compare": "comparing",
    "forget": "provided",
    "preflight": "checking",
    "provider": "provided",
    "registration_card": "registering",
}


def __getattr__(name: str) -> object:
    """Load a public name on first use (PEP 562)."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"oauth_tutorial.providers.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
