"""The preflight as a whole: the worst first, nothing wrong where nothing is, never a traceback."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauth_tutorial import presets
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.providers import preflight
from oauth_tutorial.providers.finding import LEVELS
from oauth_tutorial.providers.registering import suggested_redirect_uri
from oauth_tutorial.providers.rules.table import RULES

from .conftest import Invent
from .found import first, of

EVERY_APP = [(name, kind) for name in presets.names() for kind in presets.load(name).apps]
REDIRECT_RULES = {rule.name for rule in RULES if rule.name.startswith("redirect")}
HOSTILE = st.text() | st.text(alphabet="htps:/[]@%.0189localhost?#&=x\\ \x00é'!", max_size=40)


def test_what_is_right_is_fine_and_it_says_what_was_looked_at(invent: Invent) -> None:
    found = preflight(
        invent(unverified=["redirect.hosts", "revocation"]),
        redirect_uri="http://127.0.0.1:8000/callback",
        scopes=["read:user"],
        client_id="Ov23li" + "a" * 14,
        client_secret_given=True,
        where="loopback",
        today=date(2026, 11, 27),
    )

    assert {one.level for one in found} == {"fine"}
    (well,) = of("nothing_wrong", found)
    assert "redirect URI" in well.sentence
    assert "Not looked at" not in well.sentence
    (guess,) = of("unverified", found)
    assert "redirect.hosts" in guess.sentence
    assert "revocation" not in guess.sentence  # nothing of the answer rests on it


def test_what_was_not_said_is_named() -> None:
    (well,) = of("nothing_wrong", preflight("github", today=date(2026, 11, 27)))

    assert "redirect_uri, scopes, client_id, client_secret_given, where" in well.sentence


def test_the_worst_is_first() -> None:
    found = preflight(
        "github",
        redirect_uri="http://0.0.0.0:80",
        scopes=["nothing"],
        client_id=" ",
        client_secret_given=False,
    )
    order = [LEVELS.index(one.level) for one in found]

    assert order == sorted(order)
    assert found.worst == "will fail"


def test_what_rests_on_an_unchecked_fact_may_fail(invent: Invent) -> None:
    facts = {"redirect": {"loopback": "exact", "hosts": ["localhost"]}}
    here = "http://127.0.0.1:8765/callback"

    sure = first("redirect_host", invent(**facts), redirect_uri=here)
    unsure = first(
        "redirect_host", invent(unverified=["redirect.hosts"], **facts), redirect_uri=here
    )

    assert (sure.level, unsure.level) == ("will fail", "may fail")
    assert "could not be checked" in unsure.sentence


@pytest.mark.parametrize(("name", "kind"), EVERY_APP)
def test_what_we_suggest_ourselves_passes(name: str, kind: presets.AppKind) -> None:
    preset = presets.load(name).as_app(kind)
    found = preflight(
        name,
        app=kind,
        redirect_uri=suggested_redirect_uri(preset),
        scopes=[one.name for one in preset.scopes],
        client_secret_given="none" not in preset.app(kind).client_auth,
    )

    # what a provider costs, and a kind of PKCE of its own, no suggestion changes
    assert [
        one for one in found if one.level == "will fail" and one.rule not in {"cost", "pkce"}
    ] == []


@pytest.mark.parametrize("name", presets.names())
@given(HOSTILE)
def test_what_is_to_be_pasted_cures_it(name: str, redirect_uri: str) -> None:
    """Whatever was given: who pastes what a finding says has no finding that it will fail."""
    for finding in preflight(name, redirect_uri=redirect_uri):
        if finding.rule in REDIRECT_RULES and finding.paste:
            again = preflight(name, redirect_uri=finding.paste)

            assert [one for one in again if one.rule in REDIRECT_RULES] == []


@given(
    name=st.sampled_from(presets.names()),
    redirect_uri=st.none() | HOSTILE | HOSTILE.map(lambda text: f"http://{text}"),
    scopes=HOSTILE | st.lists(HOSTILE, max_size=5),
    client_id=st.none() | HOSTILE,
    client_secret_given=st.none() | st.booleans(),
    app=st.none() | st.sampled_from(["web", "desktop", "device", "public"]),
    where=st.none() | st.sampled_from(["loopback", "proxy", "binder"]),
    refresh=st.booleans(),
    pkce=st.booleans(),
)
def test_whatever_is_text_gets_an_answer_that_can_be_shown(**asked: object) -> None:
    found = preflight(**asked)  # type: ignore[arg-type]

    assert len(found) > 0
    assert str(found).isprintable() or all(map(str.isprintable, str(found).split("\n")))
    assert found.as_html()


@pytest.mark.parametrize("value", [b"x", 7, [], {}, object(), 1.5])
def test_what_is_no_text_is_refused(value: object) -> None:
    for name in ("redirect_uri", "client_id", "app", "client_secret_given", "pkce", "today"):
        with pytest.raises(InvalidArgument):
            preflight("github", **{name: value})  # type: ignore[arg-type]
    with pytest.raises(InvalidArgument):
        preflight(value)  # type: ignore[arg-type]


def test_a_client_id_is_never_shown() -> None:
    """People paste secrets there."""
    canary = "canary 9f8e7d6c5b4a3f2e1d0c"

    found = preflight("github", client_id=canary)

    assert canary not in str(found) + repr(list(found)) + found.as_html()
    assert canary.split()[1] not in str(found)


def test_a_day_may_be_a_moment() -> None:
    assert preflight("github", today=datetime(2026, 11, 27, 12)).worst == "fine"
