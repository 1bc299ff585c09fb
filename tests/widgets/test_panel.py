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


def test_a_typed_value_takes_the_place_of_a_kept_one_for_good():
    panel = token_exchange_panel("http://127.0.0.1:1/token")
    field = panel.fields["code"]
    idle = field.placeholder
    field.value = "the-first-code"
    panel.put_away("code")

    assert (field.value, panel.values()["code"]) == ("", "the-first-code")
    assert field.placeholder == "<14 characters>, kept until you type another"
    panel.put_away("code")  # an empty field keeps what it kept
    assert panel.values()["code"] == "the-first-code"
    field.value = "x"
    assert (panel.values()["code"], field.placeholder) == ("x", idle)
    field.value = ""
    assert "code" not in panel.values()


def test_what_is_drawn_sees_the_values_as_they_are():
    seen = []
    panel = token_exchange_panel("http://127.0.0.1:1/token")
    panel.fields["code"].value = "the-first-code"
    panel.put_away("code")
    panel.on_typing(lambda: seen.append(panel.values().get("code")))
    panel.fields["code"].value = "x"
    panel.fields["code"].value = ""

    assert seen == ["the-first-code", "x", None]
