"""Turn whatever a stuck person has into facts: objects here, texts in ``reading``.

Nothing is recognised by its module, so that a response of ``requests`` and of
``httpx``, an entry of the practice service and a recorded exchange all do.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from oauth_tutorial.doctor.facts import Answer, BrokenRule, Facts, Failure, Redirect, Request
from oauth_tutorial.doctor.quoting import named_secrets, quoted, secrets_in_header
from oauth_tutorial.doctor.reading import (
    add_body,
    add_parameters,
    add_text,
    add_url,
    as_text,
    body_parameters,
    endpoint_of,
    note_secrets,
    read_body,
    url_parameters,
)
from oauth_tutorial.doctor.service import NUMBER, entry_of, with_front_channel
from oauth_tutorial.errors import OAuthTutorialError

MOST_THINGS = 2000
DEEPEST = 5  # of exceptions inside exceptions, of lists inside lists


def read(*things: object) -> Facts:
    """Read everything that was given, in its order; what cannot be read is said."""
    facts = Facts()
    for thing in things:
        _add(facts, thing, 0)
    return facts


def _add(facts: Facts, thing: object, depth: int) -> None:
    try:
        _add_any(facts, thing, depth)
    except Exception:  # an object's attributes may raise anything at all
        facts.seen.append(f"an object of type {type(thing).__name__} that cannot be read")


def _add_any(facts: Facts, thing: Any, depth: int) -> None:
    if isinstance(thing, str):
        add_text(facts, thing)
    elif isinstance(thing, (bytes, bytearray)):
        add_text(facts, bytes(thing).decode("utf-8", "replace"))
    elif isinstance(thing, BaseException):
        _add_exception(facts, thing, depth)
    elif hasattr(thing, "status_code") and hasattr(thing, "headers"):
        add_response(facts, thing)
    elif _is_entry(thing):
        _add_entry(facts, thing, is_last=True)
    elif _is_exchange(thing):
        _add_exchange(facts, thing, is_last=True)
    elif isinstance(thing, Mapping):
        add_body(facts, dict(thing), form=False)
    elif hasattr(thing, "access_token") or (hasattr(thing, "code") and hasattr(thing, "state")):
        names = ("access_token", "token_type", "expires_in", "refresh_token", "scope", "id_token")
        held = {name: getattr(thing, name, None) for name in (*names, "code", "state", "iss")}
        add_body(facts, {k: v for k, v in held.items() if v is not None}, form=False)
    elif hasattr(thing, "url") and hasattr(thing, "method"):
        facts.requests.append(_request(facts, thing))
        facts.seen.append("a request")
    elif hasattr(thing, "log") and hasattr(thing, "issuer"):  # the practice service
        _add_sequence(facts, list(thing.log), depth)
    elif hasattr(thing, "began_at") and hasattr(thing, "ended_at"):  # a recording
        _add_sequence(facts, list(with_front_channel(thing)), depth)
    elif hasattr(thing, "mistake") and hasattr(thing, "evidence"):  # of an exercise
        _add(facts, thing.evidence, depth + 1)
    elif isinstance(thing, Iterable) and depth < DEEPEST:
        _add_sequence(
            facts, [one for one, _ in zip(thing, range(MOST_THINGS), strict=False)], depth
        )
    else:
        facts.seen.append(f"an object of type {type(thing).__name__}")


def _add_sequence(facts: Facts, things: list[Any], depth: int) -> None:
    """Read a recording, a log, or a list. What was asked again later has no fault left."""
    newest = {_place(one): number for number, one in enumerate(things)}
    for number, one in enumerate(things):
        is_last = newest[_place(one)] == number
        if _is_entry(one):
            _add_entry(facts, one, is_last=is_last)
        elif _is_exchange(one):
            _add_exchange(facts, one, is_last=is_last)
        else:
            _add(facts, one, depth + 1)


def _is_entry(thing: Any) -> bool:
    return hasattr(thing, "checks") and hasattr(thing, "parameters")


def _is_exchange(thing: Any) -> bool:
    return hasattr(thing, "request_body") and hasattr(thing, "response_body")


def _place(one: Any) -> object:
    """The endpoint that a message went to; every other thing is a place of its own."""
    if _is_entry(one):
        return one.path
    return str(one.url).partition("?")[0] if _is_exchange(one) else id(one)


def _add_exception(facts: Facts, error: BaseException, depth: int) -> None:
    names = tuple(c.__name__ for c in type(error).__mro__ if c not in {BaseException, object})
    message = as_text(getattr(error, "message", None) or error)  # ours without its hint
    note_secrets(facts, message)
    evidence = getattr(error, "evidence", None)
    if isinstance(evidence, Mapping):
        facts.secrets |= {value for value in evidence.values() if isinstance(value, str)}
    held = getattr(error, "doc", None)  # json.JSONDecodeError keeps what it could not read
    document = held if isinstance(held, str) else None
    facts.failures.append(Failure(names=names, message=message, document=document))
    facts.seen.append(f"an exception of type {names[0]}")
    if isinstance(error, OAuthTutorialError):
        facts.advice = error.hint
        facts.seen[-1] += f", which says {quoted(message, facts.secrets)}"
    if document:
        facts.answers.append(_answer(facts, document))
    response = getattr(error, "response", None)
    if response is None and isinstance(evidence, Mapping):
        response = evidence.get("response")
    if response is not None and hasattr(response, "status_code"):
        add_response(facts, response)
    elif isinstance(code := getattr(error, "error", None), str):
        description = getattr(error, "error_description", "") or getattr(error, "description", "")
        body = {"error": code, "error_description": as_text(description)}
        status = getattr(error, "status", None)
        if any(name.startswith("Authorization") for name in names):
            facts.redirects.append(Redirect(parameters=body))
        else:
            facts.answers.append(Answer(text="", body=body, status=status))
    inner = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if inner is not None and depth < DEEPEST:
        _add(facts, inner, depth + 1)


def add_response(facts: Facts, response: Any) -> None:
    """Read a response of ``requests``, ``httpx`` or the like, with its request."""
    status, headers = int(response.status_code), _lower(response.headers)
    sent = getattr(response, "request", None)
    request = _request(facts, sent) if sent is not None and hasattr(sent, "url") else None
    if request is not None:
        facts.requests.append(request)
        _add_broken_rule(facts, entry_of(request.url, headers))
    facts.answers.append(_answer(facts, as_text(response.text), request, status, headers))
    kind = headers.get("content-type", "").split(";")[0][:40] or "missing"
    facts.seen.append(f"a response with HTTP {status} and Content-Type {kind}")
    add_url(facts, headers.get("location", ""), lint=False)


def _request(facts: Facts, sent: Any) -> Request:
    body = getattr(sent, "body", None)
    if body is None and hasattr(sent, "content"):  # httpx
        body = sent.content
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else str(body or "")
    headers = _lower(getattr(sent, "headers", {}))
    return make_request(facts, str(sent.method or "GET"), str(sent.url), headers, text)


def make_request(
    facts: Facts,
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: str,
    *,
    time: float | None = None,
    number: str = "",
) -> Request:
    """Build a request from what was sent, and remember its secrets."""
    parameters = {**url_parameters(url), **body_parameters(body)}
    facts.secrets |= named_secrets(parameters)
    for name in ("authorization", "cookie", "dpop"):
        if headers.get(name):
            facts.secrets |= secrets_in_header(headers[name])
    return Request(
        endpoint=endpoint_of(url, parameters),
        url=url,
        parameters=parameters,
        method=method.upper(),
        headers=headers,
        body=body,
        time=time,
        number=number,
    )


def _answer(
    facts: Facts,
    text: str,
    request: Request | None = None,
    status: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    headers = headers or {}
    body, form = read_body(text, headers.get("content-type", ""))
    note_secrets(facts, text)
    facts.secrets |= named_secrets(body or {})
    facts.understood |= isinstance((body or {}).get("access_token"), str)
    return Answer(
        text=text,
        body=body,
        status=status,
        headers=headers,
        request=request,
        form=form,
        time=request.time if request else None,
    )


def _add_exchange(facts: Facts, exchange: Any, *, is_last: bool) -> None:
    headers = _lower(exchange.response_headers)
    request = make_request(
        facts,
        exchange.method,
        exchange.url,
        _lower(exchange.request_headers),
        as_text(exchange.request_body),
        time=getattr(exchange, "started_at", None),
        number=headers.get(NUMBER, ""),
    )
    facts.requests.append(request)
    facts.understood |= exchange.status < 400
    facts.seen.append(f"a recorded {request.method} request with HTTP {exchange.status}")
    if request.endpoint == "other" and {"code", "error"} & set(request.parameters):
        add_parameters(facts, request.parameters, time=request.time)
    add_url(facts, headers.get("location", ""), lint=False, time=request.time)
    if not is_last:
        return
    remark = getattr(exchange, "remark", "")  # what our receiver, or the network, made of it
    if remark:
        facts.texts.append(remark)
    if exchange.status:
        text = as_text(exchange.response_body)
        facts.answers.append(_answer(facts, text, request, exchange.status, headers))
        _add_broken_rule(facts, entry_of(exchange.url, headers))


def _add_entry(facts: Facts, entry: Any, *, is_last: bool) -> None:
    parameters = {str(k): str(v) for k, v in entry.parameters.items()}
    facts.secrets |= named_secrets(parameters)
    request = Request(
        endpoint=endpoint_of(str(entry.path), parameters),
        url=str(getattr(entry, "url", "") or entry.path),
        parameters=parameters,
        method=str(entry.method),
        headers=_lower(getattr(entry, "request_headers", {})),
        time=getattr(entry, "started_at", None),
        number=str(getattr(entry, "number", "")),
    )
    facts.requests.append(request)
    facts.understood |= entry.status < 400
    facts.seen.append(f"an entry of the service's log, with HTTP {entry.status}")
    headers = _lower(getattr(entry, "response_headers", {}))
    add_url(facts, headers.get("location", ""), lint=False, time=request.time)
    if is_last:
        text = as_text(getattr(entry, "response_body", ""))
        if text:
            facts.answers.append(_answer(facts, text, request, entry.status, headers))
        _add_broken_rule(facts, entry)


def _add_broken_rule(facts: Facts, entry: Any) -> None:
    failed = next((c for c in entry.checks if not c.passed), None) if entry is not None else None
    if failed is not None:
        facts.broken_rules.append(
            BrokenRule(
                name=failed.name,
                sentence=failed.sentence,
                section=failed.section,
                expected=failed.expected,
                received=failed.received,
            )
        )


def _lower(headers: Mapping[Any, Any]) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in dict(headers).items()}
