"""The small server that learns by which Host the kernel is seen."""

import pytest
import requests

from oauth_tutorial.location.listener import Listener


@pytest.fixture
def asked():
    """What reached the listener: path with query, and the headers by name."""
    return []


@pytest.fixture
def listener(asked):
    def answer(target, headers):
        asked.append((target, dict(headers)))
        return 200, {"Content-Type": "text/plain"}, b"seen"

    listener = Listener(answer)
    yield listener
    listener.close()


@pytest.mark.parametrize("host", ["hub.example", "127.0.0.1", "evil.example:8443"])
def test_whatever_the_host_it_is_asked_and_told(listener, asked, host):
    url = f"http://127.0.0.1:{listener.port}/where.gif?n=a%2Fb"
    answer = requests.get(url, headers={"Host": host, "Referer": "https://a.example/"}, timeout=5)
    [(target, headers)] = asked

    assert (answer.status_code, answer.text) == (200, "seen")
    assert target == "/where.gif?n=a%2Fb"
    assert (headers["Host"], headers["Referer"]) == (host, "https://a.example/")


def test_only_get_is_answered(listener, asked):
    answer = requests.post(f"http://127.0.0.1:{listener.port}/where.gif", data="x", timeout=5)

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")
    assert asked == []


def test_a_closed_one_hears_nothing(listener, asked):
    listener.close()

    with pytest.raises(requests.ConnectionError):
        requests.get(f"http://127.0.0.1:{listener.port}/", timeout=5)
    assert asked == []
