"""Notebook 10: a token that is renewed when the API refuses it."""

from typing import Any

from oauth_tutorial.exercises.nb10.app_exercise import NOT_A_FUNCTION, RAISES, AppExercise, InApp
from oauth_tutorial.exercises.nb10.routes import RENEW
from oauth_tutorial.exercises.nb10.watching import (
    EMPTIED,
    FAILURE_TOLD,
    FUNCTION_RAISES,
    OLD_ONE_STAYS,
    REFUSED,
    RENEWAL_SENT,
    RENEWED_ONCE,
)
from oauth_tutorial.grading.exercise import Mistake
from oauth_tutorial.grading.kinds import not_a_function
from oauth_tutorial.review.check import Check
from oauth_tutorial.review.reviewing import rules_named

# What the examples below, as functions of the app, find there.
ask: Any = None
read: Any = None
PHOTOBOX: Any = None
CLIENT: Any = None


def _nothing_sent(token: Any) -> bool:
    return "refresh_token" in token


def _without_client(token: Any) -> bool:
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"]}
    answer = ask("POST", PHOTOBOX["token_endpoint"], data=form)
    return bool(answer.ok and token.update(answer.json()) is None)


def _without_grant_type(token: Any) -> bool:
    form = {"refresh_token": token["refresh_token"], **CLIENT}
    answer = ask("POST", PHOTOBOX["token_endpoint"], data=form)
    return bool(answer.ok and token.update(answer.json()) is None)


def _access_token_sent(token: Any) -> bool:
    form = {"grant_type": "refresh_token", "refresh_token": token["access_token"], **CLIENT}
    answer = ask("POST", PHOTOBOX["token_endpoint"], data=form)
    return bool(answer.ok and token.update(answer.json()) is None)


def _not_kept(token: Any) -> bool:
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"], **CLIENT}
    answer = ask("POST", PHOTOBOX["token_endpoint"], data=form)
    token = answer.json()
    return bool(answer.ok)


def _new_one_lost(token: Any) -> bool:
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"], **CLIENT}
    answer = ask("POST", PHOTOBOX["token_endpoint"], data=form)
    if answer.ok:
        token["access_token"] = answer.json()["access_token"]
    return bool(answer.ok)


def _old_one_lost(token: Any) -> bool:
    form = {
        "grant_type": "refresh_token",
        "refresh_token": token.pop("refresh_token", ""),
        **CLIENT,
    }
    answer = ask("POST", PHOTOBOX["token_endpoint"], data=form)
    if answer.ok:
        token.update(answer.json())
    return bool(answer.ok)


def _old_one_overwritten(token: Any) -> bool:
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"], **CLIENT}
    answer = ask("POST", PHOTOBOX["token_endpoint"], data=form)
    if answer.ok:
        token["access_token"] = answer.json()["access_token"]
        token["refresh_token"] = answer.json().get("refresh_token")
    return bool(answer.ok)


def _refusal_read(token: Any) -> bool:
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"], **CLIENT}
    new = ask("POST", PHOTOBOX["token_endpoint"], data=form).json()
    token["access_token"] = new["access_token"]
    token["refresh_token"] = new.get("refresh_token", token["refresh_token"])
    return True


def _new_one_expected(token: Any) -> bool:
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"], **CLIENT}
    answer = ask("POST", PHOTOBOX["token_endpoint"], data=form)
    if answer.ok:
        token["access_token"] = answer.json()["access_token"]
        token["refresh_token"] = answer.json()["refresh_token"]
    return bool(answer.ok)


def _misspelt(token: Any) -> bool:
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"], **CLIENT}
    answer = ask("POST", PHOTOBOX["token_endpoint"], data=form)
    return bool(answer.okay and token.update(answer.json()) is None)


def _printed(token: Any) -> bool:
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"], **CLIENT}
    answer = ask("POST", PHOTOBOX["token_endpoint"], data=form)
    print(answer.text)
    return bool(answer.ok and token.update(read(answer, "access_token")) is None)


def _without_return(token: Any) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"], **CLIENT}
    answer = ask("POST", PHOTOBOX["token_endpoint"], data=form)
    if answer.ok:
        token.update(read(answer, "access_token"))


def _says_yes(token: Any) -> bool:
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"], **CLIENT}
    token.update(ask("POST", PHOTOBOX["token_endpoint"], data=form).json())
    return True


def _refusal_raises(token: Any) -> bool:
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"], **CLIENT}
    answer = ask("POST", PHOTOBOX["token_endpoint"], data=form)
    token.update(read(answer, "access_token"))
    return True


def _error_kept(token: Any) -> bool:
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"], **CLIENT}
    answer = ask("POST", PHOTOBOX["token_endpoint"], data=form)
    token.update(answer.json())
    return bool(answer.ok)


def _html_raises(token: Any) -> bool:
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"], **CLIENT}
    answer = ask("POST", PHOTOBOX["token_endpoint"], data=form)
    return bool(answer.ok and token.update(answer.json()) is None)


def _any_json(token: Any) -> bool:
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"], **CLIENT}
    answer = ask("POST", PHOTOBOX["token_endpoint"], data=form)
    if not answer.ok or "json" not in answer.headers["Content-Type"]:
        return False
    token["refresh_token"] = answer.json().get("refresh_token", token["refresh_token"])
    token["access_token"] = answer.json().get("access_token", token["access_token"])
    return True


def _why_refused(check: Check) -> str | None:
    if check.evidence == "no token request":
        return "nothing_sent"
    for word, mistake in (
        ("client", "client_missing"),
        ("grant", "grant_type_missing"),
        ("refresh", "another_token"),
    ):
        if word in check.evidence:
            return mistake
    return None


def _which_error(check: Check) -> str:
    missing = {"refresh_token": "new_one_expected", "access_token": "refusal_read"}
    return missing.get(check.evidence.removeprefix("KeyError: ").strip("'"), "raises")


def _which_failure(check: Check) -> str:
    case, _, how = check.evidence.partition(": ")
    if "the dictionary" in how:
        return "error_kept"
    if "is true" in how:
        return "refusal_worked" if case == REFUSED else "broken_worked"
    if "'access_token'" in how:
        return "refusal_read"
    return "refusal_raises" if case == REFUSED else "broken_raises"


def _which_first(check: Check) -> str:
    if check.evidence == EMPTIED:
        return "old_one_overwritten"
    return "old_one_lost" if "refresh_token" in check.evidence else "not_told"


def _which_renewal(check: Check) -> str:
    return "not_kept" if "first" in check.evidence else "new_one_lost"


renewal = AppExercise(
    name="10.renewal",
    answer="renew",
    judge=InApp(
        app="printshop",
        functions=("renew",),
        rules=(
            RENEWED_ONCE,
            RENEWAL_SENT,
            *rules_named(["refresh_token_kept"]),
            OLD_ONE_STAYS,
            *rules_named(["api_refuses"]),
            FAILURE_TOLD,
            FUNCTION_RAISES,
            *rules_named(["no_secret_in_log"]),
        ),
        known={
            RAISES: _which_error,
            RENEWAL_SENT.name: _why_refused,
            "refresh_token_kept": _which_renewal,
            OLD_ONE_STAYS.name: "old_one_lost",
            RENEWED_ONCE.name: _which_first,
            FAILURE_TOLD.name: _which_failure,
        },
        pages=RENEW,
        explain=(RENEWED_ONCE.name, FAILURE_TOLD.name),
    ),
    correct="renewed twice at a service that sends a new refresh token each time, and twice at one "
    "that sends none; and it says so where PhotoBox refuses, or does not answer as it should (RFC "
    "6749 §5.2, §6).",
    mistakes=(
        not_a_function(True, NOT_A_FUNCTION),
        Mistake(
            "raises", "your function raised an exception; what it was stands below.", _misspelt
        ),
        Mistake(
            "new_one_expected",
            "there is no refresh_token where your function looks for it. PhotoBox need not send a "
            "new one, and then the old one stays in the dictionary.",
            _new_one_expected,
        ),
        Mistake(
            "refusal_read",
            "PhotoBox gave no token, and your function looked for one in that answer. A refusal is "
            "no exception here: what the function returns says that it did not work.",
            _refusal_read,
        ),
        Mistake(
            "refusal_worked",
            "PhotoBox refused the renewal, and your function says that it worked. The answer's "
            "status says which it is.",
            _says_yes,
        ),
        Mistake(
            "refusal_raises",
            "PhotoBox refused the renewal, and your function raised an exception. A refusal is an "
            "answer like any other: the app shows the sign-in again where nothing was renewed.",
            _refusal_raises,
        ),
        Mistake(
            "error_kept",
            "no token came, and the dictionary is not as it was: only a token response belongs "
            "there. Look at the answer before you put it in.",
            _error_kept,
        ),
        Mistake(
            "broken_raises",
            "PhotoBox's answer was no token response, with status 200, and your function raised an "
            "exception that no page explains. Every answer is checked before it is used.",
            _html_raises,
        ),
        Mistake(
            "broken_worked",
            "PhotoBox's answer had status 200 and no access_token in it, and your function says "
            "that it worked. Status 200 alone is no token.",
            _any_json,
        ),
        Mistake("nothing_sent", "an hour later PhotoBox got no token request.", _nothing_sent),
        Mistake(
            "client_missing",
            "PhotoBox does not know whose app asks: CLIENT belongs in the form.",
            _without_client,
        ),
        Mistake(
            "grant_type_missing",
            'grant_type is missing, or is not "refresh_token".',
            _without_grant_type,
        ),
        Mistake(
            "another_token",
            "what you sent as refresh_token is not a refresh token that PhotoBox knows.",
            _access_token_sent,
        ),
        Mistake(
            "not_kept",
            "PhotoBox renewed the token, and the page does not use the new one. The server keeps "
            "the dictionary that you were given: change that one.",
            _not_kept,
        ),
        Mistake(
            "not_told",
            "there is a new token, and what your function returned says that there is none.",
            _without_return,
        ),
        Mistake(
            "new_one_lost",
            "the second renewal failed. PhotoBox gave a new refresh token with the first, and the "
            "old one is used up.",
            _new_one_lost,
        ),
        Mistake(
            "old_one_overwritten",
            "no new refresh token came, and your function wrote that nothing over the old one. The "
            "old one stays good then, so write only what came.",
            _old_one_overwritten,
        ),
        Mistake(
            "old_one_lost",
            "where no new refresh token came, the old one is gone: your function took it out of "
            "the dictionary. It stays good then, so keep it.",
            _old_one_lost,
        ),
    ),
    hints=(
        "where to look: renew is token_request's neighbour, but a refusal is no Trouble here.",
        "the rule: the form has grant_type, refresh_token and CLIENT. Where the answer is not ok, "
        "return False.",
        "almost the code: token.update(read(answer, …)) puts in what came, and leaves what did "
        "not come as it was; then return True.",
    ),
    solution_code="""\
def renew(token):
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"], **CLIENT}
    answer = ask("POST", PHOTOBOX["token_endpoint"], data=form)
    if not answer.ok:
        return False
    token.update(read(answer, "access_token"))
    return True""",
    unlisted=_printed,
)
