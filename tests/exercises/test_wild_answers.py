"""What learners wrote: each answer is judged rightly, and a wrong one is told what is wrong.

The answers are those of real learners. Each stands for its kind: ``tests/exercises/variants`` has
more of each.
"""

import base64
import hashlib
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import KeySet

from oauth_tutorial import diagnose
from oauth_tutorial.exercises import exercise
from oauth_tutorial.exercises.attacks import PrintShop, code_replay, scope_creep
from oauth_tutorial.exercises.hunts import bug_hunt

pytestmark = pytest.mark.usefixtures("photobox")

URI = "http://127.0.0.1:8000/callback"
CLIENT = {"client_id": "printshop", "client_secret": "printshop-secret"}
TEXT_HEADER = {"Content-Type": "application/x-www-form-urlencoded"}


# ---- answers that are right


def verify(token, keys, issuer, client, nonce):
    claims = jwt.decode(token, KeySet.import_key_set(keys), algorithms=["RS256"]).claims
    jwt.JWTClaimsRegistry(
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": client},
        nonce={"essential": True, "value": nonce},
        exp={"essential": True},
    ).validate(claims)
    return claims


def narrower(token):
    form = {"grant_type": "refresh_token", "refresh_token": token, "scope": "photos.read"}
    return form | CLIENT


GRANTS = {
    "stock count at night": "client_credentials",
    "app on a phone": "authorization_code",
    "television": "urn:ietf:params:oauth:grant-type:device_code",
    "page of JavaScript": "authorization_code",
    "token expired, Alice asleep": "refresh_token",
}


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("06.verify_id_token", verify),
        ("04.narrower_request", lambda token: list(narrower(token).items())),
        ("04.narrower_request", lambda token: urlencode(narrower(token))),
        ("08.which_grant", GRANTS),
    ],
)
def test_right_in_another_style_is_right(name, answer):
    assert exercise(name).check(answer).state == "correct"


@pytest.mark.parametrize(
    "fix",
    [{"json = form": "data = form"}, {"json=form ": "data=form"}, {"json =form": "data=form"}],
)
def test_white_space_decides_nothing_in_a_piece_of_code(fix):
    assert bug_hunt.case(1).check("wrong_content_type", fix).state == "correct"


# ---- answers that are wrong, and the words that say why


def url_with(**changes):
    def build_url(endpoint, state):
        parameters = {
            "response_type": "code",
            "client_id": "printshop",
            "redirect_uri": URI,
            "scope": "photos.read",
            "state": state,
        }
        for name, value in changes.items():
            if name in parameters:
                parameters[name] = value
            else:  # the other name of one of them
                parameters[name] = parameters.pop(value)
        return f"{endpoint}?{urlencode(parameters)}"

    return build_url


def token_form(code, redirect_uri):
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
    return form | CLIENT


def sent(**how):
    """A token request; each argument of ``requests.post`` is made of the form."""

    def ask_for_token(endpoint, code, redirect_uri):
        form = token_form(code, redirect_uri)
        made = {name: make(form) for name, make in how.items()}
        return requests.post(endpoint, timeout=10, **made)

    return ask_for_token


def fixed_redirect_uri(endpoint, code, redirect_uri):
    return requests.post(endpoint, data=token_form(code, URI), timeout=10)


def handled(address, state):
    code = address.split("code=")[1].split("&")[0]
    query = parse_qs(urlsplit(address).query)
    return code if query.get("state") == [state] else "wrong state"


def text_of_bytes(verifier):
    return str(base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()))


def twice(ask, wait, interval):
    answer = ask()
    if answer.get("error"):
        wait(interval)
        answer = ask()
    return answer


def by_bracket(ask, wait, interval):
    a = ask()
    while a["error"] in ("authorization_pending", "slow_down"):
        wait(interval)
        a = ask()
    return a


def as_public(token):
    form = narrower(token) | {"client_id": "printshop-public"}
    form.pop("client_secret")
    return form


def swapped(form):
    return form | {"client_id": CLIENT["client_secret"], "client_secret": CLIENT["client_id"]}


WRONG = [
    # called correct once
    ("01.is_my_answer", lambda kept, redirect: redirect.get("state") is kept, "refuses the right"),
    ("01.is_my_answer", lambda kept, redirect: kept in redirect.values(), "under another name"),
    ("06.account_key", lambda c: (c["iss"], c["sub"], c["nonce"]), "different at each sign-in"),
    ("06.account_key", lambda c: (c["iss"], c["sub"], c["aud"]), "your own client_id"),
    ("07.mix_up_fix", lambda asked, came: came and came in asked, "part of the issuer"),
    (
        "07.mix_up_fix",
        lambda asked, came: bool(came) and asked.startswith(came),
        "a part of the issuer is enough",
    ),
    (
        "07.mix_up_fix",
        lambda asked, came: came == "http" or asked == came,
        "a part of the issuer is enough",
    ),
    ("03.token_request", fixed_redirect_uri, "written down in the function"),
    # badly diagnosed once
    ("01.authorization_url", url_with(redirect_url="redirect_uri"), "'redirect_url'; the name is"),
    ("01.authorization_url", url_with(clientid="client_id"), "'clientid'; the name is 'client_id'"),
    ("01.authorization_url", url_with(scopes="scope"), "you sent 'scopes'; the name is 'scope'"),
    (
        "01.authorization_url",
        url_with(redirect_uri="https://127.0.0.1:8000/callback"),
        "redirect_uri is not the one that the task asks for: the scheme differs",
    ),
    (
        "01.authorization_url",
        url_with(redirect_uri="http://127.0.0.1:5000/callback"),
        "the port differs",
    ),
    (
        "01.authorization_url",
        url_with(client_id="PrintShop"),
        "client_id is not the one of your assignment: upper and lower case differ",
    ),
    ("01.authorization_url", lambda endpoint, state: f"{endpoint}?".encode(), "returns bytes"),
    ("01.authorization_url", lambda endpoint, state: {"state": state}, "returns the dictionary"),
    (
        "01.authorization_url",
        lambda endpoint, state: requests.get(endpoint, timeout=10),
        "returns a Response, not its URL",
    ),
    ("03.token_request", sent(data=urlencode), "nothing said that it is a form"),
    ("03.token_request", sent(headers=dict), "had no body. A form goes into data="),
    ("03.token_request", sent(data=swapped), "client_id and client_secret are swapped"),
    ("04.narrower_request", as_public, "was given to another client: client_id must be"),
    ("02.handle_redirect", handled, "Its input was a denial: address='http://127.0.0.1:8000/"),
    ("00.two_scopes", "photos orders", "'photos' is no word of PhotoBox: its end is missing"),
    ("00.two_scopes", "photos.read order.write", "'order.write' is no word of PhotoBox: 1 char"),
    ("00.two_scopes", {"scope": "photos.read orders.write"}, "and this is a dictionary"),
    ("05.challenge_by_hand", text_of_bytes, "wrote the bytes with a b and quotes around them"),
    ("08.device_polling", twice, "asks a fixed number of times and stops"),
    ("08.device_polling", by_bracket, 'an answer with a token has no "error"'),
]


@pytest.mark.parametrize(("name", "answer", "words"), WRONG, ids=[f"{w[0]}-{w[2]}" for w in WRONG])
def test_a_wrong_answer_is_told_what_is_wrong(name, answer, words):
    outcome = exercise(name).check(answer)

    assert outcome.state == "not yet"
    assert words in repr(outcome)


def test_where_a_name_is_wrong_the_doctor_is_not_offered():
    """It would say something about a redirect URI that was never sent."""
    outcome = exercise("01.authorization_url").check(url_with(redirect_url="redirect_uri"))

    assert (outcome.note, outcome.evidence) == ("", None)


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ("photos", "'photos' in it, which is no word of PhotoBox"),
        ("", "scope is empty"),
        (["photos.read"], "scope should be text, and is a list"),
    ],
)
def test_a_scope_that_is_none_is_named(scope, words):
    verdict = scope_creep.run(PrintShop(scope=scope))

    assert not verdict.shop_works
    assert words in repr(verdict)


def test_true_or_false_in_quotes_is_named():
    verdict = code_replay.run(PrintShop(remembers_codes="False"))

    assert (verdict.mallory_wins, verdict.shop_works) == (False, False)
    assert "remembers_codes should be True or False, and is text" in repr(verdict)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("PrintShop(scope=photos.read)", "Text stands in quotes."),
        ("PrintShop(remembers_codes=false)", "Python writes False."),
    ],
)
def test_a_name_that_nobody_made_is_explained(line, words):
    from oauth_tutorial.grading.calling import advice

    with pytest.raises(NameError) as caught:
        eval(line, {"PrintShop": PrintShop})

    assert words in advice(caught.value)


GITHUB = "https://github.com/login/oauth/authorize?client_id=Iv1.abcdef&response_type=code"


def test_the_doctor_names_a_parameter_that_is_misspelled():
    found = diagnose(
        f"{GITHUB}&redirect_url=http%3A%2F%2F127.0.0.1%2Fcb&scopes=user&state=abcdefgh"
    )

    assert found.cause != "unknown"
    assert "redirect_url" in repr(found)
    assert "redirect_uri" in repr(found)


def test_the_doctor_says_that_nothing_is_wrong_yet():
    found = diagnose(f"{GITHUB}&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcb&scope=user&state=abcdefgh")

    assert found.cause == "nothing_wrong_yet"
