"""What else came: read as a dict, changed by nobody, shown by its names."""

import copy
import json
import pickle
from dataclasses import asdict, dataclass, field

import pytest

from oauth_tutorial.text.kept import Kept

CAME = {"instance_url": "https://a.example", "athlete": {"id": 7}}


def test_it_shows_names_and_no_value():
    assert repr(Kept(CAME)) == str(Kept(CAME)) == f"{Kept(CAME)}" == "<instance_url, athlete>"
    assert repr(Kept({})) == "<>"


def test_its_names_are_somebody_elses_and_there_may_be_many():
    shown = repr(Kept({"\x1b[2J" + "x" * 500: 1} | {str(one): one for one in range(1000)}))

    assert shown.isprintable()
    assert shown.endswith(", …>")
    assert len(shown) < 300


@pytest.mark.parametrize(
    "change",
    [
        lambda kept: kept.__setitem__("a", 1),
        lambda kept: kept.__delitem__("athlete"),
        lambda kept: kept.__ior__({"a": 1}),
        lambda kept: kept.clear(),
        lambda kept: kept.pop("athlete"),
        lambda kept: kept.popitem(),
        lambda kept: kept.setdefault("a", 1),
        lambda kept: kept.update(a=1),
    ],
)
def test_nobody_changes_it(change):
    kept = Kept(CAME)
    with pytest.raises(TypeError, match="read-only"):
        change(kept)

    assert kept == CAME


def test_it_can_be_stored_as_any_dict():
    @dataclass
    class Holder:
        extra: dict = field(default_factory=lambda: Kept(CAME))

    assert json.loads(json.dumps(Kept(CAME))) == CAME
    assert asdict(Holder()) == {"extra": CAME}
    assert dict(Kept(CAME)) == Kept(CAME) | {} == CAME
    for made in (copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))):
        assert made(Kept(CAME)) == CAME
        assert repr(made(Kept(CAME))) == "<instance_url, athlete>"
