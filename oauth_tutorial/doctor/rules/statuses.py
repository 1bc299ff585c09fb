"""Causes read from an HTTP status, where nothing else is said: it depends on the endpoint."""

import re
from collections.abc import Iterator, Mapping

from oauth_tutorial.doctor.diagnosis import GENERIC, LITTLE, RAISED, WORDED, Finding, ranked
from oauth_tutorial.doctor.facts import Answer, Facts
from oauth_tutorial.doctor.quoting import shown_uri
from oauth_tutorial.doctor.rules.reasons import explained_after_sentence, reason_of
from oauth_tutorial.doctor.rules.sentences import speaks_of_oauth
from oauth_tutorial.doctor.step import step_in, step_of
from oauth_tutorial.doctor.vocabulary.reporting import reports
from oauth_tutorial.doctor.vocabulary.table import of_kind

STEPS = ("front", "token", "refresh", "password", "device", "register", "discovery")
_STATUS = re.compile(
    r"\bHTTP(?:/\d(?:\.\d)?)?(?:[ _]status)?(?:[ _]code)?[:=( ]{1,3}([345]\d\d)\b(?![.:]\d)"
    r"|(?:\b(?:status(?:[_ ]?code)?|response|returned|responded(?: with)?|answered(?: with)?"
    r"|got(?: an?)?|code|gives?|error|failed(?: with)?)|->)"
    r"[\"']?\s*[:=(]?\s*[\"']?([345]\d\d)\b(?![.:]\d)"
    r"|\(([45]\d\d), ['\"]"  # as Python prints status and body
    r"|\b([45]\d\d)\)?:? (?:(?:Client|Server) Error|Unauthorized|Forbidden|Not Found|Too Many"
    r"|(?:error )?page|Method Not Allowed|Bad Gateway|Internal Server Error|Gateway Time-?out"
    r"|Service (?:Temporarily )?Unavailable)\b",
    re.I,
)
_CODE = re.compile(r"\b(?:invalid|unsupported)_[a-z_]{4,30}\b|unauthorized_client|access_denied")
_TOKEN = re.compile(r"(?<!unexpected )\btoken\b", re.I)
_FOR_URL = re.compile(r"for url: (\S+)")
_USERINFO = re.compile(r"/userinfo\b", re.I)
_API = re.compile(
    r"//api\.|//[\w.-]+/(?:\w+/)*(?:api|v\d)\b|graph\.|/(?:me|user|userinfo|photos)\b"
)


def statuses(facts: Facts) -> Iterator[Finding]:
    """The status of each answer whose request is known, then those that texts name."""
    otherwise = _says_otherwise(facts)
    lines = [line for line in facts.statuses if not (otherwise and line.status == 401)]
    for answer in [*facts.answers, *lines]:
        if answer.request is not None and answer.status is not None and not answer.has_token:
            where = shown_uri(answer.request.url, facts.secrets)
            step = "front" if answer.request.endpoint == "authorization" else ""
            step = step or step_in(answer.request.url)
            if answer.request.endpoint == "token" and step not in STEPS:
                step = "token"
            is_told = "www-authenticate" in answer.headers  # and read from there
            is_userinfo = bool(_USERINFO.search(answer.request.url))
            has_token = is_userinfo or "authorization" in answer.request.headers
            if step == "api" and (is_told or not has_token):
                continue  # a page behind a password, or any other API
            # 400: no token came, or one came twice (RFC 6750 §3.1)
            status = 401 if is_userinfo and answer.status == 400 else answer.status
            yield from _of(status, step, f"HTTP {answer.status} at {where}", answer)
        elif answer.body is not None and not answer.has_token:
            step = step_of(facts) or ("api" if _is_of_api(answer.body) else "")
            for status in answer.said.statuses:
                yield from _of(status, step, f"the body gives the status {status}")
    for text in facts.error_texts():
        yield from _in_text(text, facts)


def _says_otherwise(facts: Facts) -> bool:
    """Whether a code beside a line of a log says that it was not the client's authentication."""
    codes = {code for text in facts.error_texts() for code in _CODE.findall(text)}
    return bool(codes - {"invalid_client", "invalid_token"})


def _is_of_api(body: Mapping[str, object]) -> bool:
    """Whether it has the shape of an API's error: of Spotify, GitHub, LinkedIn, Reddit."""
    error = body.get("error")
    return (
        (isinstance(error, Mapping) and "message" in error and "status" in error)
        or "docs.github.com" in str(body.get("documentation_url"))
        or "serviceErrorCode" in body
        or error == 429
    )


def _in_text(text: str, facts: Facts) -> Iterator[Finding]:
    is_plain = not _CODE.search(text)  # an app that fails by an error of the server says 500 too
    for found in _STATUS.finditer(text):
        if not reports(text, found.start()):
            continue
        status = int(next(filter(None, found.groups())))
        if any(status == line.status for line in facts.statuses):
            continue  # its line names the request as well
        url = _FOR_URL.search(text)
        step = (_step_of_url(url[1]) if url else "") or ("" if url else step_of(facts))
        said = f"the text says HTTP {status}"
        yield from _of(status, step, said, is_plain=is_plain)
        is_mute = is_plain and not explained_after_sentence(text, found.end())
        if status == 400 and step in ("token", "refresh") and is_mute and not reason_of(facts):
            # nearly every refused grant has this status (RFC 6749 §5.2)
            causes = of_kind("codes")["invalid_grant"].causes_at(step)
            yield from ranked(causes, LITTLE, f"{said}, and not why: the body of the answer does")


_A_PAGE = re.compile(
    r"Unexpected token '?<|invalid character '<'|parsing value: <|(?:last read:|expected near) '<'"
    r"|(?:get|got|getting|returns?|returned|receiv\w+|with) (?:back )?(?:an? |the |some )?HTML\b"
    r"|<!doctype|text/html|HTML (?:page )?instead of JSON"
    r"|FormatException: Unexpected character \(at character 1\)",  # Dart's jsonDecode
    re.I,
)


def pages(facts: Facts) -> Iterator[Finding]:
    """A page where JSON was to come: at the address of the metadata it is another site's."""
    for text in facts.error_texts():
        found = _A_PAGE.search(text)
        if found is None or not reports(text, found.start()):
            continue
        step = step_of(facts) or step_in(text)
        if step == "discovery":
            yield Finding("endpoint_wrong", WORDED - 6, "a page came where metadata was expected")
        elif step in ("token", "refresh") or (not step and _is_of_a_login(text, facts)):
            yield Finding("not_json", WORDED - 6, "a page came where JSON was expected")


def _is_of_a_login(text: str, facts: Facts) -> bool:
    return speaks_of_oauth(facts) or bool(_TOKEN.search(text))


def _step_of_url(url: str) -> str:
    step = step_in(url)
    return step if step in STEPS else "api" if _API.search(url) else ""


def _of(
    status: int, step: str, said: str, answer: Answer | None = None, *, is_plain: bool = False
) -> Iterator[Finding]:
    cause = _cause(status, step)
    if cause:
        # a body that says something else is worth more than its status
        is_mute = answer is not None and answer.body is None
        is_plain = is_plain and cause in ("rate_limited", "server_error")
        weight = WORDED - 5 if is_mute or is_plain else GENERIC - 1
        # whatever a registration is refused for, it is refused
        yield Finding(cause, RAISED if cause == "registration_refused" else weight, said)


def _cause(status: int, step: str) -> str:
    if step in STEPS and status >= 500:
        return "server_error"
    if status == 429 and step:
        return "rate_limited"
    if step in STEPS and status in (404, 405, 410):
        return "endpoint_wrong"
    if step in ("token", "refresh", "discovery") and status in (301, 302, 303, 307, 308):
        return "endpoint_wrong"
    if step in ("token", "refresh") and status == 401:
        return "client_authentication_failed"
    if step == "register" and 400 <= status < 500:
        return "registration_refused"
    if step == "api":
        return {401: "token_rejected", 403: "scope_insufficient"}.get(status, "")
    return ""


RULES = (statuses, pages)
