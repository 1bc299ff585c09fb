"""What a registration gave: where it comes from, and that nothing shows it."""

import copy
import json
import logging
import pickle
import sys

import ipywidgets
import pytest

from oauth_tutorial import diagnose, exchange_code, presets, record
from oauth_tutorial.errors import InvalidArgument, OAuthTutorialError
from oauth_tutorial.ladder import ladder
from oauth_tutorial.providers import provider
from oauth_tutorial.providers.client import Client, find_client, read_client
from oauth_tutorial.providers.client_panel import ClientPanel
from oauth_tutorial.providers.environment import variables
from oauth_tutorial.providers.key_store import KeyStore

from .test_key_store import install, of_module

GITHUB = presets.load("github")
CLIENT_ID = "Ov23li" + "a1" * 7
CANARY = "cafe0123" * 5  # as GitHub's look
ASKED = {"code": "a-code", "redirect_uri": "http://127.0.0.1/", "client_id": CLIENT_ID}
ENVIRONMENT = dict(zip(variables("github"), (CLIENT_ID, CANARY), strict=True))


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody sits there, and no key store does."""
    monkeypatch.delenv("OAUTH_TUTORIAL_AUTOPILOT")
    monkeypatch.setitem(sys.modules, "keyring", None)


def found(environ: dict[str, str], *, public: bool = False) -> Client:
    return find_client(GITHUB, needs_secret=True, is_public_place=public, environ=environ)


@pytest.mark.usefixtures("person")
def test_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = of_module("keyring.backends.macOS")
    KeyStore(keyring).keep("github", "kept-id", "kept-secret")
    install(monkeypatch, lambda: keyring)

    client, kept = found(ENVIRONMENT), found({})

    assert (client.client_id, client.client_secret, client.source) == (
        CLIENT_ID,
        CANARY,
        "environment",
    )
    assert (kept.client_id, kept.client_secret, kept.source) == (
        "kept-id",
        "kept-secret",
        "key store",
    )


@pytest.mark.usefixtures("person")
def test_without_either_nothing_is_known_and_a_word_says_why() -> None:
    client = found({})

    assert (client.client_id, client.client_secret) == (None, None)
    assert "keyring is not installed" in client.word
    assert repr(client) == "Client(None)"


def test_the_autopilot_always_practises() -> None:
    assert found(ENVIRONMENT).client_id is None


@pytest.mark.usefixtures("person")
def test_a_public_machine_gets_no_secret() -> None:
    client = found(ENVIRONMENT, public=True)

    assert (client.client_id, client.client_secret) == (CLIENT_ID, None)
    assert "device flow" in client.word
    assert ClientPanel(Client(GITHUB, is_public_place=True)).secret is None


@pytest.mark.usefixtures("person")
def test_the_secret_gets_nowhere(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Texts, widgets, what is printed and logged, the doctor, the ladder."""
    caplog.set_level(logging.DEBUG)
    client = found(ENVIRONMENT)
    panel = client.panel()
    github = provider("github")
    there = github.reach(client)
    with record() as log, pytest.raises(OAuthTutorialError) as error:
        exchange_code(
            "http://127.0.0.1:1/token",
            **ASKED,
            client_secret=there.client_secret,
            dialect=there.dialect,
        )
    shown = [
        *map(repr, (client, there, github, panel, log)),
        *map(str, (client, there, error.value)),
        json.dumps(ipywidgets.Widget.get_manager_state(), default=str),
        json.dumps(panel._repr_mimebundle_(), default=str),
        repr(diagnose(error.value)),
        repr(diagnose(repr(there))),
        repr(ladder(log)),
        str(ladder(log)._repr_mimebundle_()),
        repr(github.forget()),
        caplog.text,
        capsys.readouterr().out,
    ]

    assert there.client_secret == CANARY
    for text in shown:
        assert CANARY not in text
    assert client.client_secret is None


def test_it_is_not_copied_or_written() -> None:
    client = Client(GITHUB)
    for write in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="holds a secret"):
            write(client)


def test_whatever_holds_a_client_is_read() -> None:
    client = Client(GITHUB)
    assert read_client(None) is read_client(client) is None

    client.take("a", "b", "panel")
    assert read_client(client) == ("a", "b")
    assert read_client({"client_id": "a", "more": 1}) == ("a", None)
    assert read_client({}) is None


@pytest.mark.parametrize(
    "odd", [CANARY, b"x", 7, {"client_id": 7}, {"client_id": "a", "client_secret": 7}]
)
def test_what_holds_none_is_refused_and_not_shown(odd: object) -> None:
    with pytest.raises(InvalidArgument, match="client must hold") as error:
        read_client(odd)

    assert CANARY not in str(error.value)
