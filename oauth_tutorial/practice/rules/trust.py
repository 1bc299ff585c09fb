"""Where the browser may be sent without a click (RFC 9700 §4.11.2)."""

import re

from oauth_tutorial.practice.model.clients import Client
from oauth_tutorial.practice.model.redirect_uris import split
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import Session

# to the letter: libraries disagree on which host "http://evil.example[::1]/" names
_LOOPBACK = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::[0-9]{1,5})?")

# their schemes have no period, and nobody else's app opens them
_EDITORS = frozenset(
    (
        *("antigravity", "code-oss", "cursor", "cursor-nightly", "kiro", "positron"),
        *("trae", "vscode", "vscode-insiders", "vscodium", "void", "windsurf", "windsurf-next"),
        *("zed", "zed-preview"),
    )
)


def is_trusted(
    photobox: ServiceState, client: Client | None, redirect_uri: str, session: Session | None
) -> bool:
    """Whether an error may travel to a redirect URI before the person has done anything.

    Anybody may register a client, send a bad request or ``prompt=none``, and so make of the server
    a way to a page of theirs. Trusted are the clients that nobody registered by the network, those
    that the person who is signed in has approved before, and what is on this machine: loopback,
    and an app with a scheme of its own. That has a period (RFC 8252 §8.4), but for known editors:
    ``smb://`` or ``googlechromes://`` would lead somewhere else.

    Args:
        photobox: Whose client it is.
        client: Whose address it is.
        redirect_uri: The registered address.
        session: Of the browser, if it has one.
    """
    if client is None or not photobox.clients.is_self_registered(client.client_id):
        return client is not None
    parts = split(redirect_uri)
    if parts is None:
        return False
    is_web = parts.scheme in {"http", "https"}
    if _LOOPBACK.fullmatch(parts.netloc) if is_web else _is_of_an_app(parts.scheme):
        return True
    person = session.username if session else None
    return bool(person) and f"{person} {client.client_id}" in photobox.store.consents


def _is_of_an_app(scheme: str) -> bool:
    return "." in scheme or scheme in _EDITORS
