"""What each fault does, and what real provider does the same; ``faults.py`` says when.

An effect returns False when the request at hand gives it nothing to do.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Response, request

from oauth_tutorial.network.waiting import linger
from oauth_tutorial.practice.dialect import speak
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import Code, new_secret
from oauth_tutorial.practice.rules.token_request import FORM
from oauth_tutorial.practice.web.http import json_response
from oauth_tutorial.presets.schema import Errors, Token
from oauth_tutorial.text.readers import read_object, read_pairs

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

OTHER_ISSUER = "http://other-server.example"
RETRY_AFTER_SECONDS = 30
SKEW_SECONDS = 300
NO_ANSWER = 444  # stands in the log only: the connection closes before any status

Answer = dict[str, str | None]  # what the redirect carries
Effect = Callable[..., object]
FAULTS: dict[str, "Fault"] = {}  # in the order of this module
# A fault is what some provider always does, for one message: the same code says both.
_ERRORS_WITH_200 = Errors(
    status=200,
    codes={"invalid_grant": "bad_verification_code"},
    words={"invalid_grant": "The code passed is incorrect or expired."},
)
_FORM = Token(answer="form-unless-accept-json")
_BAD_GATEWAY = """<!doctype html>
<html><head><title>500 Internal Server Error</title></head>
<body><center><h1>500 Internal Server Error</h1></center><hr><center>gateway</center></body></html>
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to misbehave.

    Args:
        place: ``anywhere``, at the path that you choose; on the ``redirect``; or at the
            token endpoint ``before`` the rules, ``instead`` of them, or on their ``answer``.
        effect: What is done there; False when this request gives it nothing to do.
        sentence: What it does, and who does that in the real world.
        cause: What the doctor should say to whoever meets it; None where no login fails by it.
    """

    place: str
    effect: Effect
    sentence: str
    cause: str | None


def fault(place: str, sentence: str, *, cause: str | None) -> Callable[[Effect], Effect]:
    """Register a function as the fault of its name."""

    def register(effect: Effect) -> Effect:
        FAULTS[effect.__name__] = Fault(place, effect, sentence, cause)
        return effect

    return register


# anywhere


@fault(
    "anywhere",
    "The answer takes seconds, as from a service that was asleep.",
    cause="tls_or_network",
)
def slow_answer(photobox: ServiceState) -> bool:
    linger(photobox.pause.wake, photobox.pause.seconds)
    return True


@fault(
    "anywhere",
    "The answer is an HTML page with status 500, as from a gateway in trouble.",
    cause="server_error",
)
def html_500(photobox: ServiceState) -> Response:
    return Response(_BAD_GATEWAY, 500)


@fault(
    "anywhere",
    "The answer is 429 with Retry-After, as when a whole class asks at once.",
    cause="rate_limited",
)
def rate_limited(photobox: ServiceState) -> Response:
    body = {"error": "rate_limited", "error_description": "Too many requests."}
    response = json_response(body, 429)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


@fault(
    "anywhere",
    "The connection closes without an answer, as behind an impatient load balancer.",
    cause="tls_or_network",
)
def dropped_connection(photobox: ServiceState) -> Response:
    return _NoResponse(status=NO_ANSWER)


class _NoResponse(Response):
    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        # the server closes the connection then, and no byte was sent yet (network.serve)
        raise ConnectionResetError("dropped on purpose")


# on the redirect (RFC 6749 §4.1.2)


@fault(
    "redirect",
    "The redirect carries another state, as when an old tab or an attacker answers.",
    cause="state_mismatch",
)
def wrong_state(photobox: ServiceState, answer: Answer) -> bool:
    answer["state"] = new_secret()
    return True


@fault(
    "redirect",
    "The redirect carries no state, as from a proxy that drops parameters.",
    cause="state_mismatch",
)
def missing_state(photobox: ServiceState, answer: Answer) -> bool:
    return answer.pop("state", None) is not None


@fault(
    "redirect",
    "The answer is access_denied, as when a company's policy forbids the app.",
    cause="app_not_approved",
)
def denied(photobox: ServiceState, answer: Answer) -> bool:
    code = answer.pop("code", None)
    if code is None:
        return False
    photobox.store.codes.pop(code, None)
    answer["error"] = "access_denied"
    answer["error_description"] = "Your administrator does not allow this app."
    return True


@fault(
    "redirect",
    "iss names another server, as in a mix-up attack (RFC 9207).",
    cause="state_mismatch",
)
def wrong_issuer(photobox: ServiceState, answer: Answer) -> bool:
    answer["iss"] = OTHER_ISSUER
    return True


# before the rules of the token endpoint


@fault(
    "before",
    "The code was used before, as when a link scanner or a re-run cell was faster.",
    cause="code_already_used",
)
def code_reused(photobox: ServiceState, parameters: Mapping[str, str]) -> bool:
    if code := _code(photobox, parameters):
        code.used = True
    return code is not None


@fault(
    "before", "The code is too old, as at providers that give it 30 seconds.", cause="code_expired"
)
def expired_code(photobox: ServiceState, parameters: Mapping[str, str]) -> bool:
    if code := _code(photobox, parameters):
        code.expires_at = photobox.clock.now() - 1
    return code is not None


@fault(
    "before",
    "The token has less scope than was asked for, as when a person unticks a line at Strava.",
    cause="scope_changed",
)
def scope_narrowed(photobox: ServiceState, parameters: Mapping[str, str]) -> bool:
    code = _code(photobox, parameters)
    if code is None or len(code.grant.scope) < 2:
        return False
    code.grant.scope = code.grant.scope[:1]
    return True


@fault(
    "before",
    "The ID token is signed with a new key, as every provider does from time to time.",
    cause=None,
)
def key_rotated(photobox: ServiceState, parameters: Mapping[str, str]) -> bool:
    code = _code(photobox, parameters)
    if code is None or "openid" not in code.grant.scope:
        return False
    photobox.keys.rotate()
    return True


# instead of the rules


@fault(
    "instead",
    "An error comes with status 200, as from GitHub and Slack.",
    cause="error_in_success_status",
)
def error_with_200(photobox: ServiceState) -> Response:
    body, status = speak.error_answer(_ERRORS_WITH_200, "invalid_grant", "", 400)
    return json_response(body, status)


# on the answer of the rules


@fault(
    "answer",
    "The answer is 200 with nothing in it, as from a proxy that lost the body.",
    cause="not_json",
)
def empty_body(photobox: ServiceState, response: Response) -> bool:
    response.set_data("")
    return True


@fault(
    "answer",
    "token_type is missing, as at Weibo and Douban.",
    cause="token_response_malformed",
)
def no_token_type(photobox: ServiceState, response: Response) -> bool:
    body = answered(response)
    if "token_type" not in body:
        return False
    answer_with(response, speak.with_token_type(body, ""))
    return True


@fault(
    "answer",
    'expires_in is text, "3600", as at older Microsoft endpoints.',
    cause="token_response_malformed",
)
def expires_in_text(photobox: ServiceState, response: Response) -> bool:
    body = answered(response)
    if "expires_in" not in body:
        return False
    answer_with(response, speak.with_lifetime(body, "text"))
    return True


@fault(
    "answer",
    "There is no refresh token, as at Google without access_type=offline.",
    cause="no_refresh_token",
)
def no_refresh_token(photobox: ServiceState, response: Response) -> bool:
    value = _without(response, "refresh_token")
    photobox.store.refresh_tokens.pop(str(value), None)
    return value is not None


@fault(
    "answer",
    "The ID token is from five minutes in the future, as from a server with a wrong clock.",
    cause="clock_skew",
)
def clock_skewed(photobox: ServiceState, response: Response) -> bool:
    body = answered(response)
    if "id_token" not in body:
        return False
    id_token = str(body["id_token"])
    claims = photobox.keys.claims_of(id_token)
    later = {name: claims[name] + SKEW_SECONDS for name in ("iat", "exp", "auth_time")}
    answer_with(response, body | {"id_token": photobox.keys.sign_again(id_token, **later)})
    return True


@fault(
    "answer",
    "The answer is form-encoded, not JSON, as from GitHub without an Accept header.",
    cause="form_encoded_response",
)
def form_encoded(photobox: ServiceState, response: Response) -> bool:
    if not response.is_json or not speak.is_form(_FORM, request.headers.get("Accept", "")):
        return False
    response.set_data(speak.form(answered(response)))
    response.headers["Content-Type"] = speak.FORM
    return True


def _code(photobox: ServiceState, parameters: Mapping[str, str]) -> Code | None:
    return photobox.store.codes.get(parameters.get("code", ""))


def answered(response: Response) -> dict[str, object]:
    """Return the members of an answer, JSON or form."""
    if response.mimetype == FORM:  # as a provider that is played may answer
        return dict(read_pairs(response.get_data(as_text=True)))
    return read_object(response.get_data()) if response.is_json else {}


def answer_with(response: Response, body: Mapping[str, object]) -> None:
    response.set_data(speak.form(body) if response.mimetype == FORM else json.dumps(body))


def _without(response: Response, name: str) -> object:
    body = answered(response)
    if name not in body:
        return None
    value = body.pop(name)
    answer_with(response, body)
    return value
