"""Both sides become one list: right order, each message once, the checks beside it."""

from datetime import UTC, datetime

import pytest
import requests

from oauth_tutorial.ladder import ladder
from oauth_tutorial.wire.exchange import Exchange
from oauth_tutorial.wire.recording import record


def test_a_flow_is_told_in_the_order_in_which_it_went(flow):
    told = [(m.sender, m.recipient, m.method, m.target) for m in ladder(flow.log).messages]

    browser, client, sign_in, api = (
        "browser", "PrintShop (you)", "PhotoBox sign-in", "PhotoBox API",
    )  # fmt: skip
    assert told == [
        (client, browser, "LINK", "/authorize"),
        (browser, sign_in, "GET", "/authorize"),
        (browser, sign_in, "POST", "/sign-in"),
        (browser, sign_in, "GET", "/consent"),
        (browser, sign_in, "POST", "/consent"),
        (browser, client, "GET", "/callback"),
        (client, sign_in, "POST", "/token"),
        (client, api, "GET", "/api/photos"),
        (client, sign_in, "POST", "/token"),
    ]


def test_the_front_channel_is_what_goes_through_the_browser(flow):
    channels = [message.channel for message in ladder(flow.log).messages]

    assert channels == ["front"] * 6 + ["back"] * 3


def test_the_servers_checks_stand_beside_what_the_client_recorded(flow):
    token, _, replay = ladder(flow.log).messages[6:]

    assert "code_verifier_right" in [check.name for check in token.checks]
    assert token.failed is None
    assert replay.failed.name == "code_unused"
    assert replay.error == "invalid_grant"
    assert replay.refused


def test_a_list_of_exchanges_draws_what_it_holds_and_nothing_else(flow):
    back = [exchange for exchange in flow.log if exchange.channel == "back"]

    messages = ladder(back).messages

    assert [message.target for message in messages] == ["/token", "/api/photos", "/token"]
    assert all(message.checks for message in messages)


def test_what_happened_outside_the_recording_is_not_in_it(photobox, flow):
    before = len(ladder(flow.log).messages)
    requests.get(f"{photobox.api}/me", timeout=10)
    with record() as log:
        pass

    assert len(ladder(flow.log).messages) == before
    assert ladder(log).messages == []


@pytest.mark.sockets
def test_a_client_that_uses_no_requests_is_seen_by_the_service(photobox):
    """A program of the learner's in another library, or somebody else's."""
    from urllib.request import Request, urlopen

    with record() as log:
        urlopen(Request(f"{photobox.issuer}/jwks.json"), timeout=10).close()

    (message,) = ladder(log).messages
    assert (message.sender, message.channel) == ("PrintShop (you)", "back")


def test_icons_and_pictures_of_a_page_are_no_messages(photobox):
    with record() as log, requests.Session() as browser:
        browser.is_browser = True
        browser.get(f"{photobox.issuer}/favicon.ico", timeout=10)
        browser.get(f"{photobox.issuer}/a.png", headers={"Sec-Fetch-Mode": "no-cors"}, timeout=10)
        browser.get(f"{photobox.issuer}/page", headers={"Accept": "text/html,*/*"}, timeout=10)

    assert [(m.sender, m.target) for m in ladder(log).messages] == [("browser", "/page")]


def test_another_services_messages_have_lanes_of_their_own():
    token = Exchange(
        method="POST",
        url="https://idp.example/oauth/token",
        request_body="grant_type=authorization_code&code=abc",
        status=200,
        response_headers={"X-Request-Id": "1"},  # not ours, though it looks alike
    )
    api = Exchange(
        method="GET",
        url="https://api.example/v1/things",
        request_headers={"Authorization": "Bearer abc"},
        status=200,
    )

    messages = ladder([token, api]).messages

    assert [message.recipient for message in messages] == ["authorization server", "API"]
    assert [message.checks for message in messages] == [(), ()]


def test_messages_are_sorted_by_when_they_were_sent():
    start = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
    late = Exchange(method="GET", url="https://idp.example/late", started_at=start + 1)
    early = Exchange(method="GET", url="https://idp.example/early", started_at=start)

    assert [m.target for m in ladder([late, early]).messages] == ["/early", "/late"]
