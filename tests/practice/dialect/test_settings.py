"""The provider's own settings page: its fields, and what it takes as a redirect URI."""

import pytest

from oauth_tutorial.practice.dialect.settings import (
    credentials,
    kinds,
    read_redirect_uris,
    rows,
    standard_words,
)
from oauth_tutorial.practice.model.personality import Personality
from oauth_tutorial.presets import load, names
from oauth_tutorial.presets.shapes import matches
from tests.practice.played import changed


def test_github_s_form():
    labels = [row.label for row in rows(load("github"))]

    assert labels[:3] == ["Application name", "Homepage URL", "Authorization callback URL"]


def test_a_device_is_a_kind_of_app_unless_the_form_has_a_field_for_it():
    assert [kind for kind, _, _ in kinds(load("github"))] == ["web"]
    assert "device" in [kind for kind, _, _ in kinds(load("google"))]


@pytest.mark.parametrize("name", names())
def test_each_form_has_one_place_for_the_redirect_uri_and_it_is_empty(name):
    places = [row for row in rows(load(name)) if row.means == "redirect_uri"]

    assert places
    assert not any(row.value for row in places)
    assert kinds(load(name))[0][1]


@pytest.mark.parametrize(
    ("redirect", "text", "why"),
    [
        ({}, "http://127.0.0.1/cb", ""),
        ({}, "http://127.0.0.1/cb http://localhost:1/cb", ""),
        ({}, "no URL", "absolute URL"),
        ({}, "http://shop.example/cb", "plain http"),
        ({"hosts": ("localhost",)}, "http://127.0.0.1/cb", "127.0.0.1 is not accepted"),
        ({"many": 1}, "https://a.example/a https://a.example/b", "At most 1"),
        ({"loopback": "exact"}, "", "Paste"),
        ({}, "", "Paste"),  # any port, and an address all the same
        ({"registered": False}, "", ""),
        ({"loopback": "none", "hosts": ()}, "http://localhost/cb", "https"),
    ],
)
def test_what_is_taken(redirect, text, why):
    playing = Personality(changed("github", redirect=redirect))
    _, said = read_redirect_uris(playing, "web", text)

    assert why in said
    assert bool(said) is bool(why)


def test_where_none_is_registered_every_usual_one_on_this_machine_is():
    uris, said = read_redirect_uris(Personality(load("google")), "desktop", "")

    assert said == ""
    assert "http://localhost/" in uris
    assert "http://127.0.0.1/callback" in uris


def test_a_host_alone_becomes_an_address():
    playing = Personality(changed("github", redirect={"loopback": "domain"}))

    assert read_redirect_uris(playing, "web", "localhost")[0] == ("http://localhost/",)
    assert read_redirect_uris(playing, "web", "a.example")[0] == ("https://a.example/",)


def test_leniently_it_is_refused_once():
    playing = Personality(load("slack"), "lenient")
    first, second = (read_redirect_uris(playing, "web", "http://localhost/cb")[1] for _ in range(2))

    assert "https" in first
    assert second == ""


def test_what_is_made_looks_like_the_provider_s():
    client_id, secret = credentials(load("github"))

    assert matches("Ov23li{word:14}", client_id)
    assert matches("{hex:40}", secret)


def test_scopes_are_found_in_whatever_text():
    words = standard_words(Personality(load("github")), "read:user, repo and more")

    assert words == ("profile", "photos.read")
