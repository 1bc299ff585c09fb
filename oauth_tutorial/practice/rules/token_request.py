"""A request to an endpoint of the back channel, as far as the rules look at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from oauth_tutorial.practice.model.checks import NO_CAUSE, Checklist, Rule
from oauth_tutorial.practice.model.clients import Client
from oauth_tutorial.practice.rules.dpop import Proof
from oauth_tutorial.practice.rules.parameters import Pairs, once

BODY_IS_FORM = Rule(
    "body_is_form",
    "RFC 6749 §4.1.3",
    "the body is application/x-www-form-urlencoded",
    causes=("wrong_content_type",),
)
TOKEN_PRESENT = Rule("token_present", "RFC 7009 §2.1", "token is present", causes=NO_CAUSE)

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRequest:
    """What arrived, before any rule has looked at it."""

    media_type: str
    pairs: Pairs
    authorization: str | None
    proof: Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A token request whose client has proved itself: what a grant judges."""

    parameters: Mapping[str, str]
    client: Client
    checks: Checklist
    resources: Sequence[str] = ()
    jkt: str | None = None
    """Thumbprint of the key that the client proved to have (RFC 9449)."""


def read_form(request: TokenRequest, checks: Checklist) -> dict[str, str]:
    """Return the parameters of the body (RFC 6749 §3.2).

    Raises:
        Refused: When the body is no form, or a parameter is doubled.
    """
    checks.require(
        BODY_IS_FORM,
        request.media_type == FORM,
        expected=FORM,
        received=request.media_type[:60] or "no Content-Type",
    )
    once(request.pairs, checks)
    return {name: value for name, value in request.pairs if value}  # §3.2: empty is omitted
