"""The recording: what it keeps, what it passes over, when it ends, what it shows."""

import gc
import threading

import pytest
import requests

from oauth_tutorial.wire.exchange import Exchange
from oauth_tutorial.wire.recording import MOST_EXCHANGES, note, record, sent_by

SEND = requests.Session.send
SECRET = "gT5rK1xQz8Wc0nYb3Hd7Lm2P-vE9sUaJ"


def me(photobox, session=requests):
    return session.get(f"{photobox.api}/me", timeout=5)


def test_a_with_block_records_and_then_ends(photobox):
    with record() as log:
        me(photobox)
    me(photobox)

    assert [exchange.status for exchange in log] == [401]
    assert requests.Session.send is SEND


def test_a_variable_records_until_it_is_stopped(photobox):
    log = record()
    me(photobox)
    log.stop()
    me(photobox)

    assert len(log) == 1
    assert log[0] is log[:1][0]


def test_a_recording_that_nobody_holds_is_gone(photobox):
    """A cell that is run again replaces its log; the old one must not live on."""
    log = record()
    del log
    gc.collect()
    with record() as other:
        me(photobox)

    assert len(other) == 1
    assert requests.Session.send is SEND


def test_two_recordings_see_the_same(photobox):
    with record() as outer, record() as inner:
        me(photobox)

    assert list(outer) == list(inner)


def test_redirects_are_recorded_hop_by_hop_and_in_order(photobox):
    url = f"{photobox.issuer}/authorize?client_id=printshop&redirect_uri={photobox.issuer}/gone"
    with record() as log:
        requests.get(url, timeout=5)
        me(photobox)

    assert sorted(one.started_at for one in log) == [one.started_at for one in log]
    assert len(log) >= 2


def test_a_browser_is_not_the_client(photobox):
    with record() as log, requests.Session() as browser:
        browser.is_browser = True
        me(photobox, browser)

    assert len(log) == 0


def test_what_somebody_else_sends_is_marked(photobox):
    """Also where the request fails; and afterwards the client is the sender again."""
    with record() as log:
        with sent_by("Mallory"):
            me(photobox)
            with sent_by(""):
                me(photobox)
            with pytest.raises(requests.ConnectionError):
                requests.get("http://127.0.0.1:1/", timeout=5)
        me(photobox)

    assert [one.party for one in log] == ["Mallory", "", "Mallory", ""]
    assert repr(log[0]).startswith("Mallory: GET http://")
    assert repr(log[3]).startswith("GET http://")


def test_another_thread_sends_for_itself(photobox):
    """As a server does that answers meanwhile."""
    with record() as log, sent_by("Mallory"):
        thread = threading.Thread(target=me, args=(photobox,))
        thread.start()
        thread.join()

    assert [one.party for one in log] == [""]


def test_a_request_without_an_answer_is_recorded_with_what_failed():
    with record() as log, pytest.raises(requests.ConnectionError):
        requests.get("http://127.0.0.1:1/", timeout=5)

    assert log[0].status == 0
    assert "the connection failed" in log[0].remark


def test_cookies_are_not_recorded(photobox):
    with record() as log:
        requests.get(
            f"{photobox.api}/me", timeout=5, cookies={"sid": SECRET}, headers={"X-Own": SECRET}
        )

    assert SECRET not in str(log[0].request_headers)


def test_a_forgotten_recording_keeps_the_newest_messages_only():
    with record() as log:
        for number in range(MOST_EXCHANGES + 5):
            note(Exchange(method="GET", url=f"http://127.0.0.1/{number}", started_at=number))

    assert len(log) == MOST_EXCHANGES
    assert log[-1].url.endswith(f"/{MOST_EXCHANGES + 4}")
