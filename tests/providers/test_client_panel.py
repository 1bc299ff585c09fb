"""The panel: read once, cleared, closed."""

import json

import ipywidgets
import pytest

from oauth_tutorial import presets
from oauth_tutorial.providers.client import Client
from oauth_tutorial.providers.client_panel import ClientPanel
from oauth_tutorial.providers.key_store import KeyStore

from .test_key_store import Failing, Store

GITHUB = presets.load("github")
CLIENT_ID = "Ov23li" + "b2" * 7
CANARY = "beef4567" * 5


def state() -> str:
    """What a notebook saves of all widgets."""
    return json.dumps(ipywidgets.Widget.get_manager_state(), default=str)


def typed(panel: ClientPanel, client_id: str, secret: str) -> None:
    panel.client_id.value = client_id
    assert panel.secret is not None
    panel.secret.value = secret
    panel.button.click()


def said(panel: ClientPanel) -> str:
    return str(panel._live.value)


def test_what_is_typed_is_taken_and_the_secret_leaves_every_widget() -> None:
    client = Client(GITHUB)
    panel = client.panel()
    field = panel.secret
    assert "Waiting" in said(panel)

    typed(panel, CLIENT_ID, CANARY)

    assert (client.client_id, client.client_secret, client.source) == (CLIENT_ID, CANARY, "panel")
    assert field.value == ""
    assert field.comm is None  # closed
    assert CANARY not in state()
    assert "Received from the panel" in said(panel)
    assert "&lt;40 characters&gt;" in said(panel)


@pytest.mark.parametrize(
    ("client_id", "secret", "why"),
    [
        ("", CANARY, "empty"),
        (CANARY, CLIENT_ID, "swap the two"),
        (CLIENT_ID, CLIENT_ID, "swap the two"),
        ("YOUR_CLIENT_ID", CANARY, "placeholder"),
        (CLIENT_ID, f" {CANARY}", "white space"),
    ],
)
def test_what_cannot_be_right_is_said_and_the_secret_is_gone_all_the_same(
    client_id: str, secret: str, why: str
) -> None:
    client = Client(GITHUB)
    panel = client.panel()
    panel.client_id.value = ""
    first = panel.secret

    typed(panel, client_id, secret)

    assert client.client_id is None
    assert why in said(panel)
    assert (first.value, panel.secret is not first) == ("", True)
    assert secret not in state()
    assert client_id not in state() or client_id in ("", CLIENT_ID)


def test_after_a_mistake_it_can_be_typed_again() -> None:
    client = Client(GITHUB)
    panel = client.panel()
    typed(panel, "", CANARY)
    typed(panel, CLIENT_ID, CANARY)

    assert client.client_secret == CANARY


def test_a_public_app_is_asked_for_no_secret() -> None:
    panel = Client(GITHUB, needs_secret=False).panel()
    panel.client_id.value = CLIENT_ID
    panel.button.click()

    assert panel.secret is None
    assert "secret" not in said(panel)


def test_on_a_public_machine_it_says_why_not() -> None:
    client = Client(GITHUB, is_public_place=True)

    assert "device flow" in said(client.panel())


def test_it_is_kept_where_that_is_ticked() -> None:
    store = Store()
    kept = Client(GITHUB, key_store=KeyStore(store))
    panel = kept.panel()
    typed(panel, CLIENT_ID, CANARY)
    assert store.kept == {}

    panel = Client(GITHUB, key_store=KeyStore(store)).panel()
    panel.keep.value = True
    typed(panel, CLIENT_ID, CANARY)
    assert len(store.kept) == 2

    panel = Client(GITHUB, key_store=KeyStore(Failing())).panel()
    panel.keep.value = True
    typed(panel, CLIENT_ID, CANARY)
    assert "did not accept it" in said(panel)


def test_clearing_empties_what_was_typed_and_not_sent() -> None:
    client = Client(GITHUB)
    panel = client.panel()
    panel.client_id.value = CLIENT_ID
    assert panel.secret is not None
    panel.secret.value = CANARY

    client.clear()

    assert CANARY not in state()
    assert panel.client_id.value == ""
    assert "Forgotten" in said(panel)


def test_what_is_known_is_not_asked_for() -> None:
    client = Client(GITHUB)
    client.take(CLIENT_ID, CANARY, "environment")
    panel = client.panel()

    assert panel.secret is None
    assert "Received from the environment" in said(panel)
    assert panel._repr_mimebundle_()["text/plain"] == repr(client)
