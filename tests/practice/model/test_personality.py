"""The provider that is played, as each kind of app meets it."""

from dataclasses import replace

import pytest

from oauth_tutorial.practice import PhotoBox
from oauth_tutorial.practice.model.options import Options
from oauth_tutorial.practice.model.personality import Personality
from oauth_tutorial.presets import load


@pytest.mark.parametrize(
    ("client_id", "kind"),
    [("printshop", "web"), ("printshop-public", "public"), ("nobody", "web")],
)
def test_the_built_in_clients_are_the_kind_that_fits(client_id, kind):
    photobox = PhotoBox(personality=load("slack"))

    assert photobox.playing.kind_of(photobox.clients.get(client_id)) == kind


def test_a_device_is_a_kind_of_its_own():
    photobox = PhotoBox(personality=load("github"))

    assert photobox.playing.kind_of(photobox.clients.get("photobox-printer")) == "device"


def test_what_was_registered_as_one_kind_keeps_it():
    photobox = PhotoBox(personality=load("slack"))
    photobox.playing.kinds["printshop"] = "public"

    assert photobox.options_for(photobox.clients.get("printshop")).pkce == "required"


def test_options_are_the_preset_s_and_go_back_to_it():
    photobox = PhotoBox(personality=load("github"))
    assert (photobox.options.pkce, photobox.options.refresh) == ("supported", "when")
    assert photobox.options.refresh_when == {"scope": "offline_access"}
    assert photobox.options.send_iss is False
    assert photobox.lifetimes.refresh_token == 15897600
    photobox.options.pkce, photobox.lifetimes.access_token = "required", 5
    assert photobox.options_for(photobox.clients.get("printshop")).pkce == "required"

    photobox.reset()

    assert photobox.options.pkce == "supported"
    assert photobox.lifetimes.access_token > 10**8


def test_what_was_changed_counts_for_each_kind():
    playing = Personality(load("slack"))
    changed = replace(playing.options, send_iss=True)

    assert playing.options_for(None, changed).send_iss
    assert not playing.options_for(None, playing.options).send_iss


def test_without_a_personality_all_is_as_ever():
    photobox = PhotoBox()

    assert (photobox.personality, photobox.preset, photobox.title) == (None, None, "PhotoBox")
    assert photobox.options == Options()
    assert photobox.options_for(None) is photobox.options
