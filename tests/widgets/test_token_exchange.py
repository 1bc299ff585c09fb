"""The raw token request and its answer, without their secrets."""

from html import unescape
from urllib.parse import unquote

import pytest

from oauth_tutorial.widgets import token_exchange_panel
from tests.raw_server import Raw
from tests.widgets.conftest import html_of, press, verdict_of


def test_the_request_follows_what_is_typed_without_its_secrets(photobox):
    panel = token_exchange_panel(photobox.token_endpoint)
    panel.fields["code"].value = "very-secret-code"
    panel.fields["client_secret"].value = "very-secret-too"

    assert "code=&lt;16 characters&gt;" in html_of(panel)
    assert "very-secret" not in html_of(panel)
    assert verdict_of(panel).startswith("Waiting")


def test_the_response_is_the_real_one(photobox):
    panel = token_exchange_panel(photobox.token_endpoint, code="guess")
    panel.fields["client_secret"].value = "printshop-secret"
    press(panel, "Send the token request")

    assert verdict_of(panel) == "Refused: 400 invalid_grant"
    assert "HTTP/1.1 400 Bad Request\nContent-Type: application/json" in html_of(panel)
    assert photobox.log.last("/token").checks.failed


@pytest.mark.parametrize(
    "pasted",
    ["http://127.0.0.1:8000/callback?code=abc&state=x", "code=abc", "abc&state=x", "?code=abc"],
)
def test_more_than_the_code_in_its_field_is_said(photobox, pasted):
    panel = token_exchange_panel(photobox.token_endpoint, code=pasted)
    panel.fields["client_secret"].value = "printshop-secret"
    press(panel, "Send the token request")

    assert verdict_of(panel).startswith("Refused: 400 invalid_grant. The field code holds more")


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        ("html_500", "HTTP 500 with HTML"),
        ("dropped_connection", "no answer"),
        ("rate_limited", "429"),
    ],
)
def test_an_odd_answer_is_shown_and_never_a_traceback(photobox, fault, word):
    photobox.faults.add(fault)
    panel = token_exchange_panel(photobox.token_endpoint, code="guess")
    press(panel, "Send the token request")

    assert word in verdict_of(panel)


@pytest.fixture
def raw():
    server = Raw()
    yield server
    server.stop()


def exchange(url: str, **typed: str):
    """Send a request; return the panel."""
    panel = token_exchange_panel(url)
    for name, value in typed.items():
        panel.fields[name].value = value
    press(panel, "Send the token request")
    return panel


def state_of(widget) -> str:
    """What a notebook would hold of it: the state of each of its models."""
    inside = "".join(map(state_of, getattr(widget, "children", ())))
    return str(widget.get_state()) + inside


def test_a_server_that_repeats_the_secret_does_not_show_it(raw):
    raw.says(500, "<h1>Bad secret very-secret</h1>", "Content-Type: text/html")
    panel = exchange(raw.url, client_secret="very-secret")

    assert "Bad secret &lt;11 characters&gt;" in html_of(panel)
    assert "very-secret" not in state_of(panel)


CODE, TOKEN = "c0de/with+signs-0123", "2YotnFZFEjr1zCsicMWpAA"


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ((200, f"access_token={TOKEN}&token_type=bearer"), "Received: an access token."),
        ((200, {"data": {"access_token": TOKEN}}), "it is at data.access_token"),
        ((200, [{"access_token": TOKEN}]), "it is at [0].access_token"),
        ((200, [TOKEN]), "JSON of type list"),
        ((200, {"access_token": [TOKEN]}), "is a list, not text"),
        ((200, {"accessToken": TOKEN}), "it is at accessToken"),
        ((200, f'cb({{"access_token": "{TOKEN}"}})'), "Received: an access token."),
        ((200, f"token: {TOKEN}, for ever"), "text that is not JSON"),
        ((200, f"<p>accessToken='{TOKEN}'"), "not JSON"),
        ((400, {"error": {"message": "bad", "token": TOKEN}}), "bad"),
        ((400, {"error": CODE}), "said"),
        ((400, {"error": "x", "error_description": f"No {CODE}"}), "400 x"),
        ((400, "No c0de%2fwith%2bsigns-0123."), "No <20 characters>."),
        ((400, "No c0de/with&#43;signs-0123."), "No <20 characters>."),
        ((400, {}, f"Content-Type: text/{CODE}"), "Refused"),
        ((302, "", f"Location: /x?code={CODE}"), "a redirect to"),
    ],
)
def test_no_answer_brings_a_token_or_a_code_into_the_saved_state(raw, answer, verdict):
    raw.says(*answer)
    panel = exchange(raw.url, code=CODE)

    assert verdict in unescape(verdict_of(panel))
    assert TOKEN not in state_of(panel)
    assert CODE not in unquote(unescape(state_of(panel)))


def test_a_token_that_is_nothing_is_none(raw):
    for status, body, verdict in (
        (400, {"access_token": None, "error": "invalid_grant"}, "Refused: 400 invalid_grant"),
        (200, {"access_token": ""}, "but it is empty"),
        (400, {"access_token": TOKEN, "error": "invalid_grant"}, "Refused: 400 invalid_grant"),
    ):
        raw.says(status, body)
        panel = exchange(raw.url, code=CODE)
        assert verdict in verdict_of(panel)
        assert "oat-verdict no" in html_of(panel)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://[", "is not a URL"),
        (f"http://{'a' * 70}.example/", "is not a URL"),
        ("", "is not a URL"),
        ("nonsense", "is not a URL"),
        ("http://127.0.0.1:1/token", "cannot be reached"),
    ],
)
def test_an_address_that_leads_nowhere_is_said(url, words):
    verdict = verdict_of(exchange(url, code=CODE))

    assert verdict.startswith("Refused: no answer.")
    assert words in verdict


def test_a_redirect_that_is_no_url_and_an_answer_in_part_are_said(raw):
    raw.says(302, "", "Location: http://[")
    assert "a redirect to" in verdict_of(exchange(raw.url, code=CODE))
    raw.says(200, "zz", "Content-Encoding: gzip")
    assert "cannot be decompressed" in verdict_of(exchange(raw.url, code=CODE))


def test_what_was_sent_stays_out_of_the_saved_state_and_is_sent_again(photobox):
    """A notebook may be saved with the state of its widgets: with what stands in a field."""
    panel = token_exchange_panel(photobox.token_endpoint)
    panel.fields["code"].value = "a-code-that-is-long-enough"
    panel.fields["client_secret"].value = "printshop-secret"
    for _ in range(2):
        press(panel, "Send the token request")
        assert verdict_of(panel) == "Refused: 400 invalid_grant"

    saved = str([field.get_state() for field in panel.fields.values()])
    assert "a-code-that" not in saved
    assert "printshop-secret" not in saved
    assert "kept until you type another" in saved
    panel.fields["client_secret"].value = "another-secret"
    press(panel, "Send the token request")
    assert verdict_of(panel) == "Refused: 401 invalid_client"
