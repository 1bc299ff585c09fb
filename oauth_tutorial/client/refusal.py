"""The error for an answer that is not a success: one sentence for each kind."""

from collections.abc import Mapping
from itertools import islice
from typing import TypeVar

from oauth_tutorial.client.answer import MOST_SHOWN, Answer
from oauth_tutorial.client.server_words import Said, said_by, said_in_header
from oauth_tutorial.errors import TokenRequestFailed, TokenResponseUnreadable
from oauth_tutorial.text.redaction import redact_url

Failure = TypeVar("Failure", bound=TokenRequestFailed)

UNKNOWN = "unknown_error"
_MOST_NAMES = 100
HINTS = {  # RFC 6749 §5.2, RFC 7009 §2.2.1, RFC 8628 §3.5: the code, and where to look
    "invalid_request": "Compare the names of the parameters with §4.1.3, and send them as a "
    "form: data=…, not json=….",
    "invalid_client": "Check client_id and client_secret (a stray space or quote?), and whether "
    "the server wants them in the body (post) or in the header (basic).",
    "invalid_grant": "A code works once, for a minute, with the same redirect_uri and the "
    "code_verifier of its challenge. Sign in again for a fresh one: in a notebook, run the cells "
    "again, from the one that makes the receiver.",
    "unauthorized_client": "This client may not use this grant_type. Look at its registration.",
    "unsupported_grant_type": "Write grant_type=authorization_code, and send a form: data=….",
    "invalid_scope": "Ask for scope values that the server knows, separated by single spaces. A "
    "refresh cannot get more than was granted.",
    "unsupported_token_type": "This server does not revoke this kind of token. Revoke the refresh "
    "token instead, or let the access token expire.",
    "authorization_pending": "The person has not approved yet. Ask again after the interval.",
    "slow_down": "You ask too often. From now on, wait five seconds longer between requests.",
    "access_denied": "The person said no. That is an answer, not a failure: tell them what does "
    "not work without access, and start again when they want to.",
    "expired_token": "The codes have expired. Start the device flow again: in a notebook, run the "
    "cell with start_device(…), and enter the new code.",
}
HINTS_FOR_A_DEVICE = {  # RFC 8628 §3.5
    "access_denied": "The person said no. That is an answer, not a failure: tell them what does "
    "not work without access. When they want to try again, run the cell with start_device(…).",
    "invalid_grant": "A device code gives one token, to the client that asked for it. Start the "
    "device flow again: in a notebook, run the cell with start_device(…).",
}
_SAME_AS = {  # GitHub's word → the RFC's
    "bad_verification_code": "invalid_grant",
    "bad_refresh_token": "invalid_grant",
    "incorrect_client_credentials": "invalid_client",
}
_DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
_ITS_FAULT = (
    "This is the server's fault, not yours. Try again in a minute, and look at its status page. "
    "If the server is your own, look at its log."
)
_SLOWER = "Wait as long as it says, or a minute, then send one request. A loop makes it worse."
_OTHER_ADDRESS = (
    "Compare the URL with the provider's documentation, letter by letter: the host, the path, "
    "a slash at the end."
)
HINTS_FOR_STATUS = {  # when the code is unknown
    401: HINTS["invalid_client"],
    403: "Look at the app's settings at the provider, and check whether a firewall or a proxy "
    "answered instead of the server.",
    404: _OTHER_ADDRESS,
    405: f"This address does not accept POST, so it is the wrong endpoint. {_OTHER_ADDRESS}",
    410: _OTHER_ADDRESS,
    415: "The server wants the parameters in another format. Most want data=…, some json=….",
    429: _SLOWER,
}
_DEAD = (
    "A refresh token stops working when it is used, revoked or too old, and belongs to one client. "
    "Use the newest that you have. If that fails, let the person sign in again."
)
_LOOK_UP = "Look the {what} up in the provider's documentation."
_CHECK_URL = "Check that the URL is that of the {endpoint}, and look at the server's log."


def failure_of(answer: Answer) -> TokenRequestFailed:
    """Make the error of an answer that says no: the server's own words, without secrets.

    Args:
        answer: One with a status of 400 or more, or with an error in its body.
    """
    said = said_by(answer, HINTS)
    is_readable = bool(answer.parameters) or (answer.says is not None and bool(said))
    if not is_readable and answer.status not in {401, 429}:
        return unreadable(answer)
    said = said or said_in_header(answer)
    failure = TokenRequestFailed(
        _sentence(answer, said),
        error=said.code or UNKNOWN,
        hint=_hint(answer, said),
        section=answer.endpoint.errors,
        response=answer.response,
    )
    failure.error_description = said.words
    return _with_status(failure, answer)


def redirected(answer: Answer) -> TokenResponseUnreadable:
    """Make the error of a redirect, which is never followed: the secrets would go along."""
    if answer.status == 304:
        return not_usable(
            answer,
            f"The {answer.endpoint.name} answered with HTTP 304 (not modified), which has no body "
            "and is no answer to a POST (RFC 9110 §15.4.5).",
            "Check the server, and any cache on the way: it must pass every request on.",
        )
    location = answer.header("Location")
    to = f"to {answer.clean(redact_url(location))!r}" if location else "with no Location"
    said = said_by(answer)
    words = f" It said: {said.words or said.code}" if answer.parameters and said else ""
    return not_usable(
        answer,
        f"The {answer.endpoint.name} answered with HTTP {answer.status}, a redirect {to}. It was "
        f"not followed, because the secrets in the request would go to that address.{words}",
        "If that address belongs to the provider, use it as the endpoint. If not, compare yours "
        "with the documentation: https, the host, a slash at the end.",
    )


def unreadable(answer: Answer) -> TokenResponseUnreadable:
    """Make the error of an answer that is neither a JSON object nor a form."""
    kind = answer.clean(answer.content_type, 60) or "no Content-Type"
    words = said_by(answer).words
    said = f" It says: {words}" if words and answer.says is None else ""
    return not_usable(
        answer,
        f"Expected {answer.endpoint.expected} from the {answer.endpoint.name}; "
        f"got HTTP {answer.status} with {answer.kind} ({kind}).{said}{_retry_after(answer)}",
        _hint_for_status(answer.status) or _CHECK_URL.format(endpoint=answer.endpoint.name),
    )


def not_usable(answer: Answer, what: str, hint: str) -> TokenResponseUnreadable:
    """Make the error of an answer that is neither a token nor an error.

    Args:
        answer: The answer.
        what: The sentence.
        hint: What to do.
    """
    failure = TokenResponseUnreadable(
        what, hint=hint, section=answer.endpoint.errors, response=answer.response
    )
    return _with_status(failure, answer)


def _sentence(answer: Answer, said: Said) -> str:
    verb = "failed" if answer.status >= 500 else "refused"
    start = f"The {answer.endpoint.name} {verb} with HTTP {answer.status}"
    if answer.status == 429:
        start += " (too many requests)"
    if said.code:
        start += f" and said {said.code!r}" + (f": {said.words}" if said.words else ".")
    elif said.words:
        start += f" and said: {said.words}"
    elif answer.status == 401:
        asks = answer.clean(answer.header("WWW-Authenticate"))
        start += f" and {answer.kind}: client authentication failed"
        start += f" (WWW-Authenticate: {asks})." if asks else "."
    else:
        start += f" and gave no reason ({answer.kind})."
    later = _retry_after(answer)
    return start + ("." if later and start[-1] not in ".!?…" else "") + later


def _retry_after(answer: Answer) -> str:
    """Return when the server says to ask again (RFC 9110 §10.2.3)."""
    value = answer.clean(answer.header("Retry-After").strip(), 40)
    if not value or answer.status not in {429, 503}:
        return ""
    if value.isdecimal():
        return f" Wait {value} second{'' if value == '1' else 's'} (Retry-After)."
    return f" Wait until {value} (Retry-After)."


def _hint(answer: Answer, said: Said) -> str:
    code = _SAME_AS.get(said.code.lower(), said.code.lower())
    if code == "invalid_grant" and answer.sent.get("grant_type") == "refresh_token":
        return _DEAD
    if answer.sent.get("grant_type") == _DEVICE and code in HINTS_FOR_A_DEVICE:
        return HINTS_FOR_A_DEVICE[code]
    known = HINTS.get(code) or _hint_for_status(answer.status)
    return known or _LOOK_UP.format(what="code" if said.code else "sentence")


def _hint_for_status(status: int) -> str:
    return _ITS_FAULT if status >= 500 else HINTS_FOR_STATUS.get(status, "")


def _with_status(failure: Failure, answer: Answer) -> Failure:
    failure.status = answer.status
    return failure


def names_of(parameters: Mapping[str, object], answer: Answer) -> str:
    """Return the names of an answer's members, for use in a sentence."""
    names = sorted(str(name)[:MOST_SHOWN] for name in islice(parameters, _MOST_NAMES))
    return answer.clean(", ".join(names)) or "nothing"
