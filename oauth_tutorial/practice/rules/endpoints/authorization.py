"""The authorization endpoint (RFC 6749 §3.1, §4.1.1): the order of its steps stands at the end."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from oauth_tutorial.practice.model.checks import NO_CAUSE, Checklist, Rule
from oauth_tutorial.practice.model.clients import Client
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import AuthorizationRequest, Interaction
from oauth_tutorial.practice.rules.client_authentication import CLIENT_KNOWN, require_known
from oauth_tutorial.practice.rules.dead_flows import why_response_type_is_dead
from oauth_tutorial.practice.rules.id_token_hint import read_hint
from oauth_tutorial.practice.rules.interaction import read_interaction
from oauth_tutorial.practice.rules.parameters import Pairs, all_of, once
from oauth_tutorial.practice.rules.pkce import read_challenge
from oauth_tutorial.practice.rules.redirect_rules import check_redirect_uri
from oauth_tutorial.practice.rules.resources import read_resources
from oauth_tutorial.practice.rules.scope import asks_to_go_on, read_scope

CLIENT_ID_PRESENT = Rule(
    "client_id_present", "RFC 6749 §4.1.1", "client_id is present", causes=("unknown_client",)
)
REDIRECT_URI_PRESENT = Rule(
    "redirect_uri_present",
    "RFC 6749 §3.1.2.3",
    "redirect_uri is present",
    causes=("redirect_uri_mismatch",),
)
RESPONSE_TYPE_PRESENT = Rule(
    "response_type_present",
    "RFC 6749 §3.1.1",
    "response_type is present",
    causes=("unsupported_response_type",),
)
RESPONSE_TYPE_SUPPORTED = Rule(
    "response_type_supported",
    "RFC 6749 §4.1.1",
    "response_type is code",
    error="unsupported_response_type",
    causes=("unsupported_response_type",),
)
RESPONSE_MODE_SUPPORTED = Rule(
    "response_mode_supported",
    "OAuth Multiple Response Types §2.1",
    "response_mode is query",
    causes=("unsupported_response_type",),
)
REQUEST_ABSENT = Rule(
    "request_absent",
    "OpenID Connect Core §6.1",
    "no request object is sent",
    error="request_not_supported",
    causes=NO_CAUSE,
)
REQUEST_URI_ABSENT = Rule(
    "request_uri_absent",
    "RFC 9126 §2.1",
    "request_uri came from the pushed authorization request endpoint, and is not sent there",
    error="request_uri_not_supported",
    causes=NO_CAUSE,
)
REGISTRATION_ABSENT = Rule(
    "registration_absent",
    "OpenID Connect Core §7.2.1",
    "the client does not register itself here",
    error="registration_not_supported",
    causes=NO_CAUSE,
)
REQUEST_PUSHED = Rule(
    "request_pushed",
    "RFC 9126 §5",
    "the request was pushed, as this server requires",
    causes=NO_CAUSE,
)
DPOP_JKT_SHAPE = Rule(
    "dpop_jkt_shape",
    "RFC 9449 §10",
    "dpop_jkt is 43 base64url characters",
    causes=("token_rejected",),
)

# an error cannot travel to a client that is not known: a page says it
CLIENT_KNOWN_FOR_A_PAGE = CLIENT_KNOWN.sent_as("unauthorized_client", 400)

_SHA256 = re.compile(r"[A-Za-z0-9_-]{43}")  # a hash in base64url
_OF_THE_PAGE = {"client_id", "redirect_uri"}


@dataclass(slots=True)
class Asking:
    """A request on its way through the steps; each of them fills in what it has read.

    Args:
        photobox: Which service is asked.
        pairs: The parameters, as they came.
        checks: Where the results go.
    """

    photobox: ServiceState
    pairs: Pairs
    checks: Checklist
    parameters: dict[str, str] = field(init=False)
    client: Client = field(init=False)
    redirect_uri: str = field(init=False)
    scope: tuple[str, ...] = field(init=False)
    resources: tuple[str, ...] = field(init=False)
    wished: Interaction = field(init=False)
    challenge: tuple[str | None, str] = field(init=False)

    def __post_init__(self) -> None:
        self.parameters = {
            name: value for name, value in self.pairs if value
        }  # §3.1: empty is none


Step = Callable[[Asking], None]


def identify(photobox: ServiceState, pairs: Pairs, checks: Checklist) -> Asking:
    """Check who asks and where the answer goes. A refusal is shown on a page.

    Args:
        photobox: Which service is asked.
        pairs: The parameters, as they came.
        checks: Where the results go.

    Raises:
        Refused: When client or redirect URI is missing, doubled or unknown.
    """
    asking = Asking(photobox, pairs, checks)
    for step in ON_A_PAGE:
        step(asking)
    return asking


def read_request(asking: Asking, steps: "tuple[Step, ...]") -> AuthorizationRequest:
    """Check the rest of the request. A refusal travels back in the redirect.

    Args:
        asking: What :func:`identify` returned.
        steps: ``FROM_THE_BROWSER``, or ``IN_THE_REDIRECT`` for one that is pushed.

    Raises:
        Refused: With a code of RFC 6749 §4.1.2.1.
    """
    for step in steps:
        step(asking)
    return AuthorizationRequest(
        client_id=asking.client.client_id,
        redirect_uri=asking.redirect_uri,
        redirect_uri_given="redirect_uri" in asking.parameters,
        scope=asking.scope,
        resources=asking.resources,
        state=asking.parameters.get("state"),
        code_challenge=asking.challenge[0],
        code_challenge_method=asking.challenge[1],
        offline=_asks_to_go_on(asking),
        nonce=asking.parameters.get("nonce"),
        dpop_jkt=asking.parameters.get("dpop_jkt"),
        wished=asking.wished,
    )


def _client_and_redirect_uri_once(asking: Asking) -> None:
    once([pair for pair in asking.pairs if pair[0] in _OF_THE_PAGE], asking.checks)


def _find_client(asking: Asking) -> None:
    client_id = asking.parameters.get("client_id", "")
    asking.checks.require(CLIENT_ID_PRESENT, client_id)
    client = asking.photobox.clients.get(client_id)
    require_known(client, client_id, asking.checks, CLIENT_KNOWN_FOR_A_PAGE)
    assert client is not None  # noqa: S101 - for the type checker; required above
    asking.client = client


def _find_redirect_uri(asking: Asking) -> None:
    redirect_uri = asking.parameters.get("redirect_uri") or _the_only_one(asking)
    asking.checks.require(REDIRECT_URI_PRESENT, redirect_uri)
    check_redirect_uri(asking.photobox, asking.client, redirect_uri, asking.checks)
    asking.redirect_uri = redirect_uri


def _the_only_one(asking: Asking) -> str:
    if "openid" in asking.parameters.get("scope", "").split():
        return ""  # OpenID Connect Core §3.1.2.1: REQUIRED, even of a client that has only one
    known = asking.client.redirect_uris
    return known[0] if len(known) == 1 else ""


def _pushed_where_required(asking: Asking) -> None:
    asking.checks.require(REQUEST_PUSHED, not asking.photobox.options.require_par)


def _others_once(asking: Asking) -> None:
    once([pair for pair in asking.pairs if pair[0] not in _OF_THE_PAGE], asking.checks)


def _nothing_unsupported(asking: Asking) -> None:
    """Refuse what would otherwise be left out in silence (OpenID Connect Core §3.1.2.6)."""
    asking.checks.require(REQUEST_ABSENT, "request" not in asking.parameters)
    asking.checks.require(REQUEST_URI_ABSENT, "request_uri" not in asking.parameters)
    asking.checks.require(REGISTRATION_ABSENT, "registration" not in asking.parameters)
    known = asking.photobox.options_for(asking.client).response_mode
    mode = asking.parameters.get("response_mode", known)
    asking.checks.require(
        replace(RESPONSE_MODE_SUPPORTED, sentence=f"response_mode is {known}"),
        mode == known,
        expected=repr(known),
        received=repr(mode[:40]),
    )


def _response_type(asking: Asking) -> None:
    response_type = asking.parameters.get("response_type", "")
    asking.checks.require(RESPONSE_TYPE_PRESENT, response_type)
    asking.checks.require(
        RESPONSE_TYPE_SUPPORTED,
        response_type == "code",
        description=why_response_type_is_dead(response_type),
        expected="'code'",
        received=repr(response_type[:40]),
    )


def _challenge(asking: Asking) -> None:
    options = asking.photobox.options_for(asking.client)
    asking.challenge = read_challenge(asking.parameters, asking.client, options, asking.checks)


def _scope(asking: Asking) -> None:
    asking.scope = read_scope(
        asking.parameters.get("scope"),
        allowed=asking.photobox.scopes_of(asking.client),
        default=asking.client.default_scope,
        checks=asking.checks,
        called=asking.photobox.called,
    )


def _asks_to_go_on(asking: Asking) -> bool:
    """Whether it has what brings a refresh token where one has to be asked for."""
    return asks_to_go_on(
        asking.photobox.options_for(asking.client), asking.scope, asking.parameters
    )


def _resources(asking: Asking) -> None:
    sent = all_of("resource", asking.pairs)
    asking.resources = read_resources(sent, asking.photobox, asking.checks)


def _dpop_jkt(asking: Asking) -> None:
    jkt = asking.parameters.get("dpop_jkt")
    if jkt is not None:  # the code will be bound to this key
        asking.checks.require(DPOP_JKT_SHAPE, _SHA256.fullmatch(jkt))


def _interaction(asking: Asking) -> None:
    token, subject = asking.parameters.get("id_token_hint"), ""
    if token is not None:
        client_id = asking.client.client_id
        subject = read_hint(asking.photobox, token, client_id, asking.checks).username
    asking.wished = read_interaction(asking.parameters, asking.checks, subject)


# The order of the steps, and it is the point: until client and redirect URI are known to be
# good, an error must not be sent anywhere (RFC 6749 §4.1.2.1).
ON_A_PAGE: tuple[Step, ...] = (
    _client_and_redirect_uri_once,  # RFC 6749 §3.1
    _find_client,  # RFC 6749 §2.2
    _find_redirect_uri,  # RFC 6749 §3.1.2.3, RFC 9700 §2.1
)
IN_THE_REDIRECT: tuple[Step, ...] = (
    _others_once,  # RFC 6749 §3.1
    _nothing_unsupported,  # OpenID Connect Core §6, §7.2.1
    _response_type,  # RFC 6749 §3.1.1
    _challenge,  # RFC 7636 §4.3, §4.4.1
    _scope,  # RFC 6749 §3.3
    _resources,  # RFC 8707 §2.1
    _dpop_jkt,  # RFC 9449 §10
    _interaction,  # OpenID Connect Core §3.1.2.1
)
FROM_THE_BROWSER: tuple[Step, ...] = (
    _pushed_where_required,  # RFC 9126 §5
    *IN_THE_REDIRECT,
)
