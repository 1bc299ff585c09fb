"""The members of what somebody's JSON says, wherever they stand."""

import json

from oauth_tutorial.text.members import MOST_MEMBERS, members, opened


def test_members_in_their_places():
    body = {"a": [{"b": json.dumps({"c": 1})}, "d"]}

    assert [(path, name) for path, name, _ in members(body)] == [
        ("a", "a"),
        ("a[0]", "a"),
        ("a[0].b", "b"),
        ("a[0].b.c", "c"),
        ("a[1]", "a"),
    ]


def test_members_of_what_is_deep():
    body = "end"
    for _ in range(90):
        body = {"a": body}

    assert len(list(members(body))) == 6


def test_a_long_name_is_not_copied_for_each_that_it_holds():
    found = list(members({"n" * 10_000: [0] * 20_000}))

    assert max(len(path) for path, _, _ in found) < 100
    assert len(found) == MOST_MEMBERS


def test_what_stands_inside_a_text_is_opened() -> None:
    assert opened('{"a": 1}') == {"a": 1}
    assert opened("error=bad_code&hint=It+is+old") == {"error": "bad_code", "hint": "It is old"}
    assert opened("error = a sentence") is None
    assert opened("a=b") is None
