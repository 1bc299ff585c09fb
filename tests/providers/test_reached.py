"""Where a provider is reached: the same names in practice and in earnest."""

import pytest

from oauth_tutorial import presets
from oauth_tutorial.client.dialect import dialect_of
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.providers.reached import Reached, own_client

from .conftest import Invent

ISSUER = "http://127.0.0.1:4711"
CANARY = "canary-9f8e7d6c5b4a"


def made(name: str = "github", *, issuer: str = "", client_id: str = "abc") -> Reached:
    preset = presets.load(name).as_app()
    return Reached(
        preset=preset,
        dialect=dialect_of(preset),
        issuer=issuer,
        client_id=client_id,
        client_secret=CANARY,
    )


def test_in_earnest_the_addresses_are_the_providers_own() -> None:
    there = made()

    assert not there.is_practice
    assert there.authorization_endpoint == "https://github.com/login/oauth/authorize"
    assert there.token_endpoint == "https://github.com/login/oauth/access_token"
    assert there.device_authorization_endpoint == "https://github.com/login/device/code"
    assert there.api() == "https://api.github.com/user"
    assert there.api("/user/emails") == "https://api.github.com/user/emails"
    assert there.userinfo_endpoint == ""


def test_in_practice_the_same_paths_are_on_this_machine() -> None:
    there = made(issuer=ISSUER)

    assert there.is_practice
    assert there.authorization_endpoint == f"{ISSUER}/login/oauth/authorize"
    assert there.api() == f"{ISSUER}/user"
    assert there.userinfo_endpoint == ""


@pytest.mark.parametrize("name", presets.names())
def test_in_practice_no_address_leads_away(name: str) -> None:
    there = made(name, issuer=ISSUER)
    extra = {there.preset.api.base_from: "https://evil.example/deep"}

    for url in (
        there.authorization_endpoint,
        there.token_endpoint,
        there.device_authorization_endpoint,
        there.revocation_endpoint,
        there.userinfo_endpoint,
        there.api(),
        there.api("/x", extra=extra),
        there.api("https://elsewhere.example/x"),
    ):
        assert url == "" or url.startswith(f"{ISSUER}/")
    assert there.api("/x", extra=extra) == there.api("/x")


def test_the_token_answer_may_say_where_the_api_is(invent: Invent) -> None:
    there = made(invent(api={"base_from": "instance_url"}))

    assert (
        there.api("/x", extra={"instance_url": "https://eu1.example/"}) == "https://eu1.example/x"
    )
    for odd in ("http://evil.example", "https://a@evil.example", 7, None, "https://a b"):
        assert there.api("/x", extra={"instance_url": odd}) == "https://api.github.com/x"


def test_what_the_api_wants_is_in_the_headers(invent: Invent) -> None:
    plain = made().api_headers("the-token")
    own = made(
        invent(api={"token_header": "X-Token", "headers": {"Client-Id": "{client_id}"}})
    ).api_headers("the-token")

    assert plain["Authorization"] == "Bearer the-token"
    assert plain["User-Agent"] == "oauth-tutorial"
    assert (own["X-Token"], own["Client-Id"], "Authorization" in own) == ("the-token", "abc", False)


def test_what_to_ask_for_first_and_where_to_listen(invent: Invent) -> None:
    exact = invent(redirect={"loopback": "exact", "hosts": ["localhost"]})
    nowhere = invent(redirect={"loopback": "none", "hosts": []})

    assert made().scopes == "read:user"
    assert (made(exact).redirect_host, made(exact).redirect_port) == ("localhost", 8765)
    assert (made().redirect_host, made().redirect_port) == ("127.0.0.1", 0)
    assert made(nowhere).redirect_host == "127.0.0.1"
    assert made().first_call.shows == "login"


def test_the_secret_is_in_no_text() -> None:
    there = made()

    assert CANARY not in repr(there) + str(there) + f"{there}"
    assert "<19 characters>" in repr(there)


def test_a_client_is_needed_where_nothing_can_be_practised() -> None:
    preset = presets.load("github")

    assert own_client(preset, ("abc", None)) == ("abc", None)
    with pytest.raises(InvalidArgument, match="has to be registered"):
        own_client(preset, None)
