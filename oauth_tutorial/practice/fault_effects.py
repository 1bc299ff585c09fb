"""What each fault does. ``faults.py`` says when, and what real provider does the same.

An effect returns False when the request at hand gives it nothing to do.
"""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Response, jsonify

from oauth_tutorial.practice.store import Code, new_secret

if TYPE_CHECKING:
    from oauth_tutorial.practice.service import PhotoBox

OTHER_ISSUER = "http://other-server.example"
RETRY_AFTER_SECONDS = 30
SKEW_SECONDS = 300
NO_ANSWER = 444  # stands in the log only: the connection closes before any status

Answer = dict[str, str | None]  # what the redirect carries
_BAD_GATEWAY = """<!doctype html>
<html><head><title>500 Internal Server Error</title></head>
<body><center><h1>500 Internal Server Error</h1></center><hr><center>gateway</center></body></html>
"""


# on the redirect (RFC 6749 §4.1.2)


def wrong_state(photobox: "PhotoBox", answer: Answer) -> bool:
    answer["state"] = new_secret()
    return True


def missing_state(photobox: "PhotoBox", answer: Answer) -> bool:
    return answer.pop("state", None) is not None


def denied(photobox: "PhotoBox", answer: Answer) -> bool:
    code = answer.pop("code", None)
    if code is None:
        return False
    photobox.store.codes.pop(code, None)
    answer["error"] = "access_denied"
    answer["error_description"] = "Your administrator does not allow this app."
    return True


def wrong_issuer(photobox: "PhotoBox", answer: Answer) -> bool:
    answer["iss"] = OTHER_ISSUER
    return True


# before the rules of the token endpoint


def code_reused(photobox: "PhotoBox", parameters: Mapping[str, str]) -> bool:
    if code := _code(photobox, parameters):
        code.used = True
    return code is not None


def expired_code(photobox: "PhotoBox", parameters: Mapping[str, str]) -> bool:
    if code := _code(photobox, parameters):
        code.expires_at = photobox.clock.now() - 1
    return code is not None


def scope_narrowed(photobox: "PhotoBox", parameters: Mapping[str, str]) -> bool:
    code = _code(photobox, parameters)
    if code is None or len(code.grant.scope) < 2:
        return False
    code.grant.scope = code.grant.scope[:1]
    return True


def key_rotated(photobox: "PhotoBox", parameters: Mapping[str, str]) -> bool:
    code = _code(photobox, parameters)
    if code is None or "openid" not in code.grant.scope:
        return False
    photobox.keys.rotate()
    return True


def slow_answer(photobox: "PhotoBox", parameters: Mapping[str, str]) -> bool:
    photobox.faults.wake.wait(timeout=photobox.faults.seconds)
    return True


# instead of the rules


def html_500(photobox: "PhotoBox") -> Response:
    return Response(_BAD_GATEWAY, 500, mimetype="text/html")


def rate_limited(photobox: "PhotoBox") -> Response:
    response = jsonify(error="rate_limited", error_description="Too many requests.")
    response.status_code = 429
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def error_with_200(photobox: "PhotoBox") -> Response:
    return jsonify(
        error="bad_verification_code",
        error_description="The code passed is incorrect or expired.",
    )


def dropped_connection(photobox: "PhotoBox") -> Response:
    return Response(_hang_up(), NO_ANSWER)


def _hang_up() -> Iterator[bytes]:
    # the server closes the connection on an OSError, and no byte was sent yet
    raise ConnectionResetError("dropped on purpose")
    yield b""


# on the answer of the rules


def empty_body(photobox: "PhotoBox", response: Response) -> bool:
    response.set_data(b"")
    return True


def no_token_type(photobox: "PhotoBox", response: Response) -> bool:
    return _without(response, "token_type") is not None


def expires_in_text(photobox: "PhotoBox", response: Response) -> bool:
    body = _body(response)
    if "expires_in" not in body:
        return False
    _set_body(response, body | {"expires_in": str(body["expires_in"])})
    return True


def no_refresh_token(photobox: "PhotoBox", response: Response) -> bool:
    value = _without(response, "refresh_token")
    photobox.store.refresh_tokens.pop(str(value), None)
    return value is not None


def clock_skewed(photobox: "PhotoBox", response: Response) -> bool:
    body = _body(response)
    if "id_token" not in body:
        return False
    claims = photobox.keys.claims_of(str(body["id_token"]))
    later = {name: claims[name] + SKEW_SECONDS for name in ("iat", "exp", "auth_time")}
    _set_body(response, body | {"id_token": photobox.keys.sign(claims | later)})
    return True


def form_encoded(photobox: "PhotoBox", response: Response) -> bool:
    response.set_data(urlencode(_body(response)))
    response.content_type = "application/x-www-form-urlencoded; charset=utf-8"
    return True


def _code(photobox: "PhotoBox", parameters: Mapping[str, str]) -> Code | None:
    return photobox.store.codes.get(parameters.get("code", ""))


def _body(response: Response) -> dict[str, object]:
    return json.loads(response.get_data()) if response.is_json and response.data else {}


def _set_body(response: Response, body: Mapping[str, object]) -> None:
    response.set_data(json.dumps(body))


def _without(response: Response, name: str) -> object:
    body = _body(response)
    value = body.pop(name, None)
    _set_body(response, body)
    return value
