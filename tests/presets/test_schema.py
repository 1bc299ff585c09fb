"""A preset as one kind of app meets it."""

from dataclasses import fields, is_dataclass
from inspect import getdoc

import pytest

from oauth_tutorial import presets
from oauth_tutorial.presets import protocol, schema

TABLES = [
    thing
    for thing in vars(schema).values()
    if is_dataclass(thing) and thing.__module__ in {schema.__name__, protocol.__name__}
]


def test_the_first_kind_of_app_is_the_default() -> None:
    google = presets.load("google")

    assert google.app() is google.apps["desktop"]
    assert google.app("web").register_as == "Web application"
    with pytest.raises(KeyError):
        google.app("public")


def test_each_kind_of_app_has_its_own_rules() -> None:
    spotify = presets.load("spotify")
    assert spotify.refresh is not None
    with_secret, without = spotify.as_app("web"), spotify.as_app("public")

    assert with_secret.refresh == spotify.refresh
    assert without.refresh is not None
    assert (without.refresh.rotates, without.refresh.returned) == (True, True)
    assert (spotify.refresh.rotates, spotify.refresh.returned) == (False, False)
    assert without.redirect == spotify.redirect
    assert without.slug == spotify.slug


def test_the_preset_itself_stays() -> None:
    slack = presets.load("slack")

    assert slack.as_app("public").redirect.hosts == ("localhost",)
    assert slack.redirect.loopback == "none"
    assert slack.as_app().redirect.loopback == "none"


def test_a_customer_s_part_is_filled_in() -> None:
    microsoft = presets.load("microsoft")
    token = microsoft.filled(microsoft.endpoints.token)

    assert token == microsoft.endpoints.token.replace("{tenant}", microsoft.fill["tenant"])
    assert microsoft.filled("https://a.example/{client_id}") == "https://a.example/{client_id}"


@pytest.mark.parametrize("table", TABLES, ids=lambda one: one.__name__)
def test_every_member_says_what_it_means(table: type) -> None:
    """Endpoints go by the RFCs' own names; every other member is explained."""
    told = getdoc(table) or ""
    if table is schema.Endpoints:
        return
    own = {"endpoints", "authorization", "token", "refresh", "errors", "redirect", "device"}
    own |= {"revocation", "api", "scopes", "apps", "registration", "quirks"}
    silent = [one.name for one in fields(table) if f"{one.name}: " not in told]

    assert [name for name in silent if table is not schema.Preset or name not in own] == []
