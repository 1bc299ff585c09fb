"""Whatever is given is read or named; no object makes the doctor fall."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from oauth_tutorial.doctor import diagnose
from oauth_tutorial.doctor.intake.objects import read
from oauth_tutorial.wire.exchange import Exchange
from tests.doctor.conftest import AUTHORIZE, TOKEN, shown


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(),
        st.binary(),
        st.dictionaries(st.text(), st.one_of(st.text(), st.integers(), st.none())),
        st.lists(st.text(), max_size=4),
        st.builds(lambda text: f"{AUTHORIZE}&{text}", st.text()),
        st.builds(lambda text: f"error: invalid_grant {text}", st.text()),
        st.builds(Exception, st.text()),
        st.recursive(
            st.none(),
            lambda inner: st.dictionaries(
                st.sampled_from(
                    ["error", "code", "state", "errors", "access_token", "scope", "id_token"]
                ),
                inner,
            ),
        ),
    )
)
def test_never_raises(thing: object) -> None:
    """Texts, bytes, mappings, lists, exceptions."""
    diagnosis = diagnose(thing)

    assert diagnosis.exit_status in {0, 1, 2}
    assert diagnosis.evidence or diagnosis.cause


class Hostile:
    """An object whose every attribute raises."""

    def __getattr__(self, name: str) -> object:
        raise RuntimeError(TOKEN)

    def __str__(self) -> str:
        raise RuntimeError(TOKEN)


class HostileError(Exception):
    def __str__(self) -> str:
        raise RuntimeError(TOKEN)


@pytest.mark.parametrize("make", [Hostile, HostileError, lambda: Hostile, lambda: [Hostile()]])
def test_objects_that_raise_are_named_and_left(make: Callable[[], object]) -> None:
    """Their own error is not shown either."""
    diagnosis = diagnose(make())

    assert diagnosis.cause == "unknown"
    assert TOKEN not in shown(diagnosis)


def test_a_list_that_holds_itself_ends() -> None:
    """Depth is bounded."""
    endless: list[object] = []
    endless.append(endless)

    assert diagnose(endless).cause == "unknown"


CODE = "c" * 20
EXCHANGE = Exchange(
    method="POST",
    url="https://login.example/token",
    request_body=f"grant_type=authorization_code&code={CODE}",
    status=400,
    response_body='{"error": "invalid_grant"}',
    started_at=2.0,
)


@pytest.mark.parametrize(
    "thing",
    [
        [EXCHANGE],
        deque([EXCHANGE]),
        [[[EXCHANGE]]],
        SimpleNamespace(mistake="code_other", evidence=EXCHANGE),  # what a check returns
        {"all": EXCHANGE}.values(),
    ],
    ids=["list", "deque", "lists in lists", "outcome", "values"],
)
def test_a_message_is_found_inside(thing: object) -> None:
    [message] = read(thing).messages

    assert (message.role, message.error) == ("token", "invalid_grant")


def test_what_our_own_objects_hold_is_read() -> None:
    token = SimpleNamespace(access_token="abcdefgh", refresh_token=None, scope="read")
    answer = SimpleNamespace(code=CODE, state="abcdefgh", iss=None)
    facts = read(token, answer)

    assert facts.answers[0].body == {"access_token": "abcdefgh", "scope": "read"}
    assert facts.redirects[0].parameters == {"code": CODE, "state": "abcdefgh"}
    assert {CODE, "abcdefgh"} <= facts.secrets


def test_messages_come_in_the_order_in_which_they_were_sent() -> None:
    """Where each has a time; else as they were given."""
    earlier = replace(EXCHANGE, url="https://login.example/old/token", started_at=1.0)
    timeless = replace(earlier, started_at=None)  # type: ignore[arg-type]

    def paths(*things: object) -> list[str]:
        return [
            one.request.url.partition(".example/")[2]
            for one in read(*things).messages
            if one.request
        ]

    assert paths(EXCHANGE, earlier) == ["old/token", "token"]
    assert paths(EXCHANGE, timeless) == ["token", "old/token"]


def test_an_exception_and_the_recording_of_its_answer_are_one_message() -> None:
    response = requests.Response()
    response.status_code, response._content = 400, EXCHANGE.response_body.encode()
    sent = requests.Request("POST", EXCHANGE.url, data=EXCHANGE.request_body)
    response.request = sent.prepare()
    error = requests.HTTPError("refused", response=response)

    assert len(read(error).messages) == 1
    assert len(read(error, [EXCHANGE]).messages) == 1
    assert len(read(error, [replace(EXCHANGE, status=401)]).messages) == 2


def test_what_caused_an_exception_is_read_with_it() -> None:
    def failures(error: Exception) -> list[str]:
        return [one.names[0] for one in read(error).failures]

    inner, hidden = ValueError("inner"), RuntimeError("outer")
    hidden.__context__, hidden.__suppress_context__ = inner, True
    caused, during = RuntimeError("outer"), RuntimeError("outer")
    caused.__cause__ = during.__context__ = inner

    assert [failures(one) for one in (caused, during, hidden)] == [
        ["RuntimeError", "ValueError"],
        ["RuntimeError", "ValueError"],
        ["RuntimeError"],
    ]
