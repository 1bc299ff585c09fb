"""What a browser keeps for the service until a person signs in there: nothing is remembered here.

A web page can send requests without end, which nobody sees the answers of. Were each of them
remembered, they would push out whoever is about to sign in. So a first request travels in the
form of the sign-in page, and a browser that is not signed in is known by its cookie alone: both
carry a code (RFC 2104) that only this service can make. What was pushed is no business of the
browser's (RFC 9126 §1): it travels encrypted (RFC 7516).
"""

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict
from typing import Any

from oauth_tutorial.practice.model.store import (
    AuthorizationRequest,
    Interaction,
    Session,
    Waiting,
    new_secret,
)
from oauth_tutorial.text.readers import read_object

_BETWEEN = "."
_ENCRYPTION = {"alg": "dir", "enc": "A256GCM"}  # RFC 7518 §4.5, §5.3
_JWE_BEGINS = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0.."  # that header, and no key: RFC 7516 §7.1


def seal(
    key: bytes, wanted: AuthorizationRequest, browser: str, *, unreadable: bool = False
) -> str:
    """Return a request as text that :func:`unseal` reads; each time another one.

    Args:
        key: Of the service.
        wanted: A checked request.
        browser: Where it began.
        unreadable: Whether the browser must not read it. Default: it sent all of it.
    """
    wished = asdict(wanted.wished) | {"prompt": sorted(wanted.wished.prompt)}
    fields = asdict(wanted) | {"wished": wished}
    content = {"name": new_secret(), "browser": browser, "wanted": fields}
    written = json.dumps(content)
    return _encrypted(key, written) if unreadable else _signed(key, "request", written)


def unseal(key: bytes, text: str) -> tuple[str, Waiting] | None:
    """Return the name and the content of what ``seal`` made, or None where it did not make it."""
    content = read_object(_unsigned(key, "request", text) or _decrypted(key, text))
    if not content:
        return None
    fields: dict[str, Any] = content["wanted"]
    wished = fields["wished"] | {"prompt": frozenset(fields["wished"]["prompt"])}
    tuples = {name: tuple(fields[name]) for name in ("scope", "resources")}
    wanted = AuthorizationRequest(**(fields | tuples | {"wished": Interaction(**wished)}))
    return content["name"], Waiting(wanted, content["browser"])


def new_browser(key: bytes) -> tuple[str, Session]:
    """Return a cookie for a browser that has none, and its session."""
    browser = new_secret()
    return _signed(key, "session", browser), _anonymous(key, browser)


def browser_of(key: bytes, cookie: str) -> Session | None:
    """Return the session of a browser in which nobody has signed in; None where it is not ours."""
    browser = _unsigned(key, "session", cookie)
    return _anonymous(key, browser) if browser else None


def _anonymous(key: bytes, browser: str) -> Session:
    return Session(form_token=_code(key, "form", browser), browser=browser)


def _signed(key: bytes, kind: str, content: str) -> str:
    written = urlsafe_b64encode(content.encode()).rstrip(b"=").decode()
    return written + _BETWEEN + _code(key, kind, written)


def _unsigned(key: bytes, kind: str, text: str) -> str:
    written, _, code = text.partition(_BETWEEN)
    right = _code(key, kind, written)
    if not hmac.compare_digest(code.encode(), right.encode()):
        return ""
    return urlsafe_b64decode(written + "=" * (-len(written) % 4)).decode()


def _encrypted(key: bytes, content: str) -> str:
    from joserfc import jwe  # when it is first needed, which keeps the start short

    return jwe.encrypt_compact(_ENCRYPTION, content.encode(), _encryption_key(key))


def _decrypted(key: bytes, text: str) -> str:
    if not text.startswith(_JWE_BEGINS):  # no other header is looked at
        return ""
    from joserfc import jwe
    from joserfc.errors import JoseError

    try:
        found = jwe.decrypt_compact(text, _encryption_key(key))
        return (found.plaintext or b"").decode()
    except (JoseError, ValueError):  # it is not ours
        return ""


def _encryption_key(key: bytes) -> Any:
    from joserfc.jwk import OctKey

    return OctKey.import_key(hmac.new(key, b"encryption", hashlib.sha256).digest())


def _code(key: bytes, kind: str, content: str) -> str:
    digest = hmac.new(key, f"{kind} {content}".encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
