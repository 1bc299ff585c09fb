"""Make one message of a response, a recorded exchange, or an entry of the service's log."""

from collections.abc import Mapping
from typing import Any

from oauth_tutorial.doctor.facts import (
    BrokenRule,
    Facts,
    Message,
    Redirect,
    Request,
    Source,
)
from oauth_tutorial.doctor.intake.parameters import (
    body_parameters,
    endpoint_of,
    is_implicit,
    redirect_of,
    url_parameters,
)
from oauth_tutorial.doctor.intake.parts import (
    answer_of,
    as_text,
    note_request_secrets,
    request_from,
)
from oauth_tutorial.doctor.intake.secrets_in import named_secrets
from oauth_tutorial.network import surroundings
from oauth_tutorial.wire.joined import NUMBER, Entry, entry_of


def is_entry(thing: Any) -> bool:
    """Whether it is an entry of the practice service's log."""
    return hasattr(thing, "checks") and hasattr(thing, "parameters")


def is_exchange(thing: Any) -> bool:
    """Whether it is what ``record()`` makes of a request."""
    return hasattr(thing, "request_body") and hasattr(thing, "response_body")


def is_response(thing: Any) -> bool:
    """Whether it is a response of ``requests``, ``httpx`` or the like."""
    return hasattr(thing, "status_code") and hasattr(thing, "headers")


def of_response(facts: Facts, response: Any, name: str) -> Message:
    """Read a response, with its request."""
    status, headers = int(response.status_code), _lower(response.headers)
    sent = getattr(response, "request", None)
    request = None
    if sent is not None and hasattr(sent, "url"):
        request = request_of(facts, sent, number=headers.get(NUMBER, ""))
    kind = headers.get("content-type", "").split(";")[0][:40] or "missing"
    facts.seen.append(f"a response with HTTP {status} and Content-Type {kind}")
    text = as_text(response.text)
    return _message(facts, name, request, status, headers, text, rule=_rule(request, headers))


def of_exchange(facts: Facts, exchange: Any, name: str) -> Message:
    """Read an exchange of a recording."""
    headers = _lower(exchange.response_headers)
    request = request_from(
        facts,
        exchange.method,
        exchange.url,
        _lower(exchange.request_headers),
        as_text(exchange.request_body),
        time=_time(exchange),
        number=headers.get(NUMBER, ""),
    )
    facts.understood |= exchange.status < 400
    facts.seen.append(f"a recorded {request.method} request with HTTP {exchange.status}")
    redirect = None
    if request.endpoint == "other" and {"code", "error"} & set(request.parameters):
        redirect = redirect_of(request.parameters, time=request.time)
        if redirect is None and getattr(exchange, "recipient", "") == "client":
            redirect = Redirect(parameters=request.parameters, time=request.time)
    return _message(
        facts,
        name,
        request,
        exchange.status,
        headers,
        as_text(exchange.response_body) if exchange.status else None,
        redirect=redirect,
        rule=_rule(request, headers),
        remark=getattr(exchange, "remark", ""),
    )


def of_entry(facts: Facts, entry: Any, name: str = "") -> Message:
    """Read an entry of the practice service's log; *name* says where a recording has it."""
    body = as_text(getattr(entry, "request_body", ""))
    # the service takes no parameters out of a body that is no form
    parameters = body_parameters(body) | {str(k): str(v) for k, v in entry.parameters.items()}
    headers = _lower(getattr(entry, "request_headers", {}))
    note_request_secrets(facts, parameters, headers)
    request = Request(
        endpoint=endpoint_of(str(entry.path), parameters),
        url=str(getattr(entry, "url", "") or entry.path),
        parameters=parameters,
        method=str(entry.method),
        headers=headers,
        body=body,
        time=_time(entry),
        number=str(getattr(entry, "number", "")),
    )
    answered = _lower(getattr(entry, "response_headers", {}))
    is_page = "location" in answered or answered.get("content-type", "").startswith("text/html")
    facts.understood |= entry.status < 400
    facts.seen.append(f"an entry of the service's log, with HTTP {entry.status}")
    return _message(
        facts,
        name or f"number {request.number} of the service's log",
        request,
        entry.status,
        answered,
        as_text(getattr(entry, "response_body", "")) or None,
        rule=_broken_rule(entry),
        source="given" if not name else "browser" if is_page else "program",
    )


def request_of(facts: Facts, sent: Any, number: str = "") -> Request:
    """Read a request of ``requests`` or ``httpx``."""
    body = getattr(sent, "body", None)
    if body is None and hasattr(sent, "content"):  # httpx
        body = sent.content
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else str(body or "")
    headers = _lower(getattr(sent, "headers", {}))
    method, url = str(sent.method or "GET"), str(sent.url)
    return request_from(facts, method, url, headers, text, number=number)


def _message(
    facts: Facts,
    name: str,
    request: Request | None,
    status: int,
    headers: Mapping[str, str],
    text: str | None,
    *,
    redirect: Redirect | None = None,
    rule: BrokenRule | None = None,
    remark: str = "",
    source: Source = "given",
) -> Message:
    time = request.time if request else None
    location, link = headers.get("location", ""), None
    parameters = url_parameters(location)
    facts.secrets |= named_secrets(parameters)
    endpoint = endpoint_of(location, parameters)
    if location and endpoint != "other":
        link = Request(endpoint=endpoint, url=location, parameters=parameters, time=time)
    elif redirect is None:
        redirect = redirect_of(parameters, fragment=is_implicit(location), time=time)
    return Message(
        name=name,
        request=request,
        status=status,
        answer=None if text is None else answer_of(facts, text, request, status, headers),
        redirect=redirect,
        link=link,
        broken_rule=rule,
        remark=remark,
        source=source,
    )


def _rule(request: Request | None, headers: Mapping[str, str]) -> BrokenRule | None:
    """Return the rule that the service of this process noted as broken, if it answered."""
    if request is None:
        return None
    entry = entry_of(surroundings.service(), request.method, request.url, headers)
    return _broken_rule(entry) if entry is not None else None


def _broken_rule(entry: Entry) -> BrokenRule | None:
    failed = next((check for check in entry.checks if not check.passed), None)
    return (
        None
        if failed is None
        else BrokenRule(
            name=failed.name,
            sentence=failed.sentence,
            section=failed.section,
            causes=tuple(getattr(failed, "causes", ())),  # an older service's checks have none
            expected=failed.expected,
            received=failed.received,
        )
    )


def _time(thing: Any) -> float | None:
    time = getattr(thing, "started_at", None)
    return float(time) if isinstance(time, (int, float)) else None


def _lower(headers: Mapping[Any, Any]) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in dict(headers).items()}
