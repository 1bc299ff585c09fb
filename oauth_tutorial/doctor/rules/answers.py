"""Causes read from answers: their format and headers, and how they were asked for."""

import re
from collections.abc import Iterator
from functools import cache

from oauth_tutorial import presets
from oauth_tutorial.doctor.diagnosis import COMPUTED, LINT, SENTENCE, STATUS, WORDED, Finding
from oauth_tutorial.doctor.diagnosis import GENERIC as LITTLE
from oauth_tutorial.doctor.diagnosis import SPECIFIC as MUCH
from oauth_tutorial.doctor.facts import Answer, Facts
from oauth_tutorial.doctor.quoting import quoted, shown_uri
from oauth_tutorial.doctor.vocabulary.table import of_kind
from oauth_tutorial.text.readers import read_json, split_url

FORM = "application/x-www-form-urlencoded"
WANTS_JSON = "api.notion.com"  # the one known provider whose token endpoint reads JSON
# of what the server says about a parameter that it has read
_COMPARED = re.compile(
    r"\b(?:code|redirect.?ur[il]|verifier|secret)\b.{0,60}\b(?:match|expired|used|incorrect)", re.I
)


def error_in_success(facts: Facts) -> Iterator[Finding]:
    """An error, or ok: false, in a body whose status says 200."""
    for answer in facts.answers:
        body = answer.body or {}
        error = body.get("error")
        is_error = (isinstance(error, str) and error != "") or body.get("ok") is False
        key_error = any(
            f.names[0] == "KeyError" and "access_token" in f.message for f in facts.failures
        )
        says_success = answer.status == 200 or (key_error and answer.status is None)
        if is_error and not answer.has_token and says_success:
            if not (
                answer.of_token_endpoint or str(error).lower() in of_kind("codes") or "ok" in body
            ):
                continue
            said = f"HTTP {answer.status or 200}, and the body has error={_known(error)}"
            # usual there, and whoever quotes the error has read the body: the error counts
            was_read = any(error and str(error) in f.message for f in facts.failures)
            was_read = was_read and answer.request is not None and _is_usual(answer.request.url)
            weight = LITTLE if was_read else COMPUTED if key_error else STATUS
            yield Finding("error_in_success_status", weight, said)


def _is_usual(url: str) -> bool:
    """Whether errors come with 200 at this path: of a provider, or of who plays it."""
    return split_url(url).path in _with_200()


@cache
def _with_200() -> frozenset[str]:
    known = [one for one in map(presets.load, presets.names()) if one.errors.status == 200]
    ends = [one.endpoints.token for one in known]
    ends += [one.endpoints.device_authorization for one in known]
    return frozenset(split_url(url).path for url in ends if url)


def _known(error: object) -> str:
    return str(error).lower() if str(error).lower() in of_kind("codes") else "another code"


def body_formats(facts: Facts) -> Iterator[Finding]:
    """The answer of a token endpoint that is a form, a page, or nothing."""
    for answer in facts.answers:
        if answer.form and answer.has_token:
            said = "the body is text like access_token=…&scope=…"
            yield Finding("form_encoded_response", STATUS, said)
        elif answer.of_token_endpoint and answer.body is None and answer.status != 429:
            kind = answer.headers.get("content-type", "").split(";")[0]
            what = "an empty body" if not answer.text else f"{len(answer.text)} characters"
            how = f"sent as {quoted(kind)}" if kind else "sent without a Content-Type"
            said = f"HTTP {answer.status}: {what}, {how}"
            # of a failure, the status says more than the format
            is_failure = answer.status is not None and answer.status >= 300
            yield Finding("not_json", LITTLE - 5 if is_failure else STATUS, said)


def request_formats(facts: Facts) -> Iterator[Finding]:
    """A token request that was not sent as a form (RFC 6749 §4.1.3)."""
    request = facts.last("token")
    if request is None or any(a.has_token for a in facts.answers if a.of_token_endpoint):
        return
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    is_json = kind == "application/json" or (not kind and request.body.lstrip()[:1] == "{")
    if WANTS_JSON in request.url:
        if request.body and not is_json:
            yield Finding(
                "wrong_content_type",
                COMPUTED,
                "Notion's token endpoint expects JSON, but a form was sent",
                fix="Send JSON here: json={…}, with auth=(client_id, client_secret).",
                section="Notion's API, not RFC 6749",
            )
    elif is_json or _is_json(request.body):
        said = (
            f"the token request is JSON ({quoted(kind or 'no Content-Type')}), but has to be {FORM}"
        )
        yield Finding("wrong_content_type", COMPUTED, said)
    elif request.headers and not request.body and "grant_type=" in request.url:
        was_read = any(map(_COMPARED.search, facts.error_texts()))
        yield Finding(
            "wrong_content_type",
            LINT if was_read else COMPUTED,
            "the token request has its parameters in the URL, and its body is empty",
            fix="Send them in the body: data={…}, not params={…}. URLs end up in logs.",
        )


def _is_json(body: str) -> bool:
    return isinstance(read_json(body), dict)


def client_proof(facts: Facts) -> Iterator[Finding]:
    """What the client sent as its proof, where the server did not take it (RFC 6749 §2.3.1)."""
    request = facts.last("token")
    refused = [
        a
        for a in facts.answers
        if a.of_token_endpoint
        and (a.status == 401 or (a.body or {}).get("error") == "invalid_client")
    ]
    if request is None or not refused:
        return
    basic = request.headers.get("authorization", "").lower().startswith("basic ")
    secret = request.parameters.get("client_secret")
    methods = ["Basic header"] * basic + ["client_secret in the body"] * (secret is not None)
    said = f"the token request sent {' and '.join(methods) or 'no client authentication at all'}"
    if secret is not None and (secret != secret.strip() or secret[:1] in "\"'"):
        said += "; the secret has spaces or quotes around it"
    yield Finding("client_authentication_failed", WORDED - 5, said)


def api_calls(facts: Facts) -> Iterator[Finding]:
    """401, 403 and 429 of an API, from the WWW-Authenticate header first (RFC 6750 §3)."""
    for answer in facts.answers:
        challenge = answer.headers.get("www-authenticate", "")
        if answer.of_preflight:
            continue
        if answer.status == 429:
            wait = answer.headers.get("retry-after", "")
            said = f"HTTP 429{f', Retry-After {wait}' if wait.isdigit() else ''}"
            yield Finding("rate_limited", MUCH, said)
        elif answer.of_token_endpoint:
            continue
        elif 'error="insufficient_scope"' in challenge:
            yield Finding("scope_insufficient", MUCH, "the answer says insufficient_scope")
        elif answer.status == 401 and challenge.lower().startswith(("bearer", "dpop")):
            # a reason that the server gives may name another cause
            weight = SENTENCE - 4 if answer.challenge else STATUS
            yield Finding("token_rejected", weight, _how_it_was_sent(answer))
        elif answer.status == 401 and not challenge and _had_token(answer):
            yield Finding("token_rejected", LITTLE, _how_it_was_sent(answer))


def preflights(facts: Facts) -> Iterator[Finding]:
    """A preflight that was refused: it carries no token (Fetch standard, CORS-preflight fetch)."""
    for answer in facts.answers:
        if answer.of_preflight and answer.status is not None and answer.status >= 400:
            said = f"the browser's preflight (OPTIONS) got HTTP {answer.status}, not 200 to 299"
            yield Finding("origin_not_allowed", COMPUTED, said)


def _had_token(answer: Answer) -> bool:
    return answer.request is not None and "authorization" in answer.request.headers


def _how_it_was_sent(answer: Answer) -> str:
    if answer.request is None:
        return f"HTTP {answer.status} with a Bearer challenge"
    header = answer.request.headers.get("authorization", "")
    scheme = header.partition(" ")[0]
    where = shown_uri(answer.request.url)
    if not header:
        return f"the request to {where} had no Authorization header"
    if scheme.lower() not in {"bearer", "dpop"}:
        return f"the Authorization header does not start with Bearer and a space ({where})"
    if header != header.strip() or header.count(" ") > 1:
        return f"the Authorization header has white space that does not belong there ({where})"
    return f"the token was sent as Bearer to {where}, but not accepted"


RULES = (error_in_success, body_formats, request_formats, client_proof, api_calls, preflights)
