"""Wrong answers to the exercises of notebook 10, in styles of other people: what is said first."""

import pytest

from oauth_tutorial.exercises import renewal, token_on_server
from tests.exercises.nb10.test_right_answers import function

GUESSED = "the id can be guessed"
REMEMBER = {
    "a counter": ('session["sid"] = str(len(signed_in) + 1)', GUESSED),
    "a counter in a long text": (
        'session["sid"] = f"session-of-printshop-{len(signed_in):04}"',
        GUESSED,
    ),
    "the time": ('import time; session["sid"] = str(time.time())', GUESSED),
    "an id of the place and the time": ('import uuid; session["sid"] = str(uuid.uuid1())', GUESSED),
    "few characters": ('session["sid"] = secrets.token_hex(3)', GUESSED),
    "a name of the notebook": ('session["sid"] = my_id', "the app does not know a name"),
}
RENEW = {
    "emptied first": (
        "new_one_expected",
        """
def renew(token):
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"], **CLIENT}
    answer = ask("POST", PHOTOBOX["token_endpoint"], data=form)
    if answer.ok:
        token.clear()
        token.update(answer.json())
    return answer.ok
""",
    ),
    "a bracket where there may be nothing": (
        "new_one_expected",
        """
def renew(token):
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"], **CLIENT}
    answer = ask("POST", PHOTOBOX["token_endpoint"], data=form)
    if not answer.ok:
        return False
    new = answer.json()
    token |= {"access_token": new["access_token"], "refresh_token": new["refresh_token"]}
    return True
""",
    ),
    "nobody asks whether it worked": (
        "refusal_read",
        """
def renew(token):
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"], **CLIENT}
    new = ask("POST", PHOTOBOX["token_endpoint"], data=form).json()
    token["access_token"] = new["access_token"]
    token.update(new)
    return True
""",
    ),
}


@pytest.mark.parametrize("style", REMEMBER)
def test_an_id_that_is_none_is_told_why(style):
    line, words = REMEMBER[style]
    source = f"""
def remember(token):
    session.clear()
    {line}
    keep(signed_in, session["sid"], token)
"""
    outcome = token_on_server.check(function(source, "remember"))

    assert (outcome.state, words in outcome.text) == ("not yet", True), repr(outcome)


@pytest.mark.parametrize("style", RENEW)
def test_a_member_that_is_not_there_is_named(style):
    mistake, source = RENEW[style]
    outcome = renewal.check(function(source, "renew"))

    assert (outcome.state, outcome.mistake) == ("not yet", mistake), repr(outcome)
