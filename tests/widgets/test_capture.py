"""A redirect, taken apart and judged."""

import pytest

from oauth_tutorial.widgets import capture_panel
from tests.widgets.conftest import html_of, verdict_of


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


def test_a_real_address_is_put_away_once_it_was_read():
    """A notebook may be saved with the state of its widgets: with what stands in a field."""
    state, code = "s" * 43, "c" * 43
    address = f"http://127.0.0.1:8000/callback?code={code}&state={state}"
    panel = capture_panel(state=state)
    panel.fields["address"].value = address
    saved = str([field.get_state() for field in panel.fields.values()])

    assert verdict_of(panel).startswith("Received")
    assert code not in saved
    assert state not in saved
    panel.fields["state"].value = "another"
    assert verdict_of(panel).startswith("Refused")
