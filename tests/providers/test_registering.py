"""The card at the registration form."""

import pytest

from oauth_tutorial import presets
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.providers import registration_card
from oauth_tutorial.providers.registering import suggested_redirect_uri

from .conftest import Invent

EVERY_APP = [(name, kind) for name in presets.names() for kind in presets.load(name).apps]


def pasted(card: object, label: str) -> str:
    return next(one.paste for one in card.fields if one.label == label)  # type: ignore[attr-defined]


def test_it_says_where_and_what_to_paste_in_the_words_of_the_form() -> None:
    card = registration_card("github", redirect_uri="http://127.0.0.1:49152/callback")

    assert pasted(card, "Authorization callback URL") == "http://127.0.0.1/callback"
    text = str(card)
    assert "Settings → Developer settings → OAuth Apps" in text
    assert "https://github.com/settings/applications/new" in text
    assert "Press: Register application" in text
    assert "client_secret: called Client secrets  (Press Generate a new client secret." in text


def test_a_public_app_gets_no_secret() -> None:
    assert "client_secret" not in str(registration_card("slack", app="public"))
    assert "client_secret" in str(registration_card("slack"))


def test_each_gap_is_filled(invent: Invent) -> None:
    fields = [
        {"label": "whole", "paste": "{redirect_uri}"},
        {"label": "no port", "paste": "{redirect_uri_without_port}"},
        {"label": "host", "paste": "{redirect_host}"},
    ]
    document = presets.loading.document_of("github")["registration"]
    name = invent(registration={**document, "fields": fields})  # type: ignore[dict-item]

    card = registration_card(name, redirect_uri="http://localhost:8000/a")

    assert [one.paste for one in card.fields] == [
        "http://localhost:8000/a",
        "http://localhost/a",
        "localhost",
    ]


@pytest.mark.parametrize(
    ("redirect", "suggested"),
    [
        ({"loopback": "any-port", "hosts": ["[::1]"]}, "http://[::1]/callback"),
        ({"loopback": "exact", "hosts": ["localhost"]}, "http://localhost:8765/callback"),
        ({"loopback": "none", "hosts": []}, "https://your.example/callback"),
    ],
)
def test_a_redirect_uri_is_suggested_that_the_provider_takes(
    invent: Invent, redirect: dict[str, object], suggested: str
) -> None:
    assert suggested_redirect_uri(presets.load(invent(redirect=redirect))) == suggested


def test_what_it_costs_is_said_first(invent: Invent) -> None:
    card = registration_card(invent(cost="subscription", cost_note="It takes Premium."))

    assert str(card).splitlines()[1] == "  Before you begin: It takes Premium."


def test_the_card_is_escaped_html() -> None:
    html = registration_card("github", redirect_uri="http://127.0.0.1/<b>")._repr_html_()

    assert "<dt>Authorization callback URL</dt><dd><code>" in html
    assert "<dt>Enable Device Flow</dt><dd>tick it" in html  # no text to paste
    assert "<b>" not in html.replace("<b>Register an app at GitHub</b>", "")
    assert 'rel="noopener noreferrer"' in html


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(InvalidArgument, match='no app of the kind "desktop"'):
        registration_card("github", app="desktop")
    with pytest.raises(InvalidArgument, match="not a redirect URI"):
        registration_card("github", redirect_uri="callback")


@pytest.mark.parametrize(("name", "kind"), EVERY_APP)
def test_every_provider_has_one_without_a_gap(name: str, kind: presets.AppKind) -> None:
    assert "{" not in str(registration_card(name, app=kind))
