"""Panels: what they show of what is typed and of what comes back."""

import re

import ipywidgets
import pytest
from markupsafe import escape

from oauth_tutorial.text.glossary import PARAMETERS
from oauth_tutorial.widgets import capture_panel, token_exchange_panel, url_builder

ENDPOINT = "http://127.0.0.1:49152/authorize"
SCRIPT = "<script>alert(1)</script>"


def html_of(panel) -> str:
    """Everything that the panel shows, but its style sheet."""
    shown = []

    def walk(widget):
        for child in getattr(widget, "children", ()):
            walk(child)
        if isinstance(widget, ipywidgets.HTML):
            shown.append(widget.value)

    walk(panel)
    return re.sub(r"<style>.*?</style>", "", "".join(shown), flags=re.S)


def verdict_of(panel) -> str:
    [text] = re.findall(r'role="status"[^>]*>([^<]*)<', html_of(panel))
    return text


def press(panel, label: str) -> None:
    [button] = [one for one in panel.children if getattr(one, "description", "") == label]
    button.click()


@pytest.mark.parametrize(
    "panel",
    [
        lambda: url_builder(ENDPOINT),
        lambda: capture_panel(state="xyz"),
        lambda: token_exchange_panel("http://127.0.0.1:1/token"),
    ],
)
def test_a_panel_is_saved_as_one_line_and_every_field_is_explained(panel):
    panel = panel()
    saved = panel._repr_mimebundle_()["text/plain"]

    assert saved == f"Panel: {panel.title}"
    for name in panel.fields.keys() & PARAMETERS.keys():
        assert escape(PARAMETERS[name].meaning.removesuffix(".")) in html_of(panel)


def test_the_url_grows_with_each_field():
    panel = url_builder(ENDPOINT)
    panel.fields["scope"].value = "photos.read orders.write"
    panel.fields["extra"].value = "prompt=login&max_age=0"

    assert "<small>scope</small><code>&amp;scope=photos.read+orders.write</code>" in html_of(panel)
    assert "&amp;prompt=login&amp;max_age=0" in html_of(panel)
    assert f'href="{ENDPOINT}?response_type=code&amp;' in html_of(panel)


def test_a_query_of_the_endpoint_is_kept():
    """RFC 6749 §3.1."""
    assert f'href="{ENDPOINT}?tenant=1&amp;response_type=code' in html_of(
        url_builder(f"{ENDPOINT}?tenant=1")
    )


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("state", "typed", "This URL can be opened."),
        ("state", "", "there is no state"),
        ("response_type", "token", "response_type is code"),
        ("client_id", "", "client_id"),
        ("redirect_uri", "127.0.0.1/callback", "redirect_uri"),
    ],
)
def test_the_verdict_is_that_of_the_package(field, value, word):
    panel = url_builder(ENDPOINT)
    panel.fields[field].value = value

    assert word in verdict_of(panel)


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("", "Waiting"),
        ("http://127.0.0.1/callback?code=abc&state=xyz", "Received"),
        ("code=abc&state=xyz", "Received"),
        ("http://127.0.0.1/callback?code=abc&state=another", "Refused"),
        ("http://127.0.0.1/callback?error=access_denied&state=xyz", "Refused"),
        ("no address at all", "Refused"),
    ],
)
def test_an_address_is_judged(address, word):
    assert verdict_of(capture_panel(state="xyz", address=address)).startswith(word)


def test_an_address_is_taken_apart_and_its_secrets_are_shapes():
    shown = html_of(capture_panel(state="xyz", address="http://127.0.0.1/cb?code=very-secret&x=1"))

    assert '<th scope="row">code</th><td>&lt;11 characters&gt;</td>' in shown
    assert "Not a name of the RFCs." in shown
    assert "very-secret" not in shown


def test_what_comes_from_outside_is_escaped(photobox):
    address = f"http://127.0.0.1/cb?error=x&error_description={SCRIPT}&state=xyz"
    builder = url_builder(ENDPOINT, client_id=SCRIPT, extra=f"{SCRIPT}={SCRIPT}")
    exchange = token_exchange_panel(photobox.token_endpoint, client_id=SCRIPT)
    press(exchange, "Send the token request")

    for panel in (capture_panel(state="xyz", address=address), builder, exchange):
        assert "<script>" not in html_of(panel)


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
    ("fault", "word"),
    [
        ("html_500", "no JSON object"),
        ("dropped_connection", "no answer"),
        ("rate_limited", "429"),
    ],
)
def test_an_odd_answer_is_shown_and_never_a_traceback(photobox, fault, word):
    photobox.faults.add(fault)
    panel = token_exchange_panel(photobox.token_endpoint, code="guess")
    press(panel, "Send the token request")

    assert word in verdict_of(panel)


def test_a_server_that_repeats_the_secret_does_not_show_it(monkeypatch):
    class Answer:
        status_code, reason, text, headers = 500, "Error", "", {"Content-Type": "text/html"}

        def json(self):
            raise ValueError

    def echo(url, data, **options):
        answer = Answer()
        answer.text = f"<h1>Bad secret {data['client_secret']}</h1>"
        return answer

    monkeypatch.setattr("requests.post", echo)
    panel = token_exchange_panel("http://127.0.0.1:1/token")
    panel.fields["client_secret"].value = "very-secret"
    press(panel, "Send the token request")

    assert "Bad secret &lt;11 characters&gt;" in html_of(panel)
    assert "very-secret" not in html_of(panel)
