"""What is asked is checked before a rule looks; no value of the wrong kind is ever shown."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauth_tutorial import location
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.providers import asked

CANARY = "canary-9f8e7d6c5b4a"


class Odd:
    """Something whose text must not get out."""

    def __repr__(self) -> str:
        return CANARY


@pytest.mark.parametrize("value", [CANARY.encode(), 7, Odd(), [CANARY], {CANARY}, 1.5, object])
def test_a_value_of_another_kind_is_refused_and_not_shown(value: object) -> None:
    for name, check in {
        "redirect_uri": asked.address_of,
        "client_id": lambda one: asked.text_of("client_id", one),
        "client_secret_given": lambda one: asked.flag_of("client_secret_given", one),
        "where": asked.place_of,
        "provider": asked.preset_of,
    }.items():
        with pytest.raises(InvalidArgument, match=name) as error:
            check(value)  # type: ignore[arg-type]

        assert CANARY not in str(error.value)


def test_a_secret_where_a_yes_belongs_is_not_shown() -> None:
    with pytest.raises(InvalidArgument, match="no secret goes into a cell") as error:
        asked.flag_of("client_secret_given", CANARY)

    assert CANARY not in str(error.value)


@pytest.mark.parametrize("scopes", [b"a", 7, {"a": "b"}, ["a", 7], [None], itertools.repeat("a")])
def test_scopes_that_are_no_words_are_refused(scopes: object) -> None:
    with pytest.raises(InvalidArgument, match="scopes"):
        asked.scopes_of(scopes, " ")


@pytest.mark.parametrize(
    ("scopes", "separator", "words"),
    [
        ("a  b a", " ", ("a", "b")),
        ("a,b", ",", ("a", "b")),
        ("a,b", " ", ("a,b",)),
        (["a b", "", "c"], " ", ("a", "b", "c")),
        (["a b", "c"], ",", ("a b", "c")),
        ((), " ", ()),
    ],
)
def test_scopes_are_told_apart_as_the_provider_does(
    scopes: object, separator: str, words: tuple[str, ...]
) -> None:
    assert asked.scopes_of(scopes, separator) == words


def test_a_text_of_scopes_that_is_too_long_is_refused() -> None:
    with pytest.raises(InvalidArgument, match="10,001 characters"):
        asked.scopes_of("a" * 10_001, " ")


def test_a_kind_of_app_is_named_or_the_nearest_is() -> None:
    assert asked.kind_of("web") == "web"
    assert asked.kind_of(None) is None
    with pytest.raises(InvalidArgument, match="Did you mean desktop"):
        asked.kind_of("Desktop")
    with pytest.raises(InvalidArgument, match="got list"):
        asked.kind_of([])


@pytest.mark.parametrize("extra", [7, "a=b", {"a": 1}, {1: "a"}])
def test_further_parameters_are_texts(extra: object) -> None:
    with pytest.raises(InvalidArgument, match="extra"):
        asked.extra_of(extra)


def test_a_place_is_a_location_or_its_kind() -> None:
    here = location.Location("proxy", "https://hub.example/proxy/{port}", "")
    binder = location.Location("proxy", "https://hub.mybinder.org/user/a/proxy/{port}", "")

    assert (asked.place_of(here), asked.place_of(binder)) == ("proxy", "binder")
    assert asked.place_of("paste") == "paste"
    with pytest.raises(InvalidArgument, match=r"got moon.*\n.*binder"):
        asked.place_of("moon")


@given(st.text())
def test_no_name_of_a_provider_breaks_it(name: str) -> None:
    with pytest.raises(InvalidArgument):
        asked.preset_of(f"{name}?")
