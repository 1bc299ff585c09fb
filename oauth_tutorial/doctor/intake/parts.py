"""A request and an answer, made of what was given; their secrets are noted."""

from collections.abc import Mapping

from oauth_tutorial.doctor.facts import Answer, Facts, Request
from oauth_tutorial.doctor.intake.parameters import (
    body_parameters,
    endpoint_of,
    read_body,
    url_parameters,
)
from oauth_tutorial.doctor.intake.secrets_in import (
    named_secrets,
    secrets_in_header,
    secrets_in_text,
)
from oauth_tutorial.doctor.intake.shortened import shortened


def as_text(value: object) -> str:
    """Return what an object says; of a long text, the parts that are read."""
    return shortened(str(value))


def request_from(
    facts: Facts,
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: str = "",
    *,
    time: float | None = None,
    number: str = "",
) -> Request:
    """Make a request: its parameters are those of the query and of the body together."""
    parameters = {**url_parameters(url), **body_parameters(body)}
    note_request_secrets(facts, parameters, headers)
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


def answer_of(
    facts: Facts,
    text: str,
    request: Request | None = None,
    status: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Read an answer's body, and remember its secrets."""
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


def note_secrets(facts: Facts, text: str) -> None:
    """Remember what stands beside the name of a secret."""
    facts.secrets |= secrets_in_text(text)


def note_request_secrets(
    facts: Facts, parameters: Mapping[str, object], headers: Mapping[str, str]
) -> None:
    """Remember what a request carries that opens something."""
    facts.secrets |= named_secrets(parameters)
    for name in ("authorization", "cookie", "dpop"):
        if headers.get(name):
            facts.secrets |= secrets_in_header(headers[name])
