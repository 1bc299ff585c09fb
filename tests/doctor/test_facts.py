"""What a message is in the flow, whether it reached what it was sent for, and what is newest."""

import json

import pytest

from oauth_tutorial.doctor.facts import (
    Answer,
    BrokenRule,
    Endpoint,
    Facts,
    Message,
    Redirect,
    Request,
)

RULE = BrokenRule(name="code_unused", sentence="code is used once", section="RFC 6749 §4.1.2")


def request(endpoint: Endpoint = "token", **parameters: str) -> Request:
    return Request(endpoint=endpoint, url="https://login.example/x", parameters=parameters)


def answered(status: int, body: object, endpoint: Endpoint = "token") -> Message:
    text = json.dumps(body)
    known = body if isinstance(body, dict) else None
    return Message(
        name="one",
        request=request(endpoint),
        status=status,
        answer=Answer(text=text, body=known, status=status),
    )


def redirected(broken_rule: BrokenRule | None = None, **parameters: str) -> Message:
    return Message(
        name="one",
        request=request("other"),
        status=200,
        redirect=Redirect(parameters=parameters),
        broken_rule=broken_rule,
    )


TOKEN = {"access_token": "abcdefgh"}


@pytest.mark.parametrize(
    ("message", "succeeded", "refused"),
    [
        (answered(200, TOKEN), True, False),
        (answered(200, {}), False, True),  # 200, and no token in it
        (answered(400, {"error": "invalid_grant"}), False, True),
        (answered(200, TOKEN | {"error": "oops"}), False, False),
        (answered(400, {"error": "authorization_pending"}), True, False),  # RFC 8628 §3.5
        (answered(0, {}), False, False),  # no answer: nobody refused it
        (answered(200, {"items": []}, "other"), True, False),
        (answered(200, {"ok": False}, "other"), False, False),  # as Slack says it
        (answered(500, {}, "other"), False, False),  # some other server's trouble
        (answered(400, {}, "authorization"), False, True),
        (redirected(code="abcdefgh"), True, False),
        (redirected(state="abcdefgh"), False, False),
        (redirected(error="access_denied"), False, True),
        (redirected(RULE, code="abcdefgh"), False, True),
    ],
)
def test_success_and_refusal(message: Message, succeeded: bool, refused: bool) -> None:
    assert (message.succeeded, message.was_refused) == (succeeded, refused)


def test_what_a_message_is_in_the_flow() -> None:
    """Its endpoint tells; a redirect goes to an address of the client's own."""
    assert answered(200, TOKEN).role == "token"
    assert redirected(code="abcdefgh").role == "redirect"
    assert answered(200, {}, "other").role == "other"
    assert Message(name="a push", request=None).role == "other"


@pytest.mark.parametrize("error", [7, None, {"code": 1}, ["invalid_grant"]])
def test_an_error_that_is_no_text_is_no_code(error: object) -> None:
    assert answered(400, {"error": error}).error == ""


def test_the_newest_request_to_an_endpoint_is_found() -> None:
    first, second = request(code="1"), request(code="2")
    facts = Facts(requests=[first, second, request("authorization")])

    assert facts.last("token") is second
    assert facts.last("other") is None
