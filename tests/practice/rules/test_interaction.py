"""How much the person is asked (OpenID Connect Core §3.1.2.1, §3.1.2.6)."""

from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup

from oauth_tutorial.practice.model.checks import Checklist, Refused
from oauth_tutorial.practice.model.store import Interaction, Session
from oauth_tutorial.practice.rules.interaction import must_sign_in, read_interaction
from oauth_tutorial.practice.rules.resources import ARCHIVE
from tests.practice.browser import answer_of
from tests.practice.conftest import SCOPE
from tests.practice.judges import part


def test_prompt_none_shows_no_page_and_asks_for_a_sign_in(alice, openid_url):
    """Core §3.1.2.1: MUST NOT display any page; §3.1.2.6: login_required."""
    answer = answer_of(alice.open(openid_url(prompt="none")).headers["Location"])

    assert (answer["error"], answer["state"]) == ("login_required", "xyz")


def test_prompt_none_asks_for_consent_that_was_never_given(alice, openid_url):
    """Core §3.1.2.6: consent_required."""
    alice.sign_in(openid_url())
    answer = answer_of(alice.open(openid_url(prompt="none")).headers["Location"])

    assert answer["error"] == "consent_required"


def test_prompt_none_gives_a_code_when_nothing_is_left_to_ask(alice, openid_url, exchange):
    """And only for what was approved before."""
    alice.decide(openid_url())
    answer = answer_of(alice.open(openid_url(prompt="none")).headers["Location"])
    more = answer_of(alice.open(openid_url(prompt="none", scope="photos.read")).headers["Location"])

    assert exchange(answer["code"]).json()["scope"] == SCOPE
    assert more["error"] == "consent_required"


def test_prompt_none_gives_nothing_for_an_api_that_she_was_never_asked_about(alice, openid_url):
    """Core §3.1.2.6, RFC 8707 §2: to approve for the photo API is not to approve for another."""
    alice.decide(openid_url())

    def silent(resource):
        url = f"{openid_url(prompt='none')}&{urlencode({'resource': resource}, doseq=True)}"
        return answer_of(alice.open(url).headers["Location"])

    api = openid_url().partition("/authorize")[0] + "/api"
    assert "code" in silent(api)
    assert silent(ARCHIVE)["error"] == "consent_required"
    alice.submit(alice.open(openid_url(resource=ARCHIVE)), decision="approve")
    assert "code" in silent(ARCHIVE)
    assert "code" in silent([api, ARCHIVE])


def test_prompt_login_asks_again(alice, openid_url, exchange, photobox):
    """Core §3.1.2.1: the person SHOULD be prompted, and auth_time is new then."""
    alice.sign_in(openid_url())
    photobox.clock.advance(minutes=5)
    page = alice.open(openid_url(prompt="login"))
    assert 'name="password"' in page.text

    page = alice.submit(page, username="alice", password="wonderland")
    code = answer_of(alice.submit(page, decision="approve").headers["Location"])["code"]
    claims = part(exchange(code).json()["id_token"], 1)

    assert claims["iat"] - claims["auth_time"] <= 2


def test_prompt_login_cannot_be_stepped_over(alice, openid_url, photobox):
    """The consent page of such a request is not reached with the old sign-in."""
    alice.sign_in(openid_url())
    page = alice.open(openid_url(prompt="login"))
    form = BeautifulSoup(page.text, "html.parser")
    fields = {i["name"]: i.get("value", "") for i in form.find_all("input", type="hidden")}
    answer = alice.session.post(
        f"{photobox.issuer}/consent",
        data=fields | {"decision": "approve", "scope": "openid"},
        allow_redirects=False,
        timeout=5,
    )

    assert "Location" not in answer.headers
    assert 'name="password"' in answer.text


@pytest.mark.parametrize(("max_age", "asks"), [("0", True), ("60", True), ("600", False)])
def test_max_age_asks_again_when_the_sign_in_is_older(alice, openid_url, photobox, max_age, asks):
    """Core §3.1.2.1: the OP MUST attempt to re-authenticate the person then."""
    alice.sign_in(openid_url())
    photobox.clock.advance(minutes=5)

    assert ('name="password"' in alice.open(openid_url(max_age=max_age)).text) is asks


def test_max_age_0_asks_again_whatever_the_clock_says(alice, openid_url, photobox):
    """Core §3.1.2.1: max_age=0 is the same as prompt=login, even of a sign-in in the future."""
    photobox.clock.advance(minutes=5)
    alice.sign_in(openid_url())
    photobox.clock.rewind()

    assert 'name="password"' in alice.open(openid_url(max_age="0")).text


def test_max_age_with_prompt_none_is_login_required(alice, openid_url, photobox):
    """Core §3.1.2.6."""
    alice.decide(openid_url())
    photobox.clock.advance(minutes=5)
    location = alice.open(openid_url(prompt="none", max_age="60")).headers["Location"]

    assert answer_of(location)["error"] == "login_required"


def test_login_hint_fills_the_name_in_and_is_escaped(alice, openid_url):
    page = alice.open(openid_url(login_hint='bob"><script>'))
    field = BeautifulSoup(page.text, "html.parser").find("input", {"name": "username"})

    assert field["value"] == 'bob"><script>'
    assert "<script>" not in page.text


@pytest.mark.parametrize(
    ("wished", "username", "asked"),
    [
        (Interaction(), None, True),
        (Interaction(), "alice", False),
        (Interaction(prompt=frozenset({"consent"})), "alice", False),
        (Interaction(prompt=frozenset({"login", "consent"})), "alice", True),
        (Interaction(prompt=frozenset({"select_account"})), "alice", True),
        (Interaction(max_age=100), "alice", False),
        (Interaction(max_age=99), "alice", True),
        (Interaction(max_age=0), "alice", True),
    ],
)
def test_when_the_person_has_to_prove_who_they_are(wished, username, asked):
    session = Session(username=username, auth_time=1000)

    assert must_sign_in(wished, session, now=1100) is asked


@pytest.mark.parametrize("max_age", ["1" * 12, "1.5", "+1", " 1", "²"])
def test_what_is_no_number_of_seconds_is_refused(max_age):
    with pytest.raises(Refused):
        read_interaction({"max_age": max_age}, Checklist())


def test_a_hint_is_cut_and_nothing_given_wishes_nothing():
    assert len(read_interaction({"login_hint": "a" * 5000}, Checklist()).login_hint) == 100
    assert read_interaction({}, Checklist()) == Interaction()
