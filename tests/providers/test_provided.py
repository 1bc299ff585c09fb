"""One provider: reached in practice until a client is known, and in earnest after that."""

from typing import Any

import pytest

from oauth_tutorial import (
    LoopbackReceiver,
    build_authorization_url,
    code_challenge,
    exchange_code,
    new_code_verifier,
    new_state,
    practice,
    visit,
)
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.providers import forget, provided, provider
from oauth_tutorial.providers.client import Client

OWN = {"client_id": "Ov23li" + "c3" * 7, "client_secret": "feed8901" * 5}


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch, photobox: practice.PhotoBox) -> list[str]:
    """Each provider that was played; the shared service stands in for it."""
    names: list[str] = []

    def play(preset: Any) -> practice.PhotoBox:
        names.append(preset.slug)
        return photobox

    monkeypatch.setattr(provided, "play", play)
    return names


def test_without_a_client_it_is_practice(
    played: list[str], photobox: practice.PhotoBox, capsys: pytest.CaptureFixture[str]
) -> None:
    github = provider("github")
    there = github.reach(github.client())

    assert capsys.readouterr().out == ("Practising with GitHub's personality: no client_id yet.\n")
    assert (there.is_practice, played) == (True, ["github"])
    assert there.token_endpoint == f"{photobox.issuer}/login/oauth/access_token"
    assert (there.client_id, there.client_secret) == (
        photobox.variant.client_id,
        photobox.variant.client_secret,
    )
    assert provider("github", app="device").reach().client_secret is None


def test_with_a_client_it_is_the_real_one(
    played: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    github = provider("github")
    there = github.reach(OWN)

    assert capsys.readouterr().out == "Reaching the real GitHub.\n"
    assert (there.is_practice, played) == (False, [])
    assert there.token_endpoint == "https://github.com/login/oauth/access_token"
    assert (there.client_id, there.client_secret) == tuple(OWN.values())


def test_a_client_that_practice_knows_is_for_practice(
    photobox: practice.PhotoBox,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    registered = photobox.variant
    monkeypatch.setattr(practice.PhotoBox, "personality", "github")
    there = provider("github").reach(registered)

    assert there.is_practice
    assert capsys.readouterr().out == (
        "Practising with GitHub's personality: as the app that you registered there.\n"
    )


def test_a_client_of_practice_is_never_taken_to_another_provider(
    photobox: practice.PhotoBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(practice.PhotoBox, "personality", "slack")

    with pytest.raises(InvalidArgument, match="runs as slack and not as GitHub"):
        provider("github").reach(photobox.variant)


def test_what_the_panel_learns_later_counts(played: list[str]) -> None:
    """No cell waits: the same cell, run again, reaches the real one."""
    github = provider("github")
    client = github.client()
    assert github.reach().is_practice

    client.take(OWN["client_id"], OWN["client_secret"], "panel")
    assert not github.reach().is_practice


def test_a_provider_that_was_discovered_is_signed_in_at(
    photobox: practice.PhotoBox, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole flow, by what the metadata said."""
    there = provider.discover(photobox.issuer).reach()
    assert capsys.readouterr().out == "Practising with PhotoBox itself: no client_id yet.\n"
    state, verifier = new_state(), new_code_verifier()
    with LoopbackReceiver(state=state) as receiver:
        visit(
            build_authorization_url(
                there.authorization_endpoint,
                client_id=there.client_id,
                redirect_uri=receiver.redirect_uri,
                scope=there.scopes,
                state=state,
                code_challenge=code_challenge(verifier),
            )
        )
        code = receiver.wait(timeout=10).code
    token = exchange_code(
        there.token_endpoint,
        code=code,
        redirect_uri=receiver.redirect_uri,
        client_id=there.client_id,
        client_secret=there.client_secret,
        code_verifier=verifier,
        dialect=there.dialect,
    )

    found = provider.discover(photobox.issuer)
    found.reach()
    assert found.forget(token).done[0].startswith("Revoked")


def test_one_that_was_discovered_elsewhere_needs_a_client(
    monkeypatch: pytest.MonkeyPatch, photobox: practice.PhotoBox
) -> None:
    found = provider.discover(photobox.issuer)
    monkeypatch.setattr(practice, "running", lambda: None)

    with pytest.raises(InvalidArgument, match="registered there first"):
        found.reach()
    assert not found.reach(OWN).is_practice


def test_forgetting_lets_go_of_all(played: list[str]) -> None:
    github = provider("github")
    client = github.client()
    client.take(OWN["client_id"], OWN["client_secret"], "environment")
    github.reach()
    said = repr(github.forget())

    assert "Forgot GitHub's client here." in said
    assert "Authorized OAuth Apps" in said
    assert "from the environment" in said
    assert (client.client_id, client.client_secret) == (None, None)
    assert github.reach().is_practice


def test_what_the_key_store_keeps_is_deleted(played: list[str]) -> None:
    from oauth_tutorial.providers.key_store import KeyStore

    from .test_key_store import Store

    store, github = Store(), provider("github")
    client: Client = github.client()
    client.key_store = KeyStore(store)
    client.key_store.keep("github", "a", "b")

    assert "Deleted what the key store kept." in github.forget().done
    assert store.kept == {}


def test_whoever_says_the_name_again_forgets_what_other_cells_hold(played: list[str]) -> None:
    """A notebook writes provider("github") in each cell."""
    there = provider("github").reach()
    client = provider("github").client()
    client.take("an-id", "a-secret", "panel")

    said = repr(provider("github").forget("an-unknown-token"))

    assert (client.client_id, client.client_secret) == (None, None)
    assert "was not reached" not in said
    assert there.is_practice
    assert repr(forget()) == "Nothing was stored."


def test_a_fresh_kernel_empties_the_key_store_too(
    played: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from oauth_tutorial.providers.key_store import KeyStore

    from .test_key_store import Store

    store = Store()
    KeyStore(store).keep("github", "a", "b")
    monkeypatch.setattr(provided, "find_key_store", lambda: (KeyStore(store), ""))
    monkeypatch.setattr(provided, "autopilot", lambda: False)

    assert "Deleted what the key store kept." in provider("github").forget().done
    assert store.kept == {}


def test_all_can_be_forgotten_at_once(played: list[str]) -> None:
    one, other = provider("github"), provider("slack")
    clients = one.client(), other.client()
    for client in clients:
        client.take("a", "b", "panel")

    said = repr(forget())

    assert "GitHub" in said
    assert "Slack" in said
    assert [client.client_id for client in clients] == [None, None]
    assert repr(forget()) == "Nothing was stored."


def test_tokens_of_a_provider_that_was_not_reached_are_said_to_stay() -> None:
    assert "was not reached" in provider("github").forget("a-token").done[0]


def test_a_provider_says_what_it_is() -> None:
    slack = provider("slack", app="public")

    assert repr(slack) == '<Slack, for an app of the kind "public">'
    assert slack.preset.redirect.loopback == "any-port"
    assert slack.dialect.client_auth == "none"
    assert "discover" in repr(provider)
    with pytest.raises(InvalidArgument, match='no app of the kind "device"'):
        provider("slack", app="device")
    with pytest.raises(InvalidArgument, match="Did you mean github"):
        provider("githb")
