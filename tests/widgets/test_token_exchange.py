"""The raw token request and its answer, without their secrets."""

import pytest

from oauth_tutorial.widgets import token_exchange_panel
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
