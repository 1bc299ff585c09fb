"""What every panel is: one saved line, explained fields, nothing from outside unescaped."""

import pytest
from markupsafe import escape

from oauth_tutorial.text.glossary import PARAMETERS
from oauth_tutorial.widgets import capture_panel, token_exchange_panel, url_builder
from tests.widgets.conftest import ENDPOINT, html_of, press

SCRIPT = "<script>alert(1)</script>"


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


def test_what_comes_from_outside_is_escaped(photobox):
    address = f"http://127.0.0.1/cb?error=x&error_description={SCRIPT}&state=xyz"
    builder = url_builder(ENDPOINT, client_id=SCRIPT, extra=f"{SCRIPT}={SCRIPT}")
    exchange = token_exchange_panel(photobox.token_endpoint, client_id=SCRIPT)
    press(exchange, "Send the token request")

    for panel in (capture_panel(state="xyz", address=address), builder, exchange):
        assert "<script>" not in html_of(panel)
