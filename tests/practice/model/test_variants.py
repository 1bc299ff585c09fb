"""What a seed changes, and that nothing else does."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oauth_tutorial import practice
from oauth_tutorial.practice.model.scopes import PERSON_SCOPES
from oauth_tutorial.practice.model.variants import STORY, variant
from oauth_tutorial.practice.web.faults import FAULTS

VSCHAR = re.compile(r"[\x20-\x7e]+")  # RFC 6749 Appendix A
SEEDS = st.integers(min_value=0)


@given(SEEDS)
def test_a_seed_gives_a_client_that_can_be_registered(seed):
    """Its scope can be asked of a person; its faults exist, each once; the same every time."""
    one = variant(seed)
    values = (one.client_id, one.client_secret, one.public_client_id)

    assert all(VSCHAR.fullmatch(value) for value in values)
    assert set(one.scope) <= set(PERSON_SCOPES)
    assert len(set(one.hidden_faults)) == 3
    assert set(one.hidden_faults) <= set(FAULTS)
    assert one == variant(seed)


def test_the_values_of_a_seed_are_these_on_every_machine():
    one = variant(7)

    assert one.client_id == "printshop-zdkf4"
    assert one.client_secret == "printshop-secret-92ct8bn9h6k2"
    assert one.scope == ("photos.read", "orders.write", "profile", "email")


def test_a_thousand_seeds_have_as_many_clients():
    many = [variant(seed) for seed in range(1000)]

    assert len({one.client_id for one in many}) >= 998
    assert len({one.client_secret for one in many}) == 1000
    assert len({(one.scope, one.hidden_faults) for one in many}) > 300


@given(SEEDS, SEEDS)
def test_what_is_copied_is_recognised(mine, theirs):
    """Another seed's values and the story's are; one's own and anything else are not."""
    one, other = variant(mine), variant(theirs)

    assert one.is_copied(other.client_id) == (one.client_id != other.client_id)
    assert one.is_copied(other.client_secret) == (one.client_secret != other.client_secret)
    assert one.is_copied("printshop")
    assert not STORY.is_copied("printshop")
    assert not one.is_copied("printshop-nightly")
    assert not one.is_copied(None)


@given(SEEDS, st.lists(st.integers(), unique=True))
def test_an_order_of_its_own_loses_nothing(seed, items):
    assert sorted(variant(seed).shuffled("x", items)) == sorted(items)
    assert STORY.shuffled("x", items) == items


@pytest.mark.parametrize("seed", [-1, "7", 7.0, True, [7], ""])
def test_what_is_no_seed_is_said(seed):
    with pytest.raises(practice.SeedError, match="whole number of 0 or more, such as 7; got "):
        variant(seed)


def test_no_fault_of_a_seed_hides_another():
    """They act on three messages: the redirect and two token requests."""
    for seed in range(200):
        places = [FAULTS[name].place for name in variant(seed).hidden_faults]

        assert places[:2] == ["redirect", "anywhere"]
        assert places[2] in {"before", "instead", "answer"}


@settings(max_examples=5)
@given(SEEDS)
def test_no_repr_shows_the_secret_or_a_fault(seed):
    shown = repr(variant(seed))

    assert variant(seed).client_secret not in shown
    assert not any(name in shown for name in variant(seed).hidden_faults)
