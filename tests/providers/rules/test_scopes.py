"""Scopes: which words, and how they stand apart."""

import pytest

from ..conftest import Invent
from ..found import first, levels


@pytest.mark.parametrize(
    "scopes",
    ["read:user gist", ["read:user", "gist"], ["read:user gist"], ("repo",), {"repo"}, "  repo  "],
)
def test_words_that_the_provider_knows_are_fine(scopes: object) -> None:
    assert levels("scope", "github", scopes=scopes) == []


def test_an_unknown_one_may_exist_and_the_nearest_is_named() -> None:
    finding = first("scope", "github", scopes=["Gist", "read:users", "notifications"])

    assert finding.level == "may fail"
    assert "not complete" in finding.sentence
    assert "Did you mean gist? Did you mean read:user?" in finding.sentence


@pytest.mark.parametrize(
    ("name", "scopes", "level", "paste"),
    [
        ("slack", "files:read chat:write", "will fail", "files:read,chat:write"),
        ("slack", ["files:read chat:write"], "will fail", "files:read,chat:write"),
        ("slack", "files:read%2Cchat:write", "will fail", "files:read,chat:write"),
        ("github", "read:user%20gist", "will fail", "read:user gist"),
        ("github", "read:user+gist", "will fail", "read:user gist"),
        ("github", "read%3Auser", "will fail", "read:user"),
        ("github", "read:user;gist", "may fail", "read:user gist"),
        # who writes commas in the answer may read them
        ("github", "read:user,gist", "may fail", "read:user gist"),
    ],
)
def test_words_that_became_one_are_told_apart(
    name: str, scopes: object, level: str, paste: str
) -> None:
    finding = first("scope", name, scopes=scopes)

    assert (finding.level, finding.paste) == (level, paste)


@pytest.mark.parametrize("word", ['"repo"', "re\\po", "größe", "a\tb", "repo\n"])
def test_what_is_no_scope_will_fail(word: str) -> None:
    assert levels("scope", "github", scopes=[word]) == ["will fail"]


def test_many_unknown_ones_are_one_finding() -> None:
    finding = first("scope", "github", scopes=[f"no-such-{n}" for n in range(9)])

    assert "and 4 more" in finding.sentence


def test_where_the_registration_says_it_scope_is_not_read(invent: Invent) -> None:
    name = invent("slack", authorization={"scopes_taken": False})
    finding = first("scope", name, scopes=["chat:write"])

    assert finding.level == "may fail"
    assert "'User Token Scopes'" in finding.sentence


def test_who_the_person_is_needs_openid(invent: Invent) -> None:
    userinfo = "https://api.github.com/userinfo"
    name = invent(
        kind="openid",
        issuer="https://github.com",
        endpoints={"userinfo": userinfo},
        api={"first_call": {"path": "/userinfo"}},
        scopes=[
            {"name": "openid", "says": "Know who you are"},
            {"name": "email", "says": "See your e-mail address"},
        ],
    )

    assert levels("openid", name, scopes=["openid", "email"]) == []
    finding = first("openid", name, scopes=["email"])
    assert (finding.level, finding.paste) == ("may fail", "openid email")
    assert levels("openid", "github", scopes=["read:user"]) == []
