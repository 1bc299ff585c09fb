"""Each exercise: untouched, solved, and each typical mistake with its own sentence."""

from urllib.parse import urlencode

import pytest

from oauth_tutorial import exercises, read_redirect
from oauth_tutorial.errors import AuthorizationDenied, StateMismatch
from oauth_tutorial.exercises import ____

ENDPOINT = "http://127.0.0.1:1/authorize"
TASK = {
    "response_type": "code",
    "client_id": "printshop",
    "redirect_uri": "http://127.0.0.1:8000/callback",
    "scope": "photos.read",
    "state": "exercise-1",
}
ROLES = {
    "Alice": "resource owner",
    "PrintShop": "client",
    "PhotoBox sign-in": "authorization server",
    "PhotoBox API": "resource server",
}
FIVE = {"grant_type", "code", "redirect_uri", "client_id", "client_secret"}


def url(**changes):
    return f"{ENDPOINT}?{urlencode(TASK | changes)}"


def without(name):
    return f"{ENDPOINT}?{urlencode({k: v for k, v in TASK.items() if k != name})}"


def check_url(answer):
    return exercises.check_authorization_url(answer, expected=TASK, endpoint=ENDPOINT)


def check_state(answer):
    return exercises.check_state(answer, sent="kept")


def check_rule(answer):
    return exercises.check_why_refused(answer, expected="code_unused")


SOLVED = [
    (exercises.check_roles, ROLES),
    (exercises.check_scope, "photos.read orders.write"),
    (exercises.check_scope, "orders.write photos.read"),
    (check_url, url()),
    (check_state, "kept"),
    (exercises.check_token_parameters, FIVE),
    (check_rule, "code_unused"),
]
MISTAKES = [
    (exercises.check_roles, ROLES | {"Alice": "client"}, "the client is the app"),
    (
        exercises.check_roles,
        ROLES | {"PhotoBox sign-in": "resource server", "PhotoBox API": "authorization server"},
        "one part of PhotoBox gives tokens out",
    ),
    (exercises.check_roles, ROLES | {"PrintShop": "resource server"}, "PrintShop"),
    (exercises.check_scope, "photos.read,orders.write", "one space"),
    (exercises.check_scope, "photos.read%20orders.write", "one space"),
    (exercises.check_scope, ["photos.read", "orders.write"], "not a list"),
    (exercises.check_scope, "photos.read  orders.write", "a space too many"),
    (exercises.check_scope, "Photos.Read orders.write", "case-sensitive"),
    (exercises.check_scope, "photos.read", "received 'photos.read'"),
    (check_url, ENDPOINT, "no '?'"),
    (check_url, url().replace("authorize", "token"), "the authorization_endpoint is"),
    (check_url, url().replace("http%3A%2F%2F", "http://"), "not encoded"),
    (check_url, url() + "&state=again", "twice"),
    (check_url, url(response_type="token"), "implicit grant"),
    (check_url, without("state"), "state is missing"),
    (check_url, url(scope="orders.write"), "scope: expected"),
    (check_url, url(client_secret="s"), "never goes into a URL"),
    (check_state, "came", "the value that you kept"),
    (exercises.check_token_parameters, FIVE | {"response_type"}, "here it is grant_type"),
    (exercises.check_token_parameters, FIVE | {"state"}, "not sent again"),
    (exercises.check_token_parameters, FIVE - {"redirect_uri"}, "where the code was sent"),
    (exercises.check_token_parameters, FIVE - {"client_secret"}, "really is the client"),
    (exercises.check_token_parameters, FIVE | {"password"}, "'password' is not one"),
    (check_rule, "invalid_grant", "that is the error code"),
    (check_rule, "code_fresh", "look at photobox.log"),
]


@pytest.mark.parametrize("check", sorted({check for check, _ in SOLVED}, key=repr))
def test_untouched_is_not_attempted(check):
    assert check(____).state == "not attempted"


@pytest.mark.parametrize(("check", "answer"), SOLVED)
def test_solved_is_correct(check, answer):
    assert check(answer).state == "correct"


@pytest.mark.parametrize(("check", "answer", "sentence"), MISTAKES)
def test_a_typical_mistake_is_named(check, answer, sentence):
    outcome = check(answer)

    assert outcome.state == "not yet"
    assert sentence in outcome.text


@pytest.mark.parametrize("check", sorted({check for check, _ in SOLVED}, key=repr))
@pytest.mark.parametrize("answer", [None, 3, b"x", object(), print, [[]]])
def test_nonsense_raises_nothing(check, answer):
    assert check(answer).state == "not yet"


def right(address):
    try:
        return read_redirect(address, state="exercise").code
    except StateMismatch:
        return "wrong state"
    except AuthorizationDenied:
        return "denied"


@pytest.mark.parametrize(
    ("handle", "state", "sentence"),
    [
        (right, "correct", "each one has its own end"),
        (____, "not attempted", "replace"),
        (lambda address: ____, "not attempted", "returns nothing yet"),
        (right("code=a&state=exercise"), "not yet", "the function itself"),
        (
            lambda address: read_redirect(address, state="exercise").code,
            "not yet",
            "raised StateMismatch",
        ),
        (lambda address: "abc", "not yet", "expected 'wrong state'"),
        (lambda address: 1 / 0, "not yet", "ZeroDivisionError"),
    ],
)
def test_the_handle_exercise(handle, state, sentence):
    outcome = exercises.check_handle(handle, state="exercise")

    assert (outcome.state, sentence in outcome.text) == (state, True)
