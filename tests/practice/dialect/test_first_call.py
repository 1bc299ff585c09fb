"""Whose token it is, in the members that a preset names."""

import pytest

from oauth_tutorial.practice.dialect.first_call import person
from oauth_tutorial.presets.schema import FirstCall


@pytest.mark.parametrize(
    ("shows", "subject", "wanted"),
    [
        ("login", "id", {"login": "alice", "id": 16471505}),
        ("name.display_name", "account_id", {"name": {"display_name": "Alice Liddell"}}),
        ("data.0.login", "data.0.id", {"data": [{"login": "alice", "id": 16471505}]}),
        ("data.viewer.email", "", {"data": {"viewer": {"email": "alice@photobox.example"}}}),
        ("sub", "sub", {"sub": "alice"}),
    ],
)
def test_the_members(shows, subject, wanted):
    found = person(FirstCall(path="/me", shows=shows, subject=subject), "alice")

    for name, value in wanted.items():
        assert found[name] == value


def test_each_person_has_a_name_that_stays():
    call = FirstCall(path="/me", shows="login", subject="id")

    assert person(call, "alice") == person(call, "alice")
    assert person(call, "alice")["id"] != person(call, "bob")["id"]
