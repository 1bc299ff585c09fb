"""A whole answer in time and in size, or none."""

import threading

import pytest
import requests

from oauth_tutorial import record
from oauth_tutorial.network import bounded
from oauth_tutorial.network.bounded import MOST_BYTES, BodyTooLong
from tests.network.conftest import url
from tests.raw_server import WAIT

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n"


def post(address, seconds=WAIT):
    return bounded.post(address, {"a": "b c"}, headers={"X-A": "y"}, seconds=seconds)


def test_a_form_goes_out_and_the_answer_comes_back(serve):
    with record() as log:
        answer = post(url(serve(), "/x"))

    assert answer.text == "POST|/x||a=b+c|y|-"
    assert [(one.status, one.response_body) for one in log] == [(200, answer.text)]


@pytest.mark.sockets
@pytest.mark.parametrize(
    ("first", "status"),
    [
        (b"", None),
        (b"HTTP/1.1 200 OK\r\nX: ", None),
        (HEAD + b"\r\n", 200),
        (b"HTTP/1.1 200 OK\r\n\r\n", 200),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", 200),
    ],
    ids=["silent", "in the head", "in the body", "a body without a length", "a chunk"],
)
def test_the_time_is_for_everything_together(raw, first, status):
    """A byte comes all the time; after 8 seconds they were an answer."""
    raw.answer, raw.again, raw.drip, raw.times = first, b"1" if first else b"", 0.02, 400
    with record() as log, pytest.raises(requests.Timeout) as raised:
        post(raw.url, seconds=0.3)

    assert (raised.value.response and raised.value.response.status_code) == status
    assert "no answer in time" in repr(log)
    assert not first or raw.gone.wait(WAIT)
    for one in threading.enumerate():
        if one.name == "token request":
            one.join(WAIT)
            assert not one.is_alive()


@pytest.mark.sockets
def test_an_endless_body_is_read_to_the_limit(raw):
    raw.answer = b"HTTP/1.1 200 OK\r\n\r\n"
    raw.again, raw.times = b" " * 65536, 100 * MOST_BYTES // 65536
    with record() as log, pytest.raises(BodyTooLong) as raised:
        post(raw.url)

    assert raised.value.response.status_code == 200
    assert raised.value.response.content == b""
    assert "HTTP 200 came, and not all of its body" in repr(log)
    assert raw.gone.wait(WAIT)


@pytest.mark.sockets
def test_who_presses_stop_leaves_nothing_that_goes_on(raw, monkeypatch):
    began = threading.Event()

    def stopped(outcomes, timeout):
        began.wait(WAIT)
        raise KeyboardInterrupt

    monkeypatch.setattr(bounded, "wait", stopped)
    original = bounded._body_of
    monkeypatch.setattr(bounded, "_body_of", lambda head: began.set() or original(head))
    raw.answer, raw.again, raw.drip, raw.times = HEAD + b"\r\n", b"1", 0.02, 400
    with pytest.raises(KeyboardInterrupt):
        post(raw.url)

    assert raw.gone.wait(WAIT)


@pytest.mark.sockets
@pytest.mark.parametrize(
    "location", ["/elsewhere", "http://[", "http://x/\xe9", "//", "http://a:b"]
)
def test_a_redirect_is_not_followed_and_not_read(raw, location):
    answer = post(raw.says(307, b"", f"Location: {location}").url)

    assert (answer.status_code, answer.history) == (307, [])


@pytest.mark.sockets
def test_broken_header_lines_stay_out_of_the_log(raw, caplog):
    raw.answer = b"HTTP/1.1 200 OK\r\nA: b\r\njunk\r\nSet-Cookie: a=secret\r\n\r\nx"

    assert post(raw.url).text == "x"
    assert caplog.text == ""


@pytest.mark.sockets
def test_nobody_guesses_an_encoding(raw):
    raw.answer = b"HTTP/1.1 200 OK\r\n\r\n" + "é".encode()

    assert (post(raw.url).encoding, post(raw.url).text) == ("utf-8", "é")


@pytest.mark.sockets
def test_two_lengths_are_an_error_of_requests(raw):
    raw.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\nxx"
    with record() as log, pytest.raises(requests.RequestException):
        post(raw.url)

    assert "no answer: the connection failed" in repr(log)


INTERIM = b"HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n"


@pytest.mark.sockets
@pytest.mark.parametrize("times", [1, 3])
def test_interim_answers_are_passed_over(raw, times):
    """RFC 9110 §15.2: a client must be able to read one or more of them."""
    processing = b"HTTP/1.1 102 Processing\r\n\r\n"
    raw.answer = INTERIM * times + processing + b"HTTP/1.1 200 OK\r\nA: b\r\n\r\nx"
    answer = post(raw.url)

    assert (answer.status_code, answer.text, dict(answer.headers)) == (200, "x", {"A": "b"})


@pytest.mark.sockets
def test_interim_answers_without_end_are_none(raw):
    raw.answer = INTERIM * 100
    with pytest.raises(requests.RequestException):
        post(raw.url)
