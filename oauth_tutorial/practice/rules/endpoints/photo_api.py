"""PhotoBox's photo API, the resource server (RFC 6750)."""

from dataclasses import dataclass

from oauth_tutorial.practice.model.checks import NO_CAUSE, Checklist, Rule
from oauth_tutorial.practice.model.people import PHOTOS, SHARED_EMAIL, name_of
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import Token, new_secret
from oauth_tutorial.practice.rules.claims import claims_about
from oauth_tutorial.practice.rules.dpop import (
    DPOP_KEY_OF_THE_TOKEN,
    DPOP_PRESENT,
    Proof,
    check_proof,
)
from oauth_tutorial.practice.rules.parameters import Pairs, all_of
from oauth_tutorial.practice.rules.resources import photo_api

DPOP_SCHEME = Rule(
    "dpop_scheme",
    "RFC 9449 §7.2",
    "a token that is bound to a key is sent as DPoP, not Bearer",
    error="invalid_token",
    status=401,
    causes=("token_rejected",),
)
BEARER_PRESENT = Rule(
    "bearer_present",
    "RFC 6750 §2.1",
    "the Authorization header is: Bearer, a space, a token",
    error="",
    status=401,
    causes=("token_rejected",),
)
TOKEN_NOT_IN_THE_QUERY = Rule(
    "token_not_in_the_query",
    "RFC 9700 §4.3.2",
    "no access token is in the URL, which browsers and servers log",
    causes=("token_rejected",),
)
TOKEN_SENT_ONCE = Rule(
    "token_sent_once",
    "RFC 6750 §2",
    "the access token is sent once: in the header or in the body, not in both",
    causes=("token_rejected",),
)
TOKEN_VALID = Rule(
    "token_valid",
    "RFC 6750 §3.1",
    "the access token is valid, not expired, not revoked",
    error="invalid_token",
    status=401,
    causes=("token_rejected",),
)
TOKEN_FOR_THIS_API = Rule(
    "token_for_this_api",
    "RFC 8707 §2",
    "the access token is for this API",
    error="invalid_token",
    status=401,
    causes=("token_rejected",),
)
SCOPE_SUFFICIENT = Rule(
    "scope_sufficient",
    "RFC 6750 §3.1",
    "the access token carries the scope needed here",
    error="insufficient_scope",
    status=403,
    causes=("scope_insufficient",),
)
ORDER_READABLE = Rule(
    "order_readable",
    "PhotoBox API",
    "the order names a photo and a number of copies",
    causes=NO_CAUSE,
)

DPOP_PRESENT_AT_THE_API = DPOP_PRESENT.sent_as(status=401)
DPOP_KEY_AT_THE_API = DPOP_KEY_OF_THE_TOKEN.sent_as("invalid_token", 401)

MOST_COPIES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Where a request shows an access token, before any rule has looked at it.

    Args:
        header: The ``Authorization`` header.
        body: The form in the body, where the endpoint reads one (RFC 6750 §2.2).
        query: The query of the URL.
        proof: Of the key, for a token that is bound to one.
    """

    header: str | None
    body: Pairs = ()
    query: Pairs = ()
    proof: Proof


class Api:
    """What a client may do with an access token."""

    def __init__(self, photobox: ServiceState) -> None:
        self.photobox = photobox
        self.resource = photo_api(photobox.issuer)

    def authorize(self, shown: Shown, checks: Checklist) -> Token:
        """Find the access token, and check that it is good (RFC 6750 §2, RFC 9449 §7.1).

        Args:
            shown: Where the request shows one.
            checks: Where the results go.

        Raises:
            Refused: 401, without an error code when there is no token; 400 for one in the URL
                or in two places (RFC 6750 §3.1).
        """
        if all_of("access_token", shown.query):
            checks.require(TOKEN_NOT_IN_THE_QUERY, False, expected="it in the Authorization header")
        in_body = all_of("access_token", shown.body)
        if len(in_body) + bool(shown.header) > 1:
            checks.require(TOKEN_SENT_ONCE, False)
        header = f"Bearer {in_body[0]}" if in_body else shown.header or ""
        scheme, _, value = header.partition(" ")
        if scheme.lower() == "dpop" and value:
            return self._authorize_with_proof(value.strip(), shown.proof, checks)
        checks.require(BEARER_PRESENT, scheme.lower() == "bearer" and value)
        token = self._find(value.strip(), checks)
        if token.jkt:  # RFC 9449 §7.2: no way around the proof
            checks.require(DPOP_SCHEME, False)
        return token

    def _authorize_with_proof(self, value: str, proof: Proof, checks: Checklist) -> Token:
        checks.require(DPOP_PRESENT_AT_THE_API, proof.header)
        jkt = check_proof(self.photobox, proof, checks, access_token=value, status=401)
        token = self._find(value, checks)
        checks.require(DPOP_KEY_AT_THE_API, token.jkt == jkt)
        return token

    def _find(self, value: str, checks: Checklist) -> Token:
        token = self.photobox.store.access_tokens.get(value)
        lives = token is not None and token.lives(self.photobox.clock.now())
        checks.require(TOKEN_VALID, lives)
        assert token is not None  # noqa: S101 - for the type checker; required above
        return token

    def check_audience(self, token: Token, checks: Checklist) -> None:
        """Check that the token is for the photo API (RFC 8707 §2).

        Raises:
            Refused: 401 ``invalid_token``.
        """
        checks.require(
            TOKEN_FOR_THIS_API,
            self.resource in token.audience,
            expected=self.resource,
            received=" ".join(token.audience),
        )

    def check_scope(self, token: Token, scope: str | None, checks: Checklist) -> None:
        """Check the scope that is needed; None needs none (RFC 6750 §3.1).

        Raises:
            Refused: 403 ``insufficient_scope``.
        """
        if scope is None:
            return
        checks.require(
            SCOPE_SUFFICIENT, scope in token.scope, expected=scope, received=" ".join(token.scope)
        )

    def me(self, token: Token) -> dict[str, object]:
        """Return whose token it is: a person's, or a client's own."""
        username = token.grant.username
        if not username:
            return {"client_id": token.grant.client_id}
        return {"username": username, "name": name_of(username)}

    def userinfo(self, token: Token) -> dict[str, object]:
        """Return the claims that the scopes allow (OpenID Connect Core §5.3)."""
        claims = claims_about(token.grant.username, token.scope)
        if self.photobox.options.same_email and "email" in claims:
            claims["email"] = SHARED_EMAIL
        return claims

    def photos(self, token: Token) -> dict[str, object]:
        """Return the person's photos."""
        return {"photos": PHOTOS[token.grant.username]}

    def order(self, token: Token, body: object, checks: Checklist) -> dict[str, object]:
        """Order prints of one photo: ``{"photo": 1, "copies": 2}``."""
        order = body if isinstance(body, dict) else {}
        photo, copies = order.get("photo"), order.get("copies", 1)
        owned = {item["id"] for item in PHOTOS[token.grant.username]}
        readable = type(photo) is int and type(copies) is int and 1 <= copies <= MOST_COPIES
        checks.require(
            ORDER_READABLE,
            readable and photo in owned,
            expected=f"a photo among {sorted(map(str, owned))} and 1 to {MOST_COPIES} copies",
        )
        number = f"order-{new_secret()[:8]}"
        placed = {"order": number, "photo": photo, "copies": copies}
        self.photobox.store.orders[number] = placed
        return placed

    def report(self, _token: Token) -> dict[str, object]:
        """Count what was ordered, by everybody together."""
        orders = list(self.photobox.store.orders.values())
        return {"orders": len(orders), "copies": sum(order["copies"] for order in orders)}
