"""The rules of the token and the revocation endpoint (RFC 6749 §3.2, §4.1.3, §5, §6; RFC 7009)."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote_plus

from oauth_tutorial.practice.authorize import Pairs, once
from oauth_tutorial.practice.checks import Checklist
from oauth_tutorial.practice.clients import Client, Clients
from oauth_tutorial.practice.clock import Clock
from oauth_tutorial.practice.identity import Keys
from oauth_tutorial.practice.store import Code, Grant, Store, Token, new_secret

CODE_SECONDS = 60
ACCESS_TOKEN_SECONDS = 3600
REFRESH_TOKEN_SECONDS = 30 * 24 * 3600
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRequest:
    """What arrived at the endpoint, as far as the rules look at it."""

    content_type: str
    pairs: Pairs
    authorization: str | None


class TokenEndpoint:
    """Exchanges codes and refresh tokens for tokens, and revokes them."""

    def __init__(
        self, *, issuer: str, clients: Clients, store: Store, clock: Clock, keys: Keys
    ) -> None:
        self.issuer, self.clients, self.store = issuer, clients, store
        self.clock, self.keys = clock, keys

    def token(self, request: TokenRequest, checks: Checklist) -> dict[str, object]:
        """Answer a token request (RFC 6749 §5.1).

        Raises:
            Refused: With a code of RFC 6749 §5.2.
        """
        parameters = _read_form(request, checks)
        grant_type = parameters.get("grant_type", "")
        checks.require("grant_type_present", grant_type)
        answer = {"authorization_code": self._from_code, "refresh_token": self._from_refresh}
        checks.require(
            "grant_type_supported",
            grant_type in answer,
            error="unsupported_grant_type",
            received=repr(grant_type[:40]),
        )
        client = self._authenticate(request, parameters, checks)
        return answer[grant_type](parameters, client, checks)

    def revoke(self, request: TokenRequest, checks: Checklist) -> None:
        """Revoke a token; an unknown one is no error (RFC 7009 §2.2)."""
        parameters = _read_form(request, checks)
        client = self._authenticate(request, parameters, checks)
        value = parameters.get("token", "")
        checks.require("token_present", value)
        refresh = self.store.refresh_tokens.get(value)
        if refresh is not None and refresh.grant.client_id == client.client_id:
            refresh.grant.alive = False  # §2.1: the access tokens of the same grant as well
        access = self.store.access_tokens.get(value)
        if access is not None and access.grant.client_id == client.client_id:
            del self.store.access_tokens[value]

    def _from_code(
        self, parameters: Mapping[str, str], client: Client, checks: Checklist
    ) -> dict[str, object]:
        value = parameters.get("code", "")
        checks.require("code_present", value)
        code = self.store.codes.get(value)
        checks.require("code_known", code, error="invalid_grant")
        assert code is not None  # noqa: S101 - for the type checker; required above
        checks.require(
            "code_of_this_client",
            code.request.client_id == client.client_id,
            error="invalid_grant",
        )
        self._check_code(code, parameters, checks)
        code.used = True
        return self._answer(code.grant, code.grant.scope, nonce=code.request.nonce)

    def _check_code(self, code: Code, parameters: Mapping[str, str], checks: Checklist) -> None:
        if code.used:
            code.grant.alive = False  # §4.1.2: what the first use got is revoked
        checks.require(
            "code_unused",
            not code.used,
            error="invalid_grant",
            description="This code was used before. The tokens that it gave are revoked.",
        )
        age = self.clock.now() - (code.expires_at - CODE_SECONDS)
        checks.require(
            "code_fresh", age < CODE_SECONDS, error="invalid_grant", received=f"{age:.0f} seconds"
        )
        sent = parameters.get("redirect_uri")
        if code.request.redirect_uri_given or sent is not None:
            checks.require(
                "redirect_uri_same",
                sent == code.request.redirect_uri,
                error="invalid_grant",
                expected=repr(code.request.redirect_uri),
                received=repr((sent or "")[:200]),
            )
        _check_verifier(code.request.code_challenge, parameters.get("code_verifier"), checks)

    def _from_refresh(
        self, parameters: Mapping[str, str], client: Client, checks: Checklist
    ) -> dict[str, object]:
        value = parameters.get("refresh_token", "")
        checks.require("refresh_token_present", value)
        token = self.store.refresh_tokens.get(value)
        if token is None or token.grant.client_id != client.client_id or not self._lives(token):
            checks.require("refresh_token_known", False, error="invalid_grant")
            raise AssertionError("unreachable")
        if token.used:
            token.grant.alive = False  # RFC 9700 §4.14.2: the whole family dies
        checks.require("refresh_token_unused", not token.used, error="invalid_grant")
        scope = tuple((parameters.get("scope") or " ".join(token.scope)).split(" "))
        checks.require("scope_not_wider", set(scope) <= set(token.scope), error="invalid_scope")
        token.used = True
        return self._answer(token.grant, scope, nonce=None, refresh_scope=token.scope)

    def _answer(
        self,
        grant: Grant,
        scope: tuple[str, ...],
        *,
        nonce: str | None,
        refresh_scope: tuple[str, ...] | None = None,
    ) -> dict[str, object]:
        now = self.clock.now()
        access_token, refresh_token = new_secret(), new_secret()
        self.store.access_tokens[access_token] = Token(grant, scope, now + ACCESS_TOKEN_SECONDS)
        self.store.refresh_tokens[refresh_token] = Token(
            grant, refresh_scope or scope, now + REFRESH_TOKEN_SECONDS
        )
        answer: dict[str, object] = {
            "access_token": access_token,
            "token_type": "Bearer",
            "expires_in": ACCESS_TOKEN_SECONDS,
            "refresh_token": refresh_token,
            "scope": " ".join(scope),
        }
        if "openid" in scope:
            answer["id_token"] = self.keys.id_token(
                issuer=self.issuer,
                client_id=grant.client_id,
                username=grant.username,
                auth_time=grant.auth_time,
                now=now,
                access_token=access_token,
                nonce=nonce,
            )
        return answer

    def _lives(self, token: Token) -> bool:
        return token.grant.alive and token.expires_at > self.clock.now()

    def _authenticate(
        self, request: TokenRequest, parameters: Mapping[str, str], checks: Checklist
    ) -> Client:
        basic = _read_basic(request.authorization, checks)
        checks.require("one_client_authentication", not (basic and "client_secret" in parameters))
        client_id, secret = basic or (
            parameters.get("client_id", ""),
            parameters.get("client_secret"),
        )
        client = self.clients.get(client_id)
        checks.require(
            "client_known",
            client,
            error="invalid_client",
            status=401,
            received=repr(client_id[:80]),
        )
        assert client is not None  # noqa: S101 - for the type checker; required above
        right = secret in (None, "") if client.is_public else client.secret_is(secret or "")
        checks.require(
            "client_authenticated",
            right,
            error="invalid_client",
            status=401,
            expected="no secret, for this client is public" if client.is_public else "its secret",
            received=_what_came(secret),
        )
        return client


def _what_came(secret: str | None) -> str:
    if not secret:
        return "none"
    spaced = secret != secret.strip() or secret.strip("\"'") != secret
    return "another one" + (", with a space or a quote around it" if spaced else "")


def _read_form(request: TokenRequest, checks: Checklist) -> dict[str, str]:
    kind = request.content_type.split(";")[0].strip().lower()
    checks.require(
        "body_is_form",
        kind == FORM,
        expected=FORM,
        received=kind[:60] or "no Content-Type",
    )
    once(request.pairs, checks)
    return {name: value for name, value in request.pairs if value}


def _read_basic(header: str | None, checks: Checklist) -> tuple[str, str] | None:
    scheme, _, value = (header or "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, colon, secret = (
            base64.b64decode(value, validate=True).decode("utf-8").partition(":")
        )
    except (binascii.Error, UnicodeDecodeError):
        client_id, colon, secret = "", "", ""
    checks.require(
        "client_authenticated",
        colon,
        error="invalid_client",
        status=401,
        expected="Basic, a space, base64(client_id:client_secret)",
        received="something else",
    )
    # RFC 6749 §2.3.1: both were form-encoded before they were joined
    return unquote_plus(client_id), unquote_plus(secret)


def _check_verifier(challenge: str | None, verifier: str | None, checks: Checklist) -> None:
    if challenge is None:
        checks.require("code_verifier_expected", verifier is None, error="invalid_grant")
        return
    checks.require("code_verifier_present", verifier, error="invalid_grant")
    digest = hashlib.sha256((verifier or "").encode()).digest()
    computed = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    checks.require(
        "code_verifier_right", hmac.compare_digest(computed, challenge), error="invalid_grant"
    )
