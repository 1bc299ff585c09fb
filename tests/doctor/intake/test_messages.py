"""One message of a response, a recorded exchange, or an entry of the service's log."""

import base64
from types import SimpleNamespace

import pytest
import requests

from oauth_tutorial import record
from oauth_tutorial.doctor.facts import Facts
from oauth_tutorial.doctor.intake.messages import (
    answer_of,
    is_entry,
    is_exchange,
    is_response,
    of_entry,
    of_exchange,
    of_response,
    request_of,
)
from oauth_tutorial.practice import PhotoBox
from oauth_tutorial.wire.exchange import Exchange
from tests.doctor.conftest import PRINTSHOP, TOKEN

FORM = {"grant_type": "authorization_code", "code": TOKEN, "redirect_uri": "http://127.0.0.1/cb"}


def test_three_records_of_one_refusal_tell_the_same(photobox: PhotoBox) -> None:
    """What the client holds, what it recorded, what the service noted."""
    with record() as log:
        response = requests.post(photobox.token_endpoint, data=FORM | PRINTSHOP, timeout=5)
    [exchange], entry = log, photobox.log[-1]
    assert is_response(response)
    assert is_exchange(exchange)
    assert is_entry(entry)

    messages = [
        of_response(Facts(), response, "response"),
        of_exchange(Facts(), exchange, "exchange"),
        of_entry(Facts(), entry),
    ]

    for message in messages:
        assert message.request is not None
        assert (message.role, message.status, message.error) == ("token", 400, "invalid_grant")
        assert message.request.parameters == FORM | PRINTSHOP
        assert message.request.number == str(entry.number)
        assert message.broken_rule is not None
        assert message.broken_rule.name == entry.checks[-1].name


def test_what_only_the_service_saw_is_a_browsers_or_a_programs(photobox: PhotoBox) -> None:
    requests.get(photobox.authorization_endpoint, timeout=5)
    requests.post(photobox.token_endpoint, timeout=5)
    page, refusal = list(photobox.log)

    assert of_entry(Facts(), page).source == "given"
    assert of_entry(Facts(), page, "number 1 of the ladder").source == "browser"
    assert of_entry(Facts(), refusal, "number 2 of the ladder").source == "program"


def exchange(**changes: object) -> Exchange:
    given: dict[str, object] = {"method": "GET", "url": "https://login.example/authorize"}
    return Exchange(**given | changes)  # type: ignore[arg-type]


def test_an_answer_that_sends_the_browser_on_is_a_link_or_a_redirect() -> None:
    asks = "https://login.example/authorize?response_type=code&client_id=app&state=abcdefgh"
    brings = f"http://127.0.0.1:8000/cb?code={TOKEN}&state=abcdefgh"
    link, back, away = (
        of_exchange(Facts(), exchange(status=302, response_headers={"location": to}), "one")
        for to in (asks, brings, "https://elsewhere.example/help")
    )

    assert link.link is not None
    assert link.link.parameters["client_id"] == "app"
    assert link.redirect is None
    assert back.redirect is not None
    assert back.redirect.parameters["code"] == TOKEN
    assert (away.link, away.redirect) == (None, None)


def test_a_redirect_that_reaches_the_client_is_one_even_with_a_short_code() -> None:
    """The recipient says so; elsewhere ?code=blue is a colour."""
    url = "http://127.0.0.1:8000/cb?code=blue"
    ours = of_exchange(Facts(), exchange(url=url, status=200, recipient="client"), "one")
    other = of_exchange(Facts(), exchange(url=url, status=200), "one")

    assert (ours.role, other.role) == ("redirect", "other")


def test_no_answer_is_no_empty_answer() -> None:
    late, empty = (of_exchange(Facts(), exchange(status=n), "one") for n in (0, 200))

    assert late.answer is None
    assert empty.answer is not None


@pytest.mark.parametrize(
    "sent",
    [
        SimpleNamespace(method="post", url="https://a.example/token", body=b"code=" + b"c" * 20),
        SimpleNamespace(method="POST", url="https://a.example/token", body="code=" + "c" * 20),
        SimpleNamespace(method="POST", url="https://a.example/token", content=b"code=" + b"c" * 20),
        SimpleNamespace(
            method="POST", url="https://a.example/token", body='{"code": "' + "c" * 20 + '"}'
        ),
    ],
    ids=["bytes", "text", "httpx", "JSON"],
)
def test_a_request_is_read_however_its_body_is_held(sent: object) -> None:
    read = request_of(Facts(), sent)

    assert (read.method, read.endpoint) == ("POST", "token")
    assert read.parameters == {"code": "c" * 20}


BASIC = base64.b64encode(f"app:{TOKEN}".encode()).decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"request_body": f"client_secret={TOKEN}"},
        {"request_headers": {"Authorization": f"Bearer {TOKEN}"}},
        {"request_headers": {"authorization": f"Basic {BASIC}"}},
        {"request_headers": {"DPoP": TOKEN}},
        {"status": 200, "response_body": f'{{"refresh_token": "{TOKEN}"}}'},
        {"status": 302, "response_headers": {"Location": f"/cb?code={TOKEN}"}},
        {"url": f"https://login.example/cb?code={TOKEN}"},
    ],
)
def test_a_secret_is_remembered_wherever_it_travels(changes: dict[str, object]) -> None:
    """So that it is taken out of every text that is quoted."""
    facts = Facts()
    of_exchange(facts, exchange(**changes), "one")

    assert TOKEN in facts.secrets


@pytest.mark.parametrize(
    ("text", "kind", "has_token", "form"),
    [
        ('{"access_token": "abcdefgh"}', "application/json", True, False),
        ("access_token=abcdefgh&token_type=bearer", "text/plain", True, True),
        ("a=b", "application/x-www-form-urlencoded", False, True),
        ("a=b", "text/plain", False, False),
        ("<html>", "text/html", False, False),
    ],
)
def test_a_body_is_read_as_json_or_as_a_form(
    text: str, kind: str, has_token: bool, form: bool
) -> None:
    """A token in it says that it was OAuth's, wrong or not."""
    facts = Facts()
    answer = answer_of(facts, text, headers={"content-type": kind})

    assert (answer.has_token, answer.form) == (has_token, form)
    assert (answer.body is not None) == (has_token or form)
    assert facts.understood is has_token
