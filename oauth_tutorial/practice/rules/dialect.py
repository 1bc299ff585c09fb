"""What a provider refuses beyond the RFCs: a body, a header, a way to prove oneself.

Each of these is a rule with a name, as all others: the log and the doctor know it by that.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from oauth_tutorial.practice.model.checks import Checklist, Rule
from oauth_tutorial.presets.schema import App, ClientAuth, Preset

DIALECT_BODY = Rule(
    "dialect_body",
    "RFC 6749 §4.1.3",
    "the body is JSON, which this provider wants instead of the RFC's form",
    causes=("wrong_content_type",),
)
DIALECT_CLIENT_AUTH = Rule(
    "dialect_client_auth",
    "RFC 6749 §2.3",
    "the client authenticates in a way that this provider accepts from this kind of app",
    error="invalid_client",
    status=401,
    causes=("client_authentication_failed",),
)
DIALECT_HEADER = Rule(
    "dialect_header",
    "RFC 9110 §10.1",
    "the request has the headers that this provider wants",
    causes=("token_rejected",),
)
DIALECT_EXTRA = Rule(
    "dialect_extra",
    "RFC 6749 §8.2",
    "the request has the parameters that this provider requires beyond the RFC's",
    causes=("endpoint_wrong",),
)

DIALECT_ENDPOINT = Rule(
    "dialect_endpoint",
    "RFC 6749 §3",
    "the request goes to the endpoint that this provider has for it",
    causes=("endpoint_wrong",),
)

DIALECT_HEADER_AGENT = replace(  # RFC 9110 §10.1.5
    DIALECT_HEADER,
    sentence="User-Agent is the app's own: this provider refuses those of HTTP libraries",
    error="rate_limited",
    status=429,
    causes=("rate_limited",),
)

_AUTHS: dict[ClientAuth, str] = {
    "basic": "an Authorization: Basic header",
    "post": "client_secret in the body",
    "none": "the client_id alone",
}


def check_authorization(preset: Preset, parameters: Mapping[str, str], checks: Checklist) -> None:
    """Check what a provider wants of an authorization request besides the RFC's parameters.

    Args:
        preset: As this client meets it.
        parameters: As they were sent, with the provider's own names.
        checks: Where the results go.

    Raises:
        Refused: ``invalid_request``.
    """
    asks = preset.authorization
    for name in asks.required:
        value = asks.extra[name]
        checks.require(
            DIALECT_EXTRA,
            parameters.get(name) == value,
            expected=f"{name}={value}",
            received=repr(parameters.get(name, "")[:40]) if name in parameters else "nothing",
        )
    if asks.state == "required":
        checks.require(DIALECT_EXTRA, parameters.get("state"), expected="state", received="nothing")


def check_endpoint(asked: str, own: str, others: Collection[str], checks: Checklist) -> None:
    """Check that a request did not go to an endpoint that is for something else.

    Args:
        asked: The path that was asked.
        own: The one that the provider has for such a request.
        others: Those that it has for others. Any further path is PhotoBox's own, and taken.
        checks: Where the result goes.

    Raises:
        Refused: ``invalid_request``.
    """
    if set(others) - {own}:
        is_good = asked == own or asked not in others
        checks.require(DIALECT_ENDPOINT, is_good, expected=repr(own), received=repr(asked[:200]))


def check_token_request(
    preset: Preset,
    app: App,
    *,
    is_json: bool,
    authorization: str,
    parameters: Mapping[str, str],
    headers: Mapping[str, str],
    checks: Checklist,
) -> None:
    """Check what a provider wants of a token request besides the RFC's rules.

    Args:
        preset: As this client meets it.
        app: What holds for its kind.
        is_json: Whether the body came as JSON.
        authorization: The header of that name.
        parameters: With their standard names.
        headers: Of the request.
        checks: Where the results go.

    Raises:
        Refused: 429 for the name of a library, 401 for a wrong way to prove oneself, or
            ``invalid_request``.
    """
    sent = {name.lower(): value for name, value in headers.items()}
    _check_agent(preset, sent, checks)
    _check_headers(preset, "token.headers", preset.token.headers, sent, checks)
    if preset.token.body == "json":
        checks.require(DIALECT_BODY, is_json, expected="application/json", received="a form")
    elif is_json:
        return  # the rule of the form says it
    _check_client_auth(app, authorization, parameters, checks)


def _check_agent(preset: Preset, sent: Mapping[str, str], checks: Checklist) -> None:
    agent = sent.get("user-agent", "")
    if beginnings := preset.token.refused_agents:
        refused = not agent or any(map(agent.lower().startswith, map(str.lower, beginnings)))
        checks.require(
            DIALECT_HEADER_AGENT,
            not refused,
            description="Too Many Requests",
            expected="a name of your own, with a version",
            received=repr(agent[:60]),
        )


def _check_client_auth(
    app: App, authorization: str, parameters: Mapping[str, str], checks: Checklist
) -> None:
    way: ClientAuth = "post" if "client_secret" in parameters else "none"
    if authorization[:6].lower() == "basic ":
        way = "basic"
    checks.require(
        DIALECT_CLIENT_AUTH,
        way in app.client_auth,
        expected=" or ".join(_AUTHS[one] for one in app.client_auth),
        received=_AUTHS[way],
    )


def check_api_headers(
    preset: Preset, headers: Mapping[str, str], client_id: str, checks: Checklist
) -> None:
    """Check that a request to the API has what the provider wants of each.

    A header that nobody could check against the provider's documentation is not asked for.

    Raises:
        Refused: 400, with the header that is missing; 429 for the name of a library.
    """
    sent = {name.lower(): value for name, value in headers.items()}
    if sent.get("user-agent") and preset.api.headers.get("User-Agent") == "*":
        _check_agent(preset, sent, checks)
    _check_headers(preset, "api.headers", preset.api.headers, sent, checks, client_id)


def _check_headers(
    preset: Preset,
    path: str,
    wanted_here: Mapping[str, str],
    sent: Mapping[str, str],
    checks: Checklist,
    client_id: str = "",
) -> None:
    for name, value in wanted_here.items():
        if {path, f"{path}.{name}"} & set(preset.unverified):
            continue
        if name == "Accept" and preset.token.answer == "form-unless-accept-json":
            continue  # it chooses the form of the answer
        came, wanted = sent.get(name.lower(), ""), value.replace("{client_id}", client_id)
        checks.require(
            DIALECT_HEADER,
            came == wanted if wanted != value else came,
            expected=f"{name}: {'a value of your own' if value == '*' else wanted}",
            received=repr(came[:60]) if came else "nothing",
        )
