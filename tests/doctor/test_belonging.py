"""Of many messages, each is judged with what belongs to it, and with nothing else."""

import base64
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from oauth_tutorial import record
from oauth_tutorial.doctor import diagnose
from oauth_tutorial.doctor.belonging import Belonging, bearer, named_client
from oauth_tutorial.doctor.facts import Answer, Endpoint, Message, Redirect, Request
from tests.doctor.conftest import Client
from tests.practice.conftest import CALLBACK


def test_two_sign_ins_at_once_are_not_mixed_up(client: Client) -> None:
    """Two tabs: the first answer comes after the second question."""
    query = {"response_type": "code", "redirect_uri": CALLBACK, "client_id": "printshop"}
    endpoint = client.photobox.authorization_endpoint
    with record() as log:
        tabs = [
            client.person.open(f"{endpoint}?{urlencode(query | {'state': state})}")
            for state in ("first-tab", "second-tab")
        ]
        consent = client.person.submit(tabs[0], username="alice", password="wonderland")
        back = client.person.submit(consent, decision="approve").headers["Location"]
        client.token(parse_qs(urlsplit(back).query)["code"][0])

    assert [diagnose(thing).cause for thing in (log, client.photobox.log)] == ["", ""]


def request(endpoint: Endpoint = "token", authorization: str = "", **parameters: str) -> Request:
    headers = {"authorization": authorization} if authorization else {}
    return Request(endpoint=endpoint, url="/x", parameters=parameters, headers=headers)


def basic(client_id: str, secret: str = "x") -> str:
    return "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()


@pytest.mark.parametrize(
    ("sent", "client"),
    [
        (request(client_id="app"), "app"),
        (request(authorization=basic("app")), "app"),
        (request(authorization=basic("my%20app+2")), "my app 2"),  # RFC 6749 §2.3.1
        (request(authorization=basic("header"), client_id="form"), "form"),
        (request(authorization="Basic !"), ""),
        (request(authorization="Bearer app"), ""),
        (request(), ""),
    ],
)
def test_a_client_is_named_by_a_parameter_or_by_basic(sent: Request, client: str) -> None:
    assert named_client(sent) == client


def test_an_access_token_is_read_from_its_two_schemes() -> None:
    headers = ("Bearer abc", "dpop  abc ", "Basic abc", "Token abc", "")

    assert [bearer(request(authorization=one)) for one in headers] == ["abc", "abc", "", "", ""]


def message(
    sent: Request | None, redirect: dict[str, str] | None = None, **body: object
) -> Message:
    return Message(
        name="one",
        request=sent,
        status=200,
        answer=Answer(text="", body=body),
        redirect=Redirect(parameters=redirect) if redirect else None,
    )


def sign_in(client: str, state: str, code: str) -> list[Message]:
    """A question and its answer, which does not name the client."""
    asked = request("authorization", client_id=client, state=state)
    return [message(asked), message(None, {"state": state, "code": code})]


def test_messages_that_name_nobody_are_known_by_state_and_by_token() -> None:
    token = message(request(client_id="app", code="c"), access_token="abc")
    call, stranger = (message(request("other", f"Bearer {one}")) for one in ("abc", "xyz"))
    asked, back = sign_in("other-app", "s", "c")
    belonging = Belonging([token, call, stranger, asked, back])

    assert list(belonging.clients.values()) == ["app", "app", "", "other-app", "other-app"]


def test_a_token_request_is_judged_with_the_sign_in_that_brought_its_code() -> None:
    """And not with the newest one, which is another tab's."""
    mine, theirs = sign_in("app", "s1", "c1"), sign_in("app", "s2", "c2")
    token = message(request(client_id="app", code="c1", grant_type="authorization_code"))

    around = Belonging([*mine, *theirs, token]).around(token)

    assert around.redirects == [mine[1].redirect]
    assert around.requests == [mine[0].request]


def test_an_earlier_use_of_the_code_belongs_to_it_and_says_whether_it_was_refused() -> None:
    form = {"client_id": "app", "code": "c1", "grant_type": "authorization_code"}
    refused = message(request(**form), error="invalid_client")
    used = message(request(**form), access_token="abc")
    again = message(request(**form), error="invalid_grant")

    around = Belonging([refused, used, again]).around(again)

    assert [one.refused for one in around.requests] == [True, False]


def test_nothing_belongs_to_a_call_of_an_api() -> None:
    call = message(request("other", "Bearer abc"))
    around = Belonging([*sign_in("app", "s", "c"), call]).around(call)

    assert (around.requests, around.redirects) == ([], [])
