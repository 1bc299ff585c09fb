"""An OAuth 2.0 course that you run instead of read, and the helpers that it uses.

A name is loaded when it is first used, so ``import oauth_tutorial`` costs
next to nothing: the practice service, the widgets and the cryptography wait.

Example:
    >>> from oauth_tutorial import build_authorization_url, new_state
"""

from importlib import import_module
from typing import TYPE_CHECKING

from oauth_tutorial.network import surroundings

if TYPE_CHECKING:
    from oauth_tutorial import practice
    from oauth_tutorial.authorization import (
        AuthorizationResponse,
        build_authorization_url,
        new_state,
        read_redirect,
    )
    from oauth_tutorial.browser import visit
    from oauth_tutorial.doctor import diagnose
    from oauth_tutorial.pkce import code_challenge, new_code_verifier
    from oauth_tutorial.receiver import LoopbackReceiver
    from oauth_tutorial.tokens import TokenResponse, exchange_code, refresh, revoke
    from oauth_tutorial.wire import record

__all__ = [
    "AuthorizationResponse",
    "LoopbackReceiver",
    "TokenResponse",
    "build_authorization_url",
    "code_challenge",
    "diagnose",
    "exchange_code",
    "new_code_verifier",
    "new_state",
    "practice",
    "read_redirect",
    "record",
    "refresh",
    "revoke",
    "visit",
]

_MODULE_OF = {
    "AuthorizationResponse": "authorization",
    "LoopbackReceiver": "receiver",
    "TokenResponse": "tokens",
    "build_authorization_url": "authorization",
    "code_challenge": "pkce",
    "diagnose": "doctor",
    "exchange_code": "tokens",
    "new_code_verifier": "pkce",
    "new_state": "authorization",
    "read_redirect": "authorization",
    "record": "wire",
    "refresh": "tokens",
    "revoke": "tokens",
    "visit": "browser",
}


def __getattr__(name: str) -> object:
    """Load a public name on first use (PEP 562)."""
    if name == "practice":
        return import_module("oauth_tutorial.practice")
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"oauth_tutorial.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value


def _public_url(port: int) -> str:
    from oauth_tutorial.location import public_url

    return public_url(port)


surroundings.find_by(_public_url)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
