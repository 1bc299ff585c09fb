"""What a learner is shown of Mallory's step: nothing before it is written, and then what came."""

from urllib.parse import quote

import pytest
import requests

from oauth_tutorial.exercises import ____
from oauth_tutorial.exercises.attacks import (
    ATTACKS,
    Played,
    code_injection,
    code_interception,
    code_replay,
    login_csrf,
    mix_up,
    open_redirect,
    query_of,
    scope_creep,
    stolen_access_token,
    stolen_refresh_token,
    token_leak,
)
from oauth_tutorial.exercises.attacks.played import source_of

pytestmark = pytest.mark.usefixtures("photobox")
each = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)


def untouched(shop, alice, mallory):
    answer = mallory.catch(mallory, shop)
    return alice.visit(____ or answer)


@each
@pytest.mark.parametrize("steps", [____, untouched])
def test_an_untouched_step_shows_the_code_and_no_winner(attack, steps, photobox):
    seen = len(photobox.log)
    played = attack.play(steps)

    assert played.head == "Not attempted"
    assert source_of(attack.code).splitlines()[-1] in repr(played)
    assert "wins" not in repr(played)
    assert len(photobox.log) == seen


@each
def test_the_step_that_the_course_knows_wins(attack):
    played = attack.play(attack.steps)

    assert played.head == "Mallory wins"
    assert played.verdict.mallory_wins
    assert "Stuck?" not in repr(played)


def written_by_hand(shop, alice, mallory):
    answer = mallory.catch(mallory, shop)
    query = "&".join(f"{name}={quote(value)}" for name, value in answer.items())
    return alice.visit(f"{shop.redirect_uri}?{query}")


def form_by_hand(shop, alice, mallory):
    form = {"code": mallory.catch(alice, shop)["code"], "redirect_uri": shop.redirect_uri}
    form |= {"grant_type": "authorization_code", **shop.app.credentials}
    answer = requests.post(mallory.photobox.token_endpoint, data=form, timeout=10)
    return mallory.see_photos(answer.json())


def changed_in_place(shop, alice, mallory):
    stolen = mallory.catch(alice, shop)
    answer = mallory.catch(mallory, shop)
    answer["code"] = stolen["code"]
    return mallory.visit(shop.callback(answer))


def from_the_access_log(shop, alice, mallory):
    alice.sign_in(shop.login)
    line = next(one for one in shop.access_log if "code=" in one)
    answer = mallory.catch(mallory, shop)
    return mallory.visit(shop.callback({**answer, "code": query_of(line)["code"]}))


def to_another_path(shop, alice, mallory):
    wanted = mallory.address + "/callback?mine=1"
    request, verifier = mallory.write_request(shop, wanted)
    alice.sign_in(mallory.link(request))
    return mallory.see_photos(mallory.exchange_caught(request, verifier))


def last_received(shop, alice, mallory):
    alice.sign_in(shop.login + "?with=evilbox")
    form = [one.form for one in mallory.received if "code" in one.form][-1]
    return mallory.see_photos(mallory.exchange(**form))


def from_the_referer(shop, alice, mallory):
    alice.sign_in(shop.login)
    return mallory.see_photos(query_of(mallory.received[-1].referer))


def renewed_twice(shop, alice, mallory):
    alice.sign_in(shop.login)
    return mallory.see_photos(mallory.renew(mallory.renew(shop.newest_tokens)))


def in_a_header(shop, alice, mallory):
    alice.sign_in(shop.login)
    headers = {"authorization": "bearer " + shop.newest_tokens["access_token"]}
    return requests.get(mallory.photobox.api + "/photos", headers=headers, timeout=10)


def one_print(shop, alice, mallory):
    alice.sign_in(shop.login)
    headers = {"Authorization": f"Bearer {shop.newest_tokens['access_token']}"}
    order = {"photo": 2, "copies": 3}
    return requests.post(f"{mallory.photobox.api}/orders", headers=headers, json=order, timeout=10)


@pytest.mark.parametrize(
    ("attack", "steps"),
    [
        (login_csrf, written_by_hand),
        (code_interception, form_by_hand),
        (code_injection, changed_in_place),
        (code_replay, from_the_access_log),
        (open_redirect, to_another_path),
        (mix_up, last_received),
        (token_leak, from_the_referer),
        (stolen_refresh_token, renewed_twice),
        (stolen_access_token, in_a_header),
        (scope_creep, one_print),
    ],
    ids=lambda one: getattr(one, "name", getattr(one, "__name__", "")),
)
def test_a_step_in_another_style_wins_too(attack, steps):
    assert attack.play(steps).head == "Mallory wins"


@each
def test_who_only_lets_alice_sign_in_has_not_won(attack):
    """She sees her own photos, which is no theft."""
    played = attack.play(lambda shop, alice, mallory: alice.sign_in(shop.login))

    assert played.head == "Not yet"


@each
def test_who_only_signs_in_herself_has_not_won(attack):
    played = attack.play(lambda shop, alice, mallory: mallory.sign_in(shop.login))

    assert played.head == "Not yet"


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        (None, "play(…) wants the function itself"),
        (lambda shop, alice, mallory: shop.nothing, "Mallory's step raised AttributeError"),
        (lambda: None, "Mallory's step raised TypeError"),
        (lambda *people: "a text", "PhotoBox got nothing that Mallory sent or stole"),
        (lambda *people: None, "PhotoBox got nothing that Mallory sent or stole"),
    ],
)
def test_whatever_is_played_gets_a_sentence(steps, says):
    played = login_csrf.play(steps)

    assert says in repr(played)
    assert repr(played).endswith("Stuck? print(login_csrf) shows all her steps.")


@pytest.mark.parametrize(
    ("attack", "step", "says"),
    [
        (
            login_csrf,
            lambda shop, alice, mallory: alice.visit(mallory.catch(mallory, shop)),
            "visit(address) wants an address, and got a dictionary",
        ),
        (
            login_csrf,
            lambda shop, alice, mallory: alice.visit(shop.callback("a-code")),
            "wants the parameters, a dictionary as mallory.catch(…) returns it, and got text",
        ),
        (
            code_replay,
            lambda shop, alice, mallory: query_of(alice.history),
            "query_of(address) wants one address, and got a list",
        ),
        (
            mix_up,
            lambda shop, alice, mallory: mallory.exchange(),
            "the form is empty: it came from a request that carries none",
        ),
        (
            stolen_access_token,
            lambda shop, alice, mallory: mallory.see_photos("a-token"),
            "see_photos(tokens) wants the tokens, a dictionary, and got text",
        ),
    ],
)
def test_what_does_not_fit_her_tool_is_named(attack, step, says):
    """Without the objects that the step was given: they say nothing to a learner."""
    text = attack.play(step).text

    assert says in text
    assert "ShopSite" not in text


def test_a_token_that_has_expired_is_said_to_be_refused():
    """The most plausible wrong step of that round: PhotoBox answers, and not PrintShop's page."""

    def too_late(shop, alice, mallory):
        alice.sign_in(shop.login)
        tokens = mallory.renew(shop.newest_tokens)
        mallory.photobox.clock.advance(hours=2)
        return mallory.see_photos(tokens)

    text = stolen_refresh_token.play(too_late).text

    assert "PhotoBox refused it. The rule: the access token is valid, not expired" in text
    assert "page says" not in text


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("", "http://127.0.0.1 does not begin with http://127.0.0.1/callback, which is registered"),
        ("/", "http://127.0.0.1/ does not begin with http://127.0.0.1/callback, which is"),
        ("/call", "registered: the path differs."),
        ("/Callback", "registered: upper and lower case differ."),
        ("/mallory?to=/callback", "registered: the path and the query differ."),
        ("/\x1b[31m", "does not begin with"),
    ],
)
def test_how_her_address_misses_the_registered_one_is_said(path, says):
    def elsewhere(shop, alice, mallory):
        request, verifier = mallory.write_request(shop, mallory.address + path)
        alice.sign_in(mallory.link(request))
        return mallory.see_photos(mallory.exchange_caught(request, verifier))

    text = open_redirect.play(elsewhere).text

    assert says in text
    assert "\x1b" not in text


def test_what_printshop_says_is_passed_on():
    """Two of the three parameters, for instance: iss is missing."""

    def without_iss(shop, alice, mallory):
        answer = mallory.catch(mallory, shop)
        return alice.visit(f"{shop.redirect_uri}?code={answer['code']}&state={answer['state']}")

    assert (
        "says: “Another server answered, not the one that was asked.”"
        in login_csrf.play(without_iss).text
    )


def test_the_rule_that_stopped_her_is_named():
    def without_secret(shop, alice, mallory):
        form = {"grant_type": "authorization_code", "client_id": shop.app.client_id}
        return mallory.see_photos(mallory.exchange(**form))

    assert "client_secret is the client's own" in code_interception.play(without_secret).text


def test_the_code_is_shown_without_its_types_and_escaped():
    def risky(text: str, more: "dict[str, int]") -> bool:
        return text < "<b>"

    shown = source_of(risky)

    assert shown == 'def risky(text, more):\n    return text < "<b>"'
    assert "&lt;b&gt;" in Played("PrintShop", shown, "Not yet", "x").as_html()
