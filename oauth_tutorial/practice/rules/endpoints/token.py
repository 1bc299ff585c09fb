"""The token endpoint: which grant, which client; the rest is the grant's (RFC 6749 §3.2)."""

from oauth_tutorial.practice.model.checks import Checklist
from oauth_tutorial.practice.model.clients import Client
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.rules.client_authentication import authenticate
from oauth_tutorial.practice.rules.dead_flows import DEAD_GRANTS
from oauth_tutorial.practice.rules.dpop import Proof, check_proof
from oauth_tutorial.practice.rules.grants.table import GRANTS
from oauth_tutorial.practice.rules.parameters import all_of
from oauth_tutorial.practice.rules.token_request import Asked, TokenRequest, read_form


def answer_token_request(
    photobox: ServiceState, request: TokenRequest, checks: Checklist
) -> dict[str, object]:
    """Answer a token request (RFC 6749 §5.1).

    Raises:
        Refused: With a code of RFC 6749 §5.2.
    """
    parameters = read_form(request, checks)
    grant_type = parameters.get("grant_type", "")
    checks.require("grant_type_present", grant_type)
    checks.require(
        "grant_type_supported",
        grant_type in GRANTS and grant_type not in photobox.options.off,
        error="unsupported_grant_type",
        description=DEAD_GRANTS.get(grant_type, ""),
        received=repr(grant_type[:40]),
    )
    client = authenticate(photobox.clients, request.authorization, parameters, checks)
    checks.require(
        "grant_type_allowed", grant_type in client.grant_types, error="unauthorized_client"
    )
    asked = Asked(
        parameters=parameters,
        client=client,
        checks=checks,
        resources=all_of("resource", request.pairs),
        jkt=_proved_key(photobox, client, request.proof, checks),
    )
    with photobox.lock:
        return GRANTS[grant_type](photobox, asked)


def _proved_key(
    photobox: ServiceState, client: Client, proof: Proof, checks: Checklist
) -> str | None:
    """Return the thumbprint of the key that the tokens will be bound to, if any."""
    if photobox.options.require_dpop or client.dpop_bound_access_tokens:
        checks.require("dpop_present", proof.header, error="invalid_dpop_proof")
    return check_proof(photobox, proof, checks) if proof.header else None
