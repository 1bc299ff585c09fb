"""Tidying up."""

from typing import Any

import pytest

from oauth_tutorial.client.token_response import TokenResponse
from oauth_tutorial.errors import InvalidArgument, TokenEndpointUnreachable
from oauth_tutorial.providers import forgetting
from oauth_tutorial.providers.forgetting import Forgotten, give_back

from .test_reached import ISSUER, made

TOKEN = "token-canary-1234567890"


@pytest.fixture
def revoked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Every revocation that was sent."""
    sent: list[dict[str, Any]] = []

    def revoke(endpoint: str, **form: Any) -> None:
        sent.append({"endpoint": endpoint, **form})

    monkeypatch.setattr(forgetting, "revoke", revoke)
    return sent


def test_what_was_granted_is_revoked_in_the_providers_way(revoked: list[dict[str, Any]]) -> None:
    answer = TokenResponse(access_token=TOKEN, token_type="Bearer", refresh_token="r" * 20)
    there = made("google", issuer=ISSUER)

    done, by_hand = give_back(there, (answer, TOKEN))

    assert [one["token"] for one in revoked] == ["r" * 20, TOKEN]
    assert revoked[0]["dialect"] is there.dialect
    assert revoked[0]["endpoint"] == there.revocation_endpoint
    assert done == ["Revoked 2 of 2 tokens at Google's personality."]
    assert by_hand == []

    revoked.clear()
    give_back(made("github", issuer=ISSUER), (answer,))
    assert [one["token"] for one in revoked] == [TOKEN]  # DELETE takes access tokens alone


def test_what_did_not_work_is_left_to_the_person(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise TokenEndpointUnreachable(TOKEN)

    monkeypatch.setattr(forgetting, "revoke", fails)
    done, by_hand = give_back(made(), (TOKEN,))

    assert "Revoked 0 of 1" in done[0]
    assert "unreachable" in done[1]
    assert "Authorized OAuth Apps" in by_hand[0]
    assert TOKEN not in str(done + by_hand)


def test_without_a_token_the_menu_is_named(revoked: list[dict[str, Any]]) -> None:
    assert "Authorized OAuth Apps → Revoke" in give_back(made(), ())[1][0]
    assert give_back(made(issuer=ISSUER), ()) == ([], [])
    assert revoked == []


def test_where_there_is_no_way_that_is_said(revoked: list[dict[str, Any]]) -> None:
    done, by_hand = give_back(made("spotify"), (TOKEN,))

    assert "no way to revoke" in done[0]
    assert by_hand
    assert revoked == []


@pytest.mark.parametrize("odd", [7, None, {}, b"x"])
def test_what_is_no_token_is_refused(odd: object) -> None:
    with pytest.raises(InvalidArgument, match="token"):
        give_back(made(), (odd,))


def test_it_is_text_and_a_card() -> None:
    both = Forgotten(("Done <b>.",), ("press it.",))

    assert repr(both) == "Done <b>.\nBy hand: press it."
    assert "&lt;b&gt;" in both._repr_html_()
    assert "<dt>By hand</dt>" in both._repr_html_()
    assert "By hand" not in Forgotten(("Done.",))._repr_html_()
