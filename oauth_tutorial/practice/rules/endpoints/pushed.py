"""Pushed authorization requests (RFC 9126): the parameters go through the back channel.

The browser then carries a reference, which nobody can read or change.
"""

from oauth_tutorial.practice.model.checks import Checklist, Rule
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import AuthorizationRequest, PushedRequest, new_secret
from oauth_tutorial.practice.rules.client_authentication import authenticate
from oauth_tutorial.practice.rules.dpop import DPOP_KEY_OF_THE_CODE, check_proof
from oauth_tutorial.practice.rules.endpoints.authorization import (
    IN_THE_REDIRECT,
    REQUEST_URI_ABSENT,
    identify,
    read_request,
)
from oauth_tutorial.practice.rules.parameters import Pairs, once
from oauth_tutorial.practice.rules.token_request import TokenRequest, read_form

REQUEST_URI_KNOWN = Rule(
    "request_uri_known",
    "RFC 9126 §4",
    "request_uri is fresh and used for the first time",
    error="invalid_request_uri",
    causes=("code_expired",),
)
REQUEST_URI_OF_THIS_CLIENT = Rule(
    "request_uri_of_this_client",
    "RFC 9126 §2.2",
    "request_uri was given to this client",
    error="invalid_request_uri",
    causes=("unknown_client",),
)

REQUEST_URI_NOT_PUSHED = REQUEST_URI_ABSENT.sent_as("invalid_request")
DPOP_KEY_OF_THE_REQUEST = DPOP_KEY_OF_THE_CODE.sent_as("invalid_dpop_proof")

URN = "urn:ietf:params:oauth:request_uri:"
_PROOF = {"client_secret"}  # belongs to the authentication, not to the request


def push(photobox: ServiceState, request: TokenRequest, checks: Checklist) -> dict[str, object]:
    """Check an authorization request before the browser sees it (RFC 9126 §2.1, §2.2).

    Returns:
        The ``request_uri`` that stands for it, and how many seconds it lives.

    Raises:
        Refused: As the authorization endpoint would, and for a client without proof.
    """
    parameters = read_form(request, checks)
    client = authenticate(photobox.clients, request.authorization, parameters, checks)
    checks.require(REQUEST_URI_NOT_PUSHED, "request_uri" not in parameters)
    pairs = [pair for pair in request.pairs if pair[0] not in {"client_id", *_PROOF}]
    pairs.append(("client_id", client.client_id))
    pairs = _bind_to_key(photobox, request, pairs, checks)
    wanted = read_request(identify(photobox, pairs, checks), IN_THE_REDIRECT)
    request_uri = URN + new_secret()
    expires_at = photobox.clock.now() + photobox.lifetimes.request_uri
    photobox.store.pushed[request_uri] = PushedRequest(wanted, expires_at)
    return {"request_uri": request_uri, "expires_in": photobox.lifetimes.request_uri}


def _bind_to_key(
    photobox: ServiceState, request: TokenRequest, pairs: Pairs, checks: Checklist
) -> list[tuple[str, str]]:
    """Let a DPoP proof say what ``dpop_jkt`` says (RFC 9449 §10.1)."""
    if not request.proof.header:
        return list(pairs)
    jkt = check_proof(photobox, request.proof, checks)
    named = dict(pairs).get("dpop_jkt", jkt)
    checks.require(DPOP_KEY_OF_THE_REQUEST, named == jkt)
    return [*(pair for pair in pairs if pair[0] != "dpop_jkt"), ("dpop_jkt", jkt)]


def take_pushed(
    photobox: ServiceState, pairs: Pairs, checks: Checklist
) -> AuthorizationRequest | None:
    """Return what a ``request_uri`` of ours stands for, once; None when none was sent.

    Whatever else the browser carries is not looked at (RFC 9126 §4).

    Raises:
        Refused: ``invalid_request_uri``, to be shown on a page.
    """
    parameters = dict(pairs)
    request_uri = parameters.get("request_uri", "")
    if not request_uri.startswith(URN):
        return None
    once([pair for pair in pairs if pair[0] in {"client_id", "request_uri"}], checks)
    with photobox.lock:  # two browsers may open it at the same moment
        request = _find(photobox, request_uri, parameters.get("client_id"), checks)
        del photobox.store.pushed[request_uri]
    return request


def _find(
    photobox: ServiceState, request_uri: str, client_id: str | None, checks: Checklist
) -> AuthorizationRequest:
    pushed = photobox.store.pushed.get(request_uri)
    known = pushed is not None and pushed.expires_at > photobox.clock.now()
    checks.require(REQUEST_URI_KNOWN, known)
    assert pushed is not None  # noqa: S101 - for the type checker; required above
    checks.require(REQUEST_URI_OF_THIS_CLIENT, pushed.request.client_id == client_id)
    return pushed.request
