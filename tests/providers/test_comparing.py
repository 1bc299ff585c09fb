"""Facts side by side."""

import itertools

import pytest

from oauth_tutorial import presets
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.providers import compare
from oauth_tutorial.providers.comparing import FACTS, WIDE, fact

from .conftest import Invent


def rows(*names: str, all: bool = False) -> dict[str, list[str]]:
    return {one.path: list(map(str, one.values)) for one in compare(*names, all=all).rows}


def test_only_what_differs_is_shown_unless_all_is_asked_for() -> None:
    assert rows("github", "slack")["token.at"] == ["–", "authed_user"]
    assert "cost" not in rows("github", "slack")
    assert rows("github", "slack", all=True)["cost"] == ["free", "free"]


def test_what_nobody_could_check_is_marked(invent: Invent) -> None:
    sure, unsure = invent(), invent("slack", unverified=["revocation"])

    assert rows(sure, unsure)["revocation.style"] == [
        "DELETE, Basic, the token in JSON",
        "POST, the token as Bearer (unverified)",
    ]


def test_values_are_in_words(invent: Invent) -> None:
    seen = rows(invent("github"), invent("slack"))

    assert seen["authorization.scope_separator"] == ["a space", "a comma"]
    assert seen["authorization.names"] == ["–", "scope=user_scope"]
    assert seen["errors.description"] == ["yes", "no"]
    assert seen["apps"] == ["web, device", "web, public"]
    assert seen["apps.public.pkce"] == ["no such app", "required"]


def test_the_text_is_a_table_and_the_html_one_with_headings() -> None:
    found = compare("github", "slack")
    lines = str(found).splitlines()

    assert lines[0].split() == ["GitHub", "Slack"]
    assert len(lines) > len(found.rows)
    assert max(map(len, lines)) <= 3 * WIDE + 4
    assert '<th scope="col">Slack</th>' in found._repr_html_()
    assert '<th scope="row">where the token is</th>' in found._repr_html_()


def test_a_name_of_a_provider_is_escaped(invent: Invent) -> None:
    html = compare("github", invent(name="<i>Hub</i>")).as_html()

    assert "<i>" not in html
    assert "&lt;i&gt;Hub" in html


def test_two_are_needed() -> None:
    with pytest.raises(InvalidArgument, match="got 1"):
        compare("github")
    with pytest.raises(InvalidArgument, match="no preset"):
        compare("github", "nowhere")


@pytest.mark.parametrize("path", FACTS)
def test_every_path_leads_to_a_fact(path: str) -> None:
    """A name that the vocabulary does not have raises."""
    for name in presets.names():
        fact(presets.load(name), path)


@pytest.mark.parametrize(("one", "other"), list(itertools.pairwise(presets.names())))
def test_every_two_can_be_compared(one: str, other: str) -> None:
    assert compare(one, other, all=True).rows
