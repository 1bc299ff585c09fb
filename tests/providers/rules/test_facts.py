"""What a preflight could not know."""

from datetime import date, timedelta

import pytest

from oauth_tutorial import presets
from oauth_tutorial.providers.rules.facts import unchecked

from ..conftest import Invent
from ..found import levels

CHECKED = presets.load("github").checked


@pytest.mark.parametrize(
    ("days", "level"), [(-9, []), (0, []), (365, []), (366, ["may fail"]), (9999, ["may fail"])]
)
def test_facts_grow_old(days: int, level: list[str]) -> None:
    assert levels("age", "github", today=CHECKED + timedelta(days)) == level


def test_only_what_the_answer_rests_on_is_named(invent: Invent) -> None:
    asked = {"redirect_uri": "http://127.0.0.1/"}
    one, other = invent(unverified=["token.answer"]), invent(unverified=["redirect.hosts"])

    assert levels("unverified", one, **asked) == []
    assert levels("unverified", other, **asked) == ["fine"]
    assert levels("unverified", other) == []


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("redirect.hosts", ("redirect.hosts",)),
        ("redirect", ("redirect.hosts",)),
        ("redirect.hosts.0", ("redirect.hosts",)),
        ("redirect.host", ()),
        ("revocation.style", ("revocation",)),
    ],
)
def test_a_path_is_unchecked_with_what_it_is_part_of(
    invent: Invent, path: str, found: tuple[str, ...]
) -> None:
    name = invent(unverified=["redirect.hosts", "revocation"])

    assert unchecked(presets.load(name), (path,)) == found


def test_a_fact_has_a_day() -> None:
    assert isinstance(CHECKED, date)
