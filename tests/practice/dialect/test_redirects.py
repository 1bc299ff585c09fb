"""The redirect in a provider's words."""

import pytest

from tests.practice.played import Played, changed


def test_github_tells_the_registered_address_of_a_mismatch():
    app = Played("github")
    answer = app.open(redirect_uri="http://127.0.0.1:49152/elsewhere")

    assert answer.status_code == 303
    location = answer.headers["Location"]
    assert location.startswith("http://127.0.0.1:49152/callback?error=redirect_uri_mismatch&")
    assert "MUST%20match" in location
    assert "state=xyz" in location


def test_elsewhere_a_page_shows_it_in_the_provider_s_words():
    app = Played(changed("github", redirect={"mismatch": "page"}))
    page = app.open(redirect_uri="http://127.0.0.1:49152/elsewhere")

    assert page.status_code == 400
    assert "redirect_uri_mismatch" in page.text
    assert "The redirect_uri MUST match" in page.text
    assert "the path differs" in page.text


def test_an_address_of_nobody_gets_nothing():
    app = Played("github")
    answer = app.open(redirect_uri="https://evil.example/x")

    assert answer.headers["Location"].startswith("http://127.0.0.1/callback?error=")
    assert app.open(client_id="nobody").status_code == 400


def test_the_redirect_carries_more_with_the_granted_scope():
    redirect = {"extra": {"scope": "", "hd": "example.com"}, "iss": True, "fragment": "#_=_"}
    app = Played(changed("github", redirect=redirect))
    answer = app.answer(scope="read:user repo")

    assert (answer["scope"], answer["hd"]) == ("read:user repo", "example.com")
    assert answer["iss"] == "http://photobox.example"
    assert app.location.endswith("#_=_")


def test_github_names_no_issuer():
    assert set(Played("github").answer()) == {"code", "state"}


def test_slack_refuses_this_machine_each_time_and_leniently_once():
    here = "http://127.0.0.1:49152/callback"
    strict, lenient = Played("slack"), Played("slack", redirect="lenient")
    for app in (strict, lenient):
        app.photobox.clients.give(app.photobox.clients.get("printshop"))
        page = app.open(redirect_uri=here, client_id="printshop")
        assert page.status_code == 400
        assert "did not match any configured URIs" in page.text

    assert strict.open(redirect_uri=here, client_id="printshop").status_code == 400
    assert lenient.open(redirect_uri=here, client_id="printshop").status_code == 200
    (check,) = [one for one in lenient.photobox.log[-1].checks if one.name == "dialect_redirect"]
    assert check.passed
    assert "the real Slack would refuse this" in check.sentence
    other = "http://127.0.0.1:49153/callback"
    assert lenient.open(redirect_uri=other, client_id="printshop").status_code == 400


def test_what_nobody_could_register_is_not_remembered_for_practice():
    app = Played("slack", redirect="lenient")
    too_long = "http://127.0.0.1/" + "x" * 3_000
    for _ in range(2):
        assert app.open(redirect_uri=too_long).status_code == 400

    assert not app.photobox.playing.refused


@pytest.mark.parametrize("where", ["127.0.0.1", "localhost"])
def test_an_app_with_pkce_may_use_localhost_at_slack(where):
    app = Played("slack", "public")
    page = app.open(redirect_uri=f"http://{where}:49152/callback")

    assert (page.status_code == 200) is (where == "localhost")
