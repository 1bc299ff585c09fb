"""Read a text by its structure: URL, JSON, form, HTTP messages, a curl command; else prose."""

import re
from collections.abc import Mapping

from oauth_tutorial.doctor.facts import Answer, Facts, Redirect, Request
from oauth_tutorial.doctor.intake.curl import Command, curl_commands
from oauth_tutorial.doctor.intake.parameters import (
    FORM,
    endpoint_of,
    is_implicit,
    parsed_json,
    read_body,
    redirect_of,
    split_body,
    url_parameters,
)
from oauth_tutorial.doctor.intake.parts import answer_of, as_text, note_secrets, request_from
from oauth_tutorial.doctor.intake.prose import (
    is_document,
    is_of_a_program,
    objects_in,
    raised_in,
    without_frames,
)
from oauth_tutorial.doctor.intake.secrets_in import named_secrets
from oauth_tutorial.doctor.intake.shortened import MOST_TEXT
from oauth_tutorial.doctor.intake.transcripts import Part, http_messages, lines_of_log, without_end
from oauth_tutorial.text.readers import read_pairs
from oauth_tutorial.text.said import Said, said_in

MOST_RESTS = 5  # pieces of prose behind HTTP messages
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
# an apostrophe inside is one of a description: 'redirect_uri'+is+not+valid
_URL = re.compile(
    r"(?:https?|[a-z][a-z0-9.+-]{2,30})://[^\s'\"<>]+(?:'[^\s'\"<>]*'[+&%][^\s'\"<>]*)*|urn:ietf:wg:oauth:[^\s'\"<>]+"
)
_OUR_HINTS = re.compile(r"^(?:What to do|The rule|Ask the doctor): .*$", re.M)
_SPACED_URL = re.compile(r"https?://\S+[?&](?:client_id|response_type)=[^\n<>\"']*")
_REQUEST_LINE = re.compile(r"\b(?:GET|POST) (/\S*\?\S+) HTTP/|\bGET (/\S*\?\S*\bcode=\S+)")
_IS_HTTP = re.compile(
    r"(?:[*<>] .*\n)*(?:[<>] )?"
    r"(?:HTTP/\d(?:\.\d)? \d{3}\b|(?:GET|POST) \S+ HTTP/\d(?:\.\d)?\s*(?:\n|$))"
)

_ANSWER_LINE = re.compile(r"^(?:[<>#] )?HTTP/\d(?:\.\d)? \d{3}\b", re.M)
_ASKED = re.compile(r"\b(GET|POST) (https?://[^\s\"'<>]+|/[^\s\"'<>]*)")
# a line of a log, folded
_WRAPPED = re.compile(r"(?<! )(?: {2,}[\w/]+\.py:\d+)? *\n {16,}(?=[^\s^~])")
_QUERY = re.compile(r"(?:[?#&]|\b)(error=[a-z_]{4,60}&[^\s\"'<>]+)")
# a value that is left out of a URL, which goes on after it: client_id=<CLIENT_ID>
_GAP = re.compile(r"([?&][\w.-]{1,40}=)<([A-Za-z][\w ./-]{0,40})>")
_BARS = re.compile(r"^ *[|+] ?(?=\s|\w)", re.M)  # of an ExceptionGroup


def add_text(facts: Facts, text: str) -> None:
    """Sort one text into the facts."""
    length = len(text)
    text = _OUR_HINTS.sub("", _ANSI.sub("", as_text(text))).strip().strip("`").strip("\ufeff")
    text = _GAP.sub(r"\1%3C\2%3E", text)
    note_secrets(facts, text)
    facts.around.append(text)
    structured = parsed_json(text)
    words = text.split()
    if isinstance(structured, dict):
        facts.seen.append("a JSON object")
        facts.raw.append(text)
        add_body(facts, structured, form=False)
    elif isinstance(structured, list) and said_in(structured) != Said():
        facts.seen.append("a JSON list")
        facts.raw.append(text)
        add_body(facts, {"errors": structured}, form=False)
    elif words and all(_URL.fullmatch(word) for word in words):
        for word in words:
            add_url(facts, word, lint=True)
    elif _SPACED_URL.fullmatch(text):  # a scope that was not encoded
        add_url(facts, text, lint=True)
    elif len(words) == 1 and FORM.fullmatch(text) and "=" in text:
        _add_form(facts, text)
    elif _IS_HTTP.match(text):
        _add_http(facts, http_messages(text))
    else:
        _add_prose(facts, text, length)


def _add_prose(facts: Facts, text: str, length: int) -> None:
    if length > MOST_TEXT:
        parts = f"I read {len(text)}: both ends, and lines that speak of errors"
        facts.seen.append(f"a text of {length} characters, of which {parts}")
    else:
        lines = len(text.splitlines())
        facts.seen.append(f"a text of {len(text)} characters in {lines} line{'s' * (lines != 1)}")
    commands, text = curl_commands(text)
    for command in commands:
        _add_command(facts, command)
    text = _WRAPPED.sub(" ", _BARS.sub("", text))
    if answered := _ANSWER_LINE.search(text):
        before = text[: answered.start()]
        _add_http(facts, http_messages(text[answered.start() :]), _asked(facts, before))
        text = text[: answered.start()]
    whole, text = text, without_frames(text, facts.seen)
    if is_document(whole):
        facts.seen[-1] += " about failures"
        facts.is_no_report = True
        return
    facts.failures += raised_in(whole, text)
    facts.is_no_report |= not (text or facts.failures) or is_of_a_program(whole)
    if not text:
        return
    facts.texts.append(text)
    for url in _URL.findall(text):
        add_url(facts, without_end(url), lint=False)
    for targets in _REQUEST_LINE.findall(text):
        _add_target(facts, "".join(targets))
    if not facts.redirects:
        for query in _QUERY.findall(text)[:1]:
            add_parameters(facts, dict(read_pairs(query)))
    for part in lines_of_log(text):
        _add_answered(facts, part)
    for body in objects_in(text):
        add_body(facts, body, form=False)


def _asked(facts: Facts, before: str) -> Request | None:
    """Return the request that an answer in the text belongs to: a command, or a line before it."""
    found = list(_ASKED.finditer(before))
    if facts.requests or not found:
        return facts.requests[-1] if facts.requests else None
    method, url = found[-1].groups()
    return _request_of(facts, Part(method, without_end(url)))


def _add_target(facts: Facts, target: str) -> None:
    """Take what a server's log has of a request: the redirect, or the authorization request."""
    parameters = url_parameters(target)
    if "response_type" in parameters:
        facts.requests.append(Request(endpoint="authorization", url=target, parameters=parameters))
    else:
        add_parameters(facts, parameters)


def _add_command(facts: Facts, command: Command) -> None:
    """Take a curl command for the request that it sends."""
    facts.seen.append("a curl command")
    method = command.method or ("POST" if command.body else "GET")
    form = {"content-type": "application/x-www-form-urlencoded"} if command.body else {}
    headers = form | command.headers
    facts.requests.append(request_from(facts, method, command.address, headers, command.body))


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
        if endpoint == "authorization" or parameters:
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


def _add_form(facts: Facts, text: str) -> None:
    parameters = dict(read_pairs(text.lstrip("?")))
    facts.secrets |= named_secrets(parameters)
    facts.seen.append("form-encoded text")
    facts.raw.append(text)
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


def _add_http(facts: Facts, parts: list[Part], asked: Request | None = None) -> None:
    """Take HTTP messages in their order: an answer belongs to the request before it."""
    for part in parts:
        part.body, rest = split_body(part.body, part.headers.get("content-type", ""))
        if part.method:
            facts.seen.append("an HTTP request")
            asked = _request_of(facts, part)
            if read_body(rest, "")[0] is not None:  # the answer, without its head
                facts.answers.append(answer_of(facts, rest, asked))
                rest = ""
        else:
            facts.seen.append(f"an HTTP response with status {part.status}")
            facts.answers.append(
                answer_of(facts, part.body.strip(), asked, part.status, part.headers)
            )
        if rest and len(facts.texts) < MOST_RESTS:
            _add_prose(facts, rest, len(rest))
        if "location" in part.headers and not part.method:
            add_url(facts, part.headers["location"], lint=False)


def _request_of(facts: Facts, part: Part) -> Request:
    request = request_from(facts, part.method, part.url, part.headers, part.body.strip())
    if request.endpoint != "other":
        facts.requests.append(request)
    else:
        add_parameters(facts, request.parameters)
    return request


def _add_answered(facts: Facts, part: Part) -> None:
    """Take a line of a log, or of a console, for an answer and the request that it answers."""
    if part.status >= 300:
        request = request_from(facts, part.method, part.url, {})
        facts.statuses.append(Answer(text="", body=None, status=part.status, request=request))


def _plain_keys(body: Mapping[str, object]) -> str:
    names = [str(k) for k in body if re.fullmatch(r"[A-Za-z_]{1,24}", str(k))]
    return ", ".join(names[:8]) or "that no word describes"
