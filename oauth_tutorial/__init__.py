"""An OAuth 2.0 course that you run instead of read, and the helpers that it uses.

Each folder is a floor: it imports only from those below it. From the ground up:

* ``errors``: the tree of exceptions
* ``text``: foreign text, how it is read, hidden and shown
* ``wire``, ``notebook``, ``network``: what went over the wire; how things look in a notebook; how
  anything listens
* ``practice``, ``location``: the judge, PhotoBox; where the learner's browser is
* ``client``: what an OAuth client does
* ``browser``, ``doctor``, ``ladder``, ``widgets``: signing in; causes of failures; the picture of
  both sides; panels
* ``grading``, ``providers``: what exercises are made of; what will fail at a real provider
* ``exercises``: what the notebooks ask
* ``classroom``, ``start``: where a class is; JupyterLab on the first notebook
* ``cli``: the command line

``docs/architecture.md`` follows one sign-in through them. A name is loaded when it is first used,
so ``import oauth_tutorial`` costs next to nothing: the practice service, the widgets and the
cryptography wait.

Example:
    >>> from oauth_tutorial import build_authorization_url, new_state
"""

from importlib import import_module
from typing import TYPE_CHECKING

from oauth_tutorial.network import surroundings
from oauth_tutorial.notebook import hints

if TYPE_CHECKING:
    from oauth_tutorial import practice
    from oauth_tutorial.browser.visiting import visit
    from oauth_tutorial.client.authorization import (
        AuthorizationResponse,
        build_authorization_url,
        new_state,
        read_redirect,
    )
    from oauth_tutorial.client.pkce import code_challenge, new_code_verifier
    from oauth_tutorial.client.receiver import LoopbackReceiver
    from oauth_tutorial.client.token_response import TokenResponse
    from oauth_tutorial.client.tokens import exchange_code, refresh, revoke
    from oauth_tutorial.doctor import diagnose
    from oauth_tutorial.wire.recording import record

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
    "AuthorizationResponse": "client.authorization",
    "LoopbackReceiver": "client.receiver",
    "TokenResponse": "client.token_response",
    "build_authorization_url": "client.authorization",
    "code_challenge": "client.pkce",
    "diagnose": "doctor",
    "exchange_code": "client.tokens",
    "new_code_verifier": "client.pkce",
    "new_state": "client.authorization",
    "read_redirect": "client.authorization",
    "record": "wire.recording",
    "refresh": "client.tokens",
    "revoke": "client.tokens",
    "visit": "browser.visiting",
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
    from oauth_tutorial.location.finding import public_url

    return public_url(port)


surroundings.find_by(_public_url)
hints.install()


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
