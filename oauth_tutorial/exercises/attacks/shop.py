"""PrintShop, the client under attack: safe as it is, and one argument for each mistake."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import requests

from oauth_tutorial.client.pkce import new_code_verifier
from oauth_tutorial.grading.assignment import assignment
from oauth_tutorial.practice.model.scopes import SCOPES
from oauth_tutorial.text.listing import kind_of
from oauth_tutorial.text.nearest import did_you_mean
from oauth_tutorial.text.plain import plain

TIMEOUT = 10  # seconds

Tokens = dict[str, Any]


def same(sent: str | None, came: str | None) -> bool:
    """Whether both are there and equal (RFC 6749 §10.12, RFC 9207 §2.4)."""
    if not sent or not came:
        return False
    return hmac.compare_digest(sent.encode(), came.encode())


def anything(sent: str | None, came: str | None) -> bool:
    """Accept whatever comes: the check that was forgotten."""
    return True


def renew_tokens(tokens: Tokens, token_endpoint: str) -> Tokens:
    """Use the refresh token, and keep the next one (RFC 6749 §6).

    Returns:
        The new tokens; none when the server refuses, so that the person signs in again.
    """
    form = {
        "grant_type": "refresh_token",
        "refresh_token": tokens["refresh_token"],
        "client_id": assignment.public_client_id,
    }
    answer = requests.post(token_endpoint, data=form, timeout=TIMEOUT)
    return answer.json() if answer.status_code == 200 else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintShop:
    """How PrintShop is written. Every default is the safe way.

    Args:
        check_state: ``check_state(sent, came)`` says whether an answer is used.
        verifier: Makes the ``code_verifier`` of a sign-in (RFC 7636). None: PrintShop does
            without PKCE, and has a secret inside the app instead.
        check_issuer: ``check_issuer(asked, came)`` compares ``iss`` (RFC 9207).
        remembers_codes: Unsafe: whether a code that came before opens the same session again.
        loosely_registered: Unsafe: whether PhotoBox compares only how a redirect URI begins.
        token_in_address: Unsafe: whether the album's address carries the access token.
        renew: ``renew(tokens, token_endpoint)`` uses the refresh token. None: it is never used.
        dpop: Whether tokens are bound to a key of PrintShop (RFC 9449).
        scope: What PrintShop asks for.

    Example:
        >>> PrintShop(verifier=None).client_id
        'printshop'
    """

    check_state: Callable[[str | None, str | None], bool] = field(default=same, repr=False)
    verifier: Callable[[], str] | None = field(default=new_code_verifier, repr=False)
    check_issuer: Callable[[str | None, str | None], bool] = field(default=same, repr=False)
    remembers_codes: bool = False
    loosely_registered: bool = False
    token_in_address: bool = False
    renew: Callable[[Tokens, str], Tokens] | None = field(default=renew_tokens, repr=False)
    dpop: bool = False
    scope: str = "photos.read"

    @property
    def client_id(self) -> str:
        """The public client, which must use PKCE; or the one with the secret."""
        return self.credentials["client_id"]

    def unfit(self) -> str:
        """Say which argument is not of its kind, as ``"False"``; nothing where all are."""
        for name in ("remembers_codes", "loosely_registered", "token_in_address", "dpop"):
            value = getattr(self, name)
            if not isinstance(value, bool | int):
                more = " Without the quotes it is what you mean." if isinstance(value, str) else ""
                return f"{name} should be True or False, and is {kind_of(value)}.{more}"
        for name in ("check_state", "check_issuer"):
            if not callable(value := getattr(self, name)):
                return f"{name} should be a function, without (), and is {kind_of(value)}."
        return self._unfit_scope()

    def _unfit_scope(self) -> str:
        if not isinstance(self.scope, str):
            return f"scope should be text, and is {kind_of(self.scope)}: one word, in quotes."
        if not self.scope.strip():
            return "scope is empty: PrintShop asks for nothing, and an album needs something."
        for word in self.scope.split():
            if word not in SCOPES:
                near = did_you_mean(word, SCOPES)
                return f"scope has {plain(word, 40)!r} in it, which is no word of PhotoBox.{near}"
        return ""

    @property
    def credentials(self) -> dict[str, str]:
        """What the app sends to say who it is; whoever has the app has it, too."""
        if self.verifier is None:
            return dict(assignment.client)
        return {"client_id": assignment.public_client_id}


def dpop_proof(key: Any, method: str, address: str, access_token: str = "") -> str:
    """Sign a DPoP proof for one request (RFC 9449 §4.2).

    Args:
        key: A P-256 key of joserfc.
        method: Of the request: ``htm``.
        address: Of the request, without its query: ``htu``.
        access_token: Sent with it, at an API: ``ath`` is its hash. Default: none.
    """
    import time

    from joserfc import jws

    claims = {
        "jti": secrets.token_urlsafe(16),
        "htm": method,
        "htu": address,
        "iat": int(time.time()),
    }
    if access_token:
        digest = hashlib.sha256(access_token.encode()).digest()
        claims["ath"] = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": key.as_dict(private=False)}
    return jws.serialize_compact(header, json.dumps(claims), key, algorithms=["ES256"])
