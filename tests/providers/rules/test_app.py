"""The kind of app: its flow, PKCE, a refresh token."""

import pytest

from ..conftest import Invent
from ..found import first, levels


def test_a_kind_that_the_provider_does_not_have_will_fail() -> None:
    assert "no device flow" in first("app", "slack", app="device").sentence
    finding = first("app", "github", app="desktop")
    assert (finding.level, finding.paste) == ("will fail", "web")


def test_the_device_flow_has_to_be_switched_on() -> None:
    finding = first("app", "github", app="device")

    assert (finding.level, finding.field) == ("may fail", "Enable Device Flow")
    assert finding.error.startswith("device_flow_disabled: ")
    assert levels("app", "github", app="web") == []


@pytest.mark.parametrize(
    ("rule", "sent", "level"),
    [
        ("required", True, []),
        ("required", False, ["will fail"]),
        ("refused", True, ["will fail"]),
        ("refused", False, []),
        ("supported", False, []),
        ("ignored", True, []),
        ("unknown", True, []),
    ],
)
def test_a_challenge_is_sent_where_it_has_to_be(
    invent: Invent, rule: str, sent: bool, level: list[str]
) -> None:
    assert levels("pkce", invent(apps={"web": {"pkce": rule}}), pkce=sent) == level


def test_another_way_to_make_the_challenge(invent: Invent) -> None:
    name = invent(apps={"web": {"pkce": "required", "pkce_methods": ["hex"]}})

    assert "it accepts: hex" in first("pkce", name).sentence


@pytest.mark.parametrize(
    ("when", "asked", "level"),
    [
        ({}, {}, []),
        ({"scope": "offline"}, {}, ["will fail"]),
        ({"scope": "offline"}, {"scopes": ["offline"]}, []),
        ({"access_type": "offline"}, {}, ["will fail"]),
        ({"access_type": "offline"}, {"extra": {"access_type": "online"}}, ["will fail"]),
        ({"access_type": "offline"}, {"extra": {"access_type": "offline"}}, []),
    ],
)
def test_a_refresh_token_is_asked_for_as_it_has_to_be(
    invent: Invent, when: dict[str, str], asked: dict[str, object], level: list[str]
) -> None:
    name = invent(without=("refresh",), refresh={"when": when})

    assert levels("refresh", name, refresh=True, **asked) == level
    assert levels("refresh", name, refresh=False, **asked) == []


def test_what_is_sent_always_needs_no_asking(invent: Invent) -> None:
    name = invent(
        without=("refresh",),
        refresh={"when": {"duration": "permanent"}},
        authorization={"extra": {"duration": "permanent"}},
    )

    assert levels("refresh", name, refresh=True) == []


def test_a_setting_brings_one_too_and_some_give_none() -> None:
    finding = first("refresh", "github", refresh=True)

    assert finding.level == "may fail"
    assert "'User access token expiration'" in finding.sentence
    assert levels("refresh", "slack", refresh=True) == ["will fail"]
