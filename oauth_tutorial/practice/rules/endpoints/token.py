"""The token endpoint (RFC 6749 §3.2): the order of its steps stands at the end."""

from collections.abc import Callable
from dataclasses import dataclass, field

from oauth_tutorial.practice.model.checks import Checklist, Rule
from oauth_tutorial.practice.model.clients import Client
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.rules.client_authentication import GRANT_TYPE_ALLOWED, authenticate
from oauth_tutorial.practice.rules.dead_flows import DEAD_GRANTS
from oauth_tutorial.practice.rules.dpop import DPOP_PRESENT, check_proof
from oauth_tutorial.practice.rules.grants.table import GRANTS
from oauth_tutorial.practice.rules.parameters import all_of
from oauth_tutorial.practice.rules.token_request import Asked, TokenRequest, read_form

GRANT_TYPE_PRESENT = Rule(
    "grant_type_present",
    "RFC 6749 §4.1.3",
    "grant_type is present",
    causes=("unsupported_grant_type", "wrong_content_type"),
)
GRANT_TYPE_SUPPORTED = Rule(
    "grant_type_supported",
    "RFC 6749 §5.2",
    "grant_type is supported here",
    error="unsupported_grant_type",
    causes=("unsupported_grant_type",),
)


@dataclass(slots=True)
class Asking:
    """A request on its way through the steps; each of them fills in what it has read."""

    photobox: ServiceState
    request: TokenRequest
    checks: Checklist
    parameters: dict[str, str] = field(init=False)
    grant_type: str = field(init=False)
    client: Client = field(init=False)
    jkt: str | None = field(init=False)


def answer_token_request(
    photobox: ServiceState, request: TokenRequest, checks: Checklist
) -> dict[str, object]:
    """Answer a token request (RFC 6749 §5.1).

    Args:
        photobox: Which service is asked.
        request: What arrived.
        checks: Where the results go.

    Raises:
        Refused: With a code of RFC 6749 §5.2.
    """
    asking = Asking(photobox, request, checks)
    for step in STEPS:
        step(asking)
    asked = Asked(
        parameters=asking.parameters,
        client=asking.client,
        checks=checks,
        resources=all_of("resource", request.pairs),
        jkt=asking.jkt,
    )
    with photobox.lock:
        return GRANTS[asking.grant_type](photobox, asked)


def _form(asking: Asking) -> None:
    asking.parameters = read_form(asking.request, asking.checks)


def _grant_type(asking: Asking) -> None:
    grant_type = asking.parameters.get("grant_type", "")
    asking.checks.require(GRANT_TYPE_PRESENT, grant_type)
    asking.checks.require(
        GRANT_TYPE_SUPPORTED,
        grant_type in GRANTS and grant_type not in asking.photobox.options.off,
        description=DEAD_GRANTS.get(grant_type, ""),
        received=repr(grant_type[:40]),
    )
    asking.grant_type = grant_type


def _authentication(asking: Asking) -> None:
    asking.client = authenticate(
        asking.photobox.clients,
        asking.request.authorization,
        asking.parameters,
        asking.checks,
        lambda client: asking.photobox.needs_no_secret(client, asking.grant_type),
    )


def _grant_type_of_this_client(asking: Asking) -> None:
    asking.checks.require(GRANT_TYPE_ALLOWED, asking.grant_type in asking.client.grant_types)


def _proof_of_a_key(asking: Asking) -> None:
    """Find the thumbprint of the key that the tokens will be bound to, if any."""
    proof = asking.request.proof
    if asking.photobox.options.require_dpop or asking.client.dpop_bound_access_tokens:
        asking.checks.require(DPOP_PRESENT, proof.header)
    asking.jkt = check_proof(asking.photobox, proof, asking.checks) if proof.header else None


# The order of the steps. What comes after them is the grant's (``grants/``).
STEPS: tuple[Callable[[Asking], None], ...] = (
    _form,  # RFC 6749 §3.2, §4.1.3
    _grant_type,  # RFC 6749 §5.2
    _authentication,  # RFC 6749 §2.3, §3.2.1
    _grant_type_of_this_client,  # RFC 6749 §5.2
    _proof_of_a_key,  # RFC 9449 §5
)
