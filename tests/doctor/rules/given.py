"""What the rules of the doctor are given in their tests, and the causes that they name."""

import json

from oauth_tutorial.doctor import CAUSES
from oauth_tutorial.doctor.diagnosis import Finding
from oauth_tutorial.doctor.facts import Answer, Facts, Request

FORM = "application/x-www-form-urlencoded"


def token_request(body: str = "", kind: str = FORM, **parameters: str) -> Request:
    return Request(
        endpoint="token",
        url="https://login.example/token",
        parameters={"grant_type": "authorization_code"} | parameters,
        method="POST",
        headers={"content-type": kind} if kind else {},
        body=body or "grant_type=authorization_code",
    )


def facts(
    body: object = None, status: int = 400, request: Request | None = None, **headers: str
) -> Facts:
    """An answer, and the request that it answers."""
    text = body if isinstance(body, str) else json.dumps(body)
    answer = Answer(
        text=text,
        body=body if isinstance(body, dict) else None,
        status=status,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        request=request,
    )
    return Facts(answers=[answer], requests=[request] if request else [])


def causes(findings: object) -> list[str]:
    assert isinstance(findings, list)
    assert all(isinstance(one, Finding) and one.cause in CAUSES for one in findings)
    return [one.cause for one in sorted(findings, key=lambda one: -one.weight)]
