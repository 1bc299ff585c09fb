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

from oauth_tutorial.client.pkce import code_challenge, new_code_verifier
from oauth_tutorial.exercises.attacks import flawed
from oauth_tutorial.grading.assignment import assignment
from oauth_tutorial.practice.model.scopes import SCOPES
from oauth_tutorial.text.listing import kind_of
from oauth_tutorial.text.nearest import did_you_mean
from oauth_tutorial.text.plain import plain

TIMEOUT = 10  # seconds

Tokens = flawed.Tokens


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
        begin: ``begin()`` returns what PrintShop keeps of a sign-in, its ``code_verifier``, and
            what it adds to the link. Default: as *verifier* says.
        open_session: ``open_session(code, sessions, exchange)`` returns the tokens for a code.
            Default: as *remembers_codes* says.
        compare: ``compare(registered, asked)`` is how PhotoBox compares the redirect URI of
            PrintShop. Default: as *loosely_registered* says.
        album_address: ``album_address(album, token)`` is where the browser goes after a sign-in.
            Default: as *token_in_address* says.
        call_headers: ``call_headers(key, method, address, token)`` are those of a request to
            PhotoBox; the token request has no token. Default: as *dpop* says.
        scope_for: ``scope_for(page)`` is what ``"album"`` or ``"order"`` asks for.
            Default: *scope*.

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
    begin: Callable[[], tuple[str, dict[str, str]]] | None = field(default=None, repr=False)
    open_session: Callable[..., Tokens] | None = field(default=None, repr=False)
    compare: Callable[[str, str], bool] | None = field(default=None, repr=False)
    album_address: Callable[[str, str], str] | None = field(default=None, repr=False)
    call_headers: Callable[..., dict[str, str]] | None = field(default=None, repr=False)
    scope_for: Callable[[str], str] | None = field(default=None, repr=False)

    def begin_sign_in(self) -> tuple[str, dict[str, str]]:
        """Return what PrintShop keeps of a sign-in, and what it adds to the link."""
        if self.begin is not None:
            return self.begin()
        return with_pkce(self.verifier()) if self.verifier else ("", {})

    def token_request(self, code: str, redirect_uri: str) -> dict[str, str]:
        """Return the form of the token request, but for the ``code_verifier``."""
        form = flawed.token_request(code, redirect_uri)
        if self.verifier is not None:
            del form["client_secret"]
        return form | self.credentials

    def tokens_for(
        self, code: str, sessions: dict[str, Tokens], exchange: Callable[[str], Tokens]
    ) -> Tokens:
        """Return the tokens that a code brings."""
        if self.open_session is not None:
            return self.open_session(code, sessions, exchange)
        if self.remembers_codes:
            return flawed.open_session(code, sessions, exchange)
        return exchange(code)

    def address_of(self, album: str, token: str) -> str:
        """Return where the browser goes after a sign-in."""
        if self.album_address is not None:
            return self.album_address(album, token)
        return flawed.album_address(album, token) if self.token_in_address else album

    def headers_of(self, key: Any, method: str, address: str, token: str = "") -> dict[str, str]:
        """Return the headers of a request to PhotoBox."""
        if self.call_headers is not None:
            return self.call_headers(key, method, address, token)
        return (dpop_headers if self.dpop else flawed.call_headers)(key, method, address, token)

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


def with_pkce(verifier: str) -> tuple[str, dict[str, str]]:
    """Return what PrintShop keeps of a sign-in, and what it adds to the link (RFC 7636 §4.3)."""
    return verifier, {
        "code_challenge": code_challenge(verifier),
        "code_challenge_method": "S256",
    }


def dpop_headers(key: Any, method: str, address: str, token: str) -> dict[str, str]:
    """Return the headers of a request with a DPoP proof (RFC 9449 §5, §7.1)."""
    proof = {"DPoP": dpop_proof(key, method, address, token)}
    return proof | ({"Authorization": f"DPoP {token}"} if token else {})


def dpop_proof(key: Any, method: str, address: str, token: str = "") -> str:
    """Sign a DPoP proof for one request (RFC 9449 §4.2).

    Args:
        key: A P-256 key of joserfc.
        method: Of the request: ``htm``.
        address: Of the request, without its query: ``htu``.
        token: Sent with it, at an API: ``ath`` is its hash. Default: none.
    """
    import time

    from joserfc import jws

    claims = {
        "jti": secrets.token_urlsafe(16),
        "htm": method,
        "htu": address,
        "iat": int(time.time()),
    }
    if token:
        digest = hashlib.sha256(token.encode()).digest()
        claims["ath"] = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": key.as_dict(private=False)}
    return jws.serialize_compact(header, json.dumps(claims), key, algorithms=["ES256"])
