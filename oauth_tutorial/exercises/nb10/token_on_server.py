"""Notebook 10: how many checks a copied app passes; and a token that stays on the server."""

import hashlib
import random
import time
from typing import Any

from oauth_tutorial.exercises.nb10.app_exercise import NOT_A_FUNCTION, RAISES, AppExercise, InApp
from oauth_tutorial.exercises.nb10.routes import REMEMBER
from oauth_tutorial.exercises.nb10.watching import (
    BEGINS_ANEW,
    FUNCTION_RAISES,
    KEPT_ID,
    NOT_GUESSED,
    OF_RANDOM,
    OF_THE_ADDRESS,
    OF_THE_TIME,
)
from oauth_tutorial.grading.exercise import Mistake
from oauth_tutorial.grading.kinds import not_a_function
from oauth_tutorial.grading.questions import Predict
from oauth_tutorial.review.check import Check
from oauth_tutorial.review.reviewing import rules_named

predict_review = Predict(
    "it works. Review has 46 checks for an app like this one. How many does it pass?",
    choices=("All but one or two.", "About thirty.", "Fewer than twenty."),
    answer=2,
    reveals="14. That an app lets people in says nothing about whom else it lets in.",
)

# What the examples below, as functions of the app, find there.
request: Any = None
secrets: Any = None
session: Any = None
signed_in: Any = None
keep: Any = None


def _nowhere(token: Any) -> None:
    session.clear()
    session["sid"] = secrets.token_urlsafe(32)


def _in_the_cookie_too(token: Any) -> None:
    session.clear()
    session["sid"] = secrets.token_urlsafe(32)
    session["token"] = token
    keep(signed_in, session["sid"], token)


def _refresh_token_in_the_cookie(token: Any) -> None:
    session.clear()
    session["sid"] = secrets.token_urlsafe(32)
    session["later"] = token["refresh_token"]
    keep(signed_in, session["sid"], token)


def _one_for_all(token: Any) -> None:
    session.clear()
    session["sid"] = "signed in"
    keep(signed_in, session["sid"], token)


def _counted(token: Any) -> None:
    session.clear()
    session["sid"] = len(signed_in) + 1
    keep(signed_in, session["sid"], token)


def _drawn(token: Any) -> None:
    session.clear()
    session["sid"] = "%032x" % random.getrandbits(128)  # noqa: UP031 - as in older code
    keep(signed_in, session["sid"], token)


def _of_the_time(token: Any) -> None:
    session.clear()
    session["sid"] = hashlib.sha256(str(time.time_ns()).encode()).hexdigest()
    keep(signed_in, session["sid"], token)


def _old_session(token: Any) -> None:
    session["sid"] = secrets.token_urlsafe(32)
    keep(signed_in, session["sid"], token)


def _old_id(token: Any) -> None:
    sid = session.get("sid") or secrets.token_urlsafe(32)
    session.clear()
    session["sid"] = sid
    keep(signed_in, session["sid"], token)


def _state_as_id(token: Any) -> None:
    session.clear()
    session["sid"] = request.args["state"]
    keep(signed_in, session["sid"], token)


def _misspelt(token: Any) -> None:
    session.clear()
    session["sid"] = secrets.token_urlsave(32)
    keep(signed_in, session["sid"], token)


def _printed(token: Any) -> None:
    session.clear()
    session["sid"] = secrets.token_urlsafe(32)
    keep(signed_in, session["sid"], token)
    print(token)


def _which_token(check: Check) -> str:
    return "token_in_cookie" if "access token" in check.evidence else "refresh_token_in_cookie"


def _how_guessed(check: Check) -> str:
    known = {OF_RANDOM: "predictable", OF_THE_TIME: "of_the_time", KEPT_ID: "id_kept"}
    known[OF_THE_ADDRESS] = "in_the_address"
    return known.get(check.evidence, "guessed")


token_on_server = AppExercise(
    name="10.token_on_server",
    answer="remember",
    judge=InApp(
        app="printshop",
        functions=("remember",),
        rules=(
            *rules_named(["signs_in", "people_apart"]),
            BEGINS_ANEW,
            *rules_named(["no_secret_in_cookie"]),
            NOT_GUESSED,
            FUNCTION_RAISES,
            *rules_named(["no_secret_in_log"]),
        ),
        known={
            RAISES: "raises",
            "signs_in": "nobody",
            "people_apart": "one_for_all",
            BEGINS_ANEW.name: "old_session",
            "no_secret_in_cookie": _which_token,
            NOT_GUESSED.name: _how_guessed,
        },
        pages=REMEMBER,
    ),
    correct="the cookie holds an id that leads nowhere without your server, and nothing of the "
    "session before the sign-in (ASVS 5.0 V14.3.3, V7.2.4).",
    mistakes=(
        not_a_function("signed_in", NOT_A_FUNCTION),
        Mistake(
            "raises", "your function raised an exception; what it was stands below.", _misspelt
        ),
        Mistake(
            "nobody",
            'nobody is signed in afterwards. here() looks up signed_in by session["sid"]: both '
            "must have the same id, and the token must lie there.",
            _nowhere,
        ),
        Mistake(
            "token_in_cookie",
            "the token still lies in the cookie. What is in session is in the cookie, packed in "
            "whatever way.",
            _in_the_cookie_too,
        ),
        Mistake(
            "refresh_token_in_cookie",
            "the refresh token lies in the cookie: whoever reads it gets new access tokens.",
            _refresh_token_in_the_cookie,
        ),
        Mistake(
            "one_for_all",
            "two people share one drawer, and one of them sees the other's photos. Each sign-in "
            "has an id of its own, which nobody can guess.",
            _one_for_all,
        ),
        Mistake(
            "guessed",
            "the id can be guessed: it is short, or one sign-in's tells the next one's. Draw it "
            "at random.",
            _counted,
        ),
        Mistake(
            "predictable",
            "what the module random gives next can be predicted from what it gave before. Its "
            "documentation names the module that is meant for secrets.",
            _drawn,
        ),
        Mistake(
            "of_the_time",
            "the id is made of the time, and a hash does not hide that: whoever knows about when "
            "Alice signed in tries every time around it.",
            _of_the_time,
        ),
        Mistake(
            "id_kept",
            "where the session has an id already, the sign-in does not change it. Whoever put it "
            "into the browser is signed in with it: session fixation (ASVS 5.0 V7.2.4). Each "
            "sign-in draws its own.",
            _old_id,
        ),
        Mistake(
            "in_the_address",
            "the id stands in the address that leads back to the app: the browser's history and "
            "the logs of servers keep it. What signs a person in is drawn by your server, and is "
            "in the cookie alone.",
            _state_as_id,
        ),
        Mistake(
            "old_session",
            "something of the session before the sign-in is in the new one. Whoever put it into "
            "the browser then knows it now.",
            _old_session,
        ),
    ),
    hints=(
        "where to look: the cookie holds what is in session, and signed_in is on the server.",
        "the rule: empty session, draw a random id, put it into session, and keep the token under "
        "it. secrets.token_urlsafe(32) is what nobody guesses.",
        'almost the code: session.clear(), then session["sid"] = secrets.token_urlsafe(32), then '
        "keep(signed_in, …, token).",
    ),
    solution_code="""\
def remember(token):
    session.clear()
    session["sid"] = secrets.token_urlsafe(32)
    keep(signed_in, session["sid"], token)""",
    unlisted=_printed,
)
