"""Read a text by its structure: URL, JSON, form, HTTP message, traceback, page, words."""

import ast
import html
import json
import re
import warnings
from collections.abc import Mapping

from oauth_tutorial.doctor.facts import Answer, Endpoint, Facts, Failure, Redirect, Request
from oauth_tutorial.doctor.quoting import named_secrets, secrets_in_text
from oauth_tutorial.doctor.vocabulary.codes import CODES
from oauth_tutorial.text.readers import read_json, read_pairs, split_url

MOST_TEXT = 20_000  # characters that are looked at: the first half and the last
MOST_BRACES = 50
SHORT_CODE, LONG_CODE = 6, 16  # ?code=blue is no authorization code, and ?code=SUMMER none either
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_URL = re.compile(r"(?:https?|[a-z][a-z0-9.+-]{2,30})://[^\s'\"<>]+|urn:ietf:wg:oauth:[^\s'\"<>]+")
_OUR_HINTS = re.compile(r"^(?:What to do|The rule|Ask the doctor): .*$", re.M)
_SPACED_URL = re.compile(r"https?://\S+[?&](?:client_id|response_type)=[^\n<>\"']*")
_FORM = re.compile(r"\??[\w.\[\]-]+=[^\s&]*(?:&[\w.\[\]-]+=[^\s&]*)*")
_REQUEST_LINE = re.compile(r"\b(?:GET|POST) (/\S*\?\S+) HTTP/")
_TRACEBACK = re.compile(
    r"Traceback \(most recent call last\)|^-+> *\d+ |\bFile \"[^\"]+\", line \d", re.M
)
_RAISED = re.compile(
    r"^(?:E\s+)?((?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Warning|Mismatch|Failed|Denied|InUse"
    r"|Timeout|Closed|Unreachable|Unreadable|Redirect|Argument|Expired))\b(?:: ?(.*))?$",
    re.M,
)
_SOURCE = re.compile(
    r"^\s*(?:def |class |import \w|from \w[\w.]* import |async |return\b|raise |if .+:\s*$|if ?\("
    r"|elif |else:|try:|except\b|for .+:\s*$|while .+:\s*$|with .+:\s*$|assert |@\w|const |let "
    r"|var |function\b|export |public |private |func |package |#include|fn |use \w+::|end$|case .+:"
    r"|[\w.]+ = \S.*[()\[{]|\w+\(.*\);?$|>>> )",
    re.M,
)
# a table or a heading of Markdown, a patch, what a test compares: texts about failures
_DOCUMENT = re.compile(r"^(?:#{1,4} \S|\|.+\|$|diff --git |@@ )|^(?:E +)?AssertionError\b", re.M)
_TAGS = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^<>]*>", re.I | re.S)
_HTML = re.compile(r"<(?:!doctype|html|head|body|div|p|h1|title)\b", re.I)
_HTTP_ANSWER = re.compile(r"HTTP/\d(?:\.\d)? (\d{3})\b[^\n]*\n")
_HTTP_REQUEST = re.compile(r"(GET|POST) (\S+) HTTP/\d")


def add_text(facts: Facts, text: str) -> None:
    """Sort one text into the facts."""
    text = _OUR_HINTS.sub("", _ANSI.sub("", as_text(text))).strip().strip("`")
    note_secrets(facts, text)
    structured = _parse_json(text)
    words = text.split()
    if isinstance(structured, dict):
        facts.seen.append("a JSON object")
        add_body(facts, structured, form=False)
    elif words and all(_URL.fullmatch(word) for word in words):
        for word in words:
            add_url(facts, word, lint=True)
    elif _SPACED_URL.fullmatch(text):  # a scope that was not encoded
        add_url(facts, text, lint=True)
    elif len(words) == 1 and _FORM.fullmatch(text) and "=" in text:
        _add_form(facts, text)
    elif _HTTP_ANSWER.match(text) or _HTTP_REQUEST.match(text):
        _add_http(facts, text)
    else:
        _add_prose(facts, text)


def _add_prose(facts: Facts, text: str) -> None:
    lines = len(text.splitlines())
    facts.seen.append(f"a text of {len(text)} characters in {lines} line{'s' * (lines != 1)}")
    if _HTML.search(text[:2000]):
        facts.seen[-1] = f"an HTML page of {len(text)} characters"
        text = " ".join(html.unescape(_TAGS.sub(" ", text)).split())
    if _DOCUMENT.search(text):
        facts.seen[-1] += " about failures"
        return
    raised = list(_RAISED.finditer(text))
    if _TRACEBACK.search(text) or (_SOURCE.search(text) and raised):
        # the lines of the program may name anything: only what was raised counts
        for found in raised[-3:]:
            _add_raised(
                facts, found[1], text[found.start(2) : found.end() + 600] if found[2] else ""
            )
        facts.texts += [text[found.start() :][:2000] for found in raised[-1:]]
        return
    if _SOURCE.search(text):
        facts.seen[-1] += " that looks like source code"
        return
    for found in raised:
        _add_raised(facts, found[1], found[2] or "")
    if text:
        facts.texts.append(text)
    for url in _URL.findall(text):
        add_url(facts, url.rstrip(".,;:)]}"), lint=False)
    for target in _REQUEST_LINE.findall(text):
        add_parameters(facts, url_parameters(target))
    for body in _objects_in(text):
        add_body(facts, body, form=False)


def _add_raised(facts: Facts, name: str, message: str) -> None:
    facts.failures.append(Failure(names=(name.rpartition(".")[2],), message=message.strip()))


def add_url(facts: Facts, url: str, *, lint: bool) -> None:
    """Sort a URL: an authorization request, a redirect, or a bare address."""
    parameters = url_parameters(url)
    facts.secrets |= named_secrets(parameters)
    endpoint = endpoint_of(url, parameters)
    if lint:
        facts.seen.append(
            "a URL" + (" of an authorization request" * (endpoint == "authorization"))
        )
    if endpoint != "other":
        request = Request(endpoint=endpoint, url=url, parameters=parameters)
        facts.requests.append(request)
        if lint:
            facts.urls_to_lint.append(request)
            facts.understood = True
    elif {"code", "error", "access_token"} & set(parameters):
        redirect = add_parameters(facts, parameters, fragment=is_implicit(url))
        facts.understood |= lint and redirect is not None and "error" not in parameters
    elif lint:
        facts.uris.append(url)


def add_parameters(
    facts: Facts, parameters: Mapping[str, str], *, fragment: bool = False
) -> Redirect | None:
    """Take parameters for a redirect, where they are one's; return it."""
    redirect = redirect_of(parameters, fragment=fragment)
    if redirect is not None:
        facts.redirects.append(redirect)
    return redirect


def redirect_of(
    parameters: Mapping[str, str], *, fragment: bool = False, time: float | None = None
) -> Redirect | None:
    """Return the redirect that has these parameters, or None where they are no redirect's."""
    code = parameters.get("code", "")
    has_code = len(code) >= (SHORT_CODE if "state" in parameters else LONG_CODE)
    known_error = parameters.get("error", "").lower() in CODES
    if known_error or has_code or "access_token" in parameters:
        return Redirect(parameters=parameters, fragment=fragment, time=time)
    return None


def is_implicit(url: str) -> bool:
    """Whether a redirect carries its token after '#' (RFC 6749 §4.2.2)."""
    return "access_token" in dict(read_pairs(_fragment(url), blank=False))


def _add_form(facts: Facts, text: str) -> None:
    parameters = dict(read_pairs(text.lstrip("?")))
    facts.secrets |= named_secrets(parameters)
    facts.seen.append("form-encoded text")
    if "access_token" in parameters or ("error" in parameters and "state" not in parameters):
        facts.answers.append(Answer(text=text, body=parameters, form=True))
    else:
        add_body(facts, dict(parameters), form=True)


def add_body(facts: Facts, body: Mapping[str, object], *, form: bool) -> None:
    """Take a mapping for what its keys say: a request, a redirect, or an answer."""
    facts.secrets |= named_secrets(body)
    text = {str(k): str(v) for k, v in body.items()}
    if "grant_type" in body:
        facts.requests.append(Request(endpoint="token", url="", parameters=text, method="POST"))
    elif "response_type" in body:
        request = Request(endpoint="authorization", url="", parameters=text)
        facts.requests.append(request)
    elif not isinstance(body.get("state"), str) or add_parameters(facts, text) is None:
        facts.answers.append(Answer(text="", body=body))
    facts.understood |= isinstance(body.get("access_token"), str)
    if not facts.seen or not form:
        facts.seen.append("a mapping with the keys " + _plain_keys(body))


def _add_http(facts: Facts, text: str) -> None:
    head, _, body = text.replace("\r\n", "\n").partition("\n\n")
    lines = [line.partition(":") for line in head.splitlines()[1:]]
    headers = {name.strip().lower(): value.strip() for name, _, value in lines}
    status = _HTTP_ANSWER.match(text + "\n")
    if status:
        facts.seen.append(f"an HTTP response with status {status[1]}")
        parsed, form = read_body(body, headers.get("content-type", ""))
        facts.secrets |= named_secrets(parsed or {})
        facts.answers.append(
            Answer(text=body, body=parsed, status=int(status[1]), headers=headers, form=form)
        )
        if "location" in headers:
            add_url(facts, headers["location"], lint=False)
        return
    request_line = _HTTP_REQUEST.match(text)
    assert request_line is not None  # noqa: S101 - for the type checker; one of both matched
    target = request_line[2]
    parameters = {**url_parameters(target), **body_parameters(body)}
    facts.secrets |= named_secrets(parameters)
    endpoint = endpoint_of(target, parameters)
    facts.seen.append("an HTTP request")
    if endpoint == "other":
        add_parameters(facts, parameters)
        return
    facts.requests.append(
        Request(
            endpoint=endpoint,
            url=target,
            parameters=parameters,
            method=request_line[1],
            headers=headers,
            body=body,
        )
    )


def endpoint_of(url: str, parameters: Mapping[str, str]) -> Endpoint:
    """Say which endpoint a request goes to, by its parameters and then by its path."""
    path = url.partition("?")[0].partition("#")[0].rstrip("/").lower()
    if "grant_type" in parameters or path.endswith(
        ("/token", "/access_token", "/accesstoken", "/oauth.v2.access", "/oauth/access")
    ):
        return "token"
    asks = "client_id" in parameters and ("redirect_uri" in parameters or "scope" in parameters)
    if "response_type" in parameters or (asks and "code" not in parameters):
        return "authorization"
    return "other"


def url_parameters(url: str) -> dict[str, str]:
    """Return query and fragment of a URL as parameters; nothing where it cannot be read."""
    return dict(read_pairs(split_url(url).query) + read_pairs(_fragment(url), blank=False))


def _fragment(url: str) -> str:
    return url.partition("#")[2]


def body_parameters(body: str) -> dict[str, str]:
    """Return what a request's body sends, be it a form or JSON."""
    parsed = _parse_json(body.strip()) if body.lstrip()[:1] == "{" else None
    if isinstance(parsed, dict):
        return {str(name): str(value) for name, value in parsed.items()}
    return dict(read_pairs(body))


def read_body(text: str, content_type: str) -> tuple[Mapping[str, object] | None, bool]:
    """Return an answer's body as a mapping, and whether it was form-encoded."""
    parsed = _parse_json(text.strip())
    if isinstance(parsed, dict):
        return parsed, False
    pairs = dict(read_pairs(text.strip(), blank=False)) if _FORM.fullmatch(text.strip()) else {}
    if {"access_token", "error"} & set(pairs) or (pairs and "urlencoded" in content_type):
        return pairs, True
    return None, False


def as_text(value: object) -> str:
    """Return what an object says; of a long text, its middle is left out."""
    text, half = str(value), MOST_TEXT // 2
    return text if len(text) <= MOST_TEXT else f"{text[:half]}\n…\n{text[-half:]}"


def note_secrets(facts: Facts, text: str) -> None:
    """Remember what stands beside the name of a secret."""
    facts.secrets |= secrets_in_text(text)


def _plain_keys(body: Mapping[str, object]) -> str:
    names = [str(k) for k in body if re.fullmatch(r"[A-Za-z_]{1,24}", str(k))]
    return ", ".join(names[:8]) or "that no word describes"


def _parse_json(text: str) -> object:
    return read_json(text) if text[:1] in ("{", "[") else None


def _objects_in(text: str) -> list[dict[str, object]]:
    """Return the JSON objects, or Python dicts, that stand inside a text."""
    found: list[dict[str, object]] = []
    decoder, position = json.JSONDecoder(), 0
    for _ in range(MOST_BRACES):
        position = text.find("{", position)
        if position < 0:
            break
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            value, position = _python_dict(text, position)
        if isinstance(value, dict) and {"error", "access_token", "ok", "errors"} & set(value):
            found.append(value)
    return found


def _python_dict(text: str, start: int) -> tuple[object, int]:
    end = text.find("}", start) + 1
    if not 0 < end - start <= 2000:
        return None, start + 1
    try:
        with warnings.catch_warnings():  # of an escape that Python does not know
            warnings.simplefilter("ignore")
            return ast.literal_eval(text[start:end]), end
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return None, start + 1
