"""The rules of the authorization endpoint (RFC 6749 §3.1, §4.1.1; RFC 7636 §4.3).

Two groups, and the order between them is the point: until client and redirect
URI are known to be good, an error must not be sent anywhere (§4.1.2.1).
"""

import re
from collections.abc import Mapping

from oauth_tutorial.practice.model.checks import Checklist
from oauth_tutorial.practice.model.clients import Client
from oauth_tutorial.practice.model.scopes import DEFAULT_SCOPE
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import AuthorizationRequest
from oauth_tutorial.practice.rules.dead_flows import why_response_type_is_dead
from oauth_tutorial.practice.rules.interaction import read_interaction
from oauth_tutorial.practice.rules.parameters import Pairs, all_of, once
from oauth_tutorial.practice.rules.resources import read_resources
from oauth_tutorial.practice.rules.scope import read_scope

_SHA256 = re.compile(r"[A-Za-z0-9_-]{43}")  # a hash in base64url


def find_client(photobox: ServiceState, pairs: Pairs, checks: Checklist) -> tuple[Client, str]:
    """Check who asks and where the answer goes. A refusal is shown on a page.

    Returns:
        The client, and the redirect URI to answer to.

    Raises:
        Refused: When either is missing, doubled or unknown.
    """
    parameters = dict(pairs)
    once([pair for pair in pairs if pair[0] in {"client_id", "redirect_uri"}], checks)
    client_id = parameters.get("client_id", "")
    checks.require("client_id_present", client_id)
    client = photobox.clients.get(client_id)
    checks.require(
        "client_known", client, error="unauthorized_client", received=repr(client_id[:80])
    )
    assert client is not None  # noqa: S101 - for the type checker; required above
    redirect_uri = parameters.get("redirect_uri") or _default_redirect_uri(client, parameters)
    checks.require("redirect_uri_present", redirect_uri)
    _check_redirect_uri(redirect_uri, client, photobox.options.loose_redirect_uri, checks)
    return client, redirect_uri


def read_request(
    photobox: ServiceState, pairs: Pairs, client: Client, redirect_uri: str, checks: Checklist
) -> AuthorizationRequest:
    """Check the rest of the request. A refusal travels back in the redirect.

    Args:
        photobox: Which service is asked.
        pairs: The parameters, as they came.
        client: Who asks.
        redirect_uri: Where the answer will go.
        checks: Where the results go.

    Raises:
        Refused: With a code of RFC 6749 §4.1.2.1.
    """
    parameters = {name: value for name, value in pairs if value}  # §3.1: empty is omitted
    once([pair for pair in pairs if pair[0] not in {"client_id", "redirect_uri"}], checks)
    _check_not_supported(parameters, checks)
    response_type = parameters.get("response_type", "")
    checks.require("response_type_present", response_type)
    checks.require(
        "response_type_supported",
        response_type == "code",
        error="unsupported_response_type",
        description=why_response_type_is_dead(response_type),
        expected="'code'",
        received=repr(response_type[:40]),
    )
    _check_pkce(parameters, client, checks)
    return AuthorizationRequest(
        client_id=client.client_id,
        redirect_uri=redirect_uri,
        redirect_uri_given="redirect_uri" in parameters,
        scope=read_scope(
            parameters.get("scope"), allowed=client.scope, default=DEFAULT_SCOPE, checks=checks
        ),
        resources=read_resources(all_of("resource", pairs), photobox.issuer, checks),
        state=parameters.get("state"),
        code_challenge=parameters.get("code_challenge"),
        nonce=parameters.get("nonce"),
        dpop_jkt=_read_dpop_jkt(parameters.get("dpop_jkt"), checks),
        wished=read_interaction(parameters, checks),
    )


def _check_redirect_uri(redirect_uri: str, client: Client, loose: bool, checks: Checklist) -> None:
    rule = "redirect_uri_begins_registered" if loose else "redirect_uri_registered"
    if client.has_redirect_uri(redirect_uri, loose=loose):
        return checks.require(rule, True)
    expected, received = client.expected_redirect_uri(redirect_uri), redirect_uri[:200]
    return checks.require(
        rule,
        False,
        expected=repr(expected) if expected else "none, for no person signs in at this client",
        received=repr(received),
        description=client.why_not(received),
    )


def _check_not_supported(parameters: Mapping[str, str], checks: Checklist) -> None:
    """Refuse what would otherwise be left out in silence (OpenID Connect Core §3.1.2.6)."""
    for name in ("request", "request_uri", "registration"):
        checks.require(f"{name}_absent", name not in parameters, error=f"{name}_not_supported")
    mode = parameters.get("response_mode", "query")
    checks.require(
        "response_mode_supported", mode == "query", expected="'query'", received=repr(mode[:40])
    )


def _check_pkce(parameters: Mapping[str, str], client: Client, checks: Checklist) -> None:
    challenge = parameters.get("code_challenge")
    if client.is_public:
        checks.require("code_challenge_present", challenge)
    if challenge is None:
        return
    method = parameters.get("code_challenge_method", "plain")  # RFC 7636 §4.3: the default
    checks.require(
        "code_challenge_method_s256",
        method == "S256",
        expected="'S256'",
        received=repr(method[:40]),
    )
    checks.require("code_challenge_shape", _SHA256.fullmatch(challenge))


def _read_dpop_jkt(jkt: str | None, checks: Checklist) -> str | None:
    if jkt is not None:  # RFC 9449 §10: the code will be bound to this key
        checks.require("dpop_jkt_shape", _SHA256.fullmatch(jkt))
    return jkt


def _default_redirect_uri(client: Client, parameters: Mapping[str, str]) -> str:
    if "openid" in parameters.get("scope", "").split():
        return ""  # OpenID Connect Core §3.1.2.1: REQUIRED, even of a client that has only one
    return client.redirect_uris[0] if len(client.redirect_uris) == 1 else ""
