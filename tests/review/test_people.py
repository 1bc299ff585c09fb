"""Whom a page speaks of."""

import pytest

from oauth_tutorial.practice.model.people import PHOTOS
from oauth_tutorial.review.people import named


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("<p>Hello, Alice Liddell.</p>", {"alice"}),
        ("Signed in as bob", {"bob"}),
        ("ALICE", {"alice"}),
        ("alice and bob", {"alice", "bob"}),
        (str(PHOTOS["bob"][0]["title"]), {"bob"}),
        ("bobsleigh, malice, kebob", set()),
        ("PrintShop", set()),
        ("", set()),
    ],
)
def test_who_stands_in_a_text(text: str, names: set[str]) -> None:
    assert named(text) == names


def test_each_photo_is_of_one_person() -> None:
    for username, photos in PHOTOS.items():
        assert {name for one in photos for name in named(str(one["title"]))} == {username}
