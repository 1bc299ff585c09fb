"""The state that came back, compared with the one that was kept."""

from typing import Any

from oauth_tutorial.client.authorization import new_state
from oauth_tutorial.grading.calling import LearnersError, call, case
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.kinds import not_a_function, wants_function
from oauth_tutorial.grading.verdict import Verdict, right, wrong

_KEPT = "kept-before-the-person-left"
_Redirects = tuple[tuple[dict[str, str], bool, str], ...]


def _redirects(kept: str) -> _Redirects:
    """What came back → whether it answers the request, and the mistake of who says otherwise."""
    state = "".join(list(kept))  # equal, and not the same object: as it is in a redirect
    return (
        ({"code": "abc", "state": state}, True, "refuses_everything"),
        ({"code": "abc", "state": "of-somebody-else"}, False, "compared_with_itself"),
        ({"code": "abc"}, False, "missing_accepted"),
        ({"code": "abc", "state": ""}, False, "missing_accepted"),
        ({"code": "abc", "state": kept[::-1]}, False, ""),
        ({"code": "abc", "state": kept[:4]}, False, "part_is_enough"),
        ({"code": "abc", "state": kept[4:]}, False, "part_is_enough"),
        ({"code": "abc", "state": kept + "-more"}, False, "part_is_enough"),
        ({"code": "abc", "state": "more-" + kept}, False, "part_is_enough"),
        ({"code": "abc", "state": kept.upper()}, False, "case_ignored"),
        ({"code": "abc", "state": kept + " "}, False, "space_ignored"),
        ({"code": state, "state": "of-somebody-else"}, False, "other_name"),
        ({"code": "abc", "session": state}, False, "other_name"),
        ({"state": state, "code": "abc", "iss": "http://127.0.0.1:49152"}, True, "only_two_names"),
        ({"error": "access_denied", "state": state}, True, "error_refused"),
        ({"error": "access_denied", "state": "x"}, False, "denial_believed"),
    )


@wants_function("is_mine")
def _judge_is_mine(is_mine: Any) -> Verdict:
    # a second sign-in: what is right of one alone was written down
    judged = (_judge_one(is_mine, kept, more) for kept, more in ((_KEPT, ""), (new_state(), "2")))
    return next((verdict for verdict in judged if verdict is not None), right())


def _judge_one(is_mine: Any, kept: str, session: str) -> Verdict | None:
    for redirect, wanted, mistake in _redirects(kept):
        of = f"{'the second sign-in, ' if session else ''}for {redirect}"
        try:
            with case("the second sign-in" if session else ""):
                came = call(is_mine, kept, dict(redirect))
        except LearnersError as learners:
            if not isinstance(learners.error, KeyError):
                raise
            return wrong("missing_raises", part=of, expected=str(wanted), received="a KeyError")
        if not isinstance(came, bool):
            return wrong("no_bool", part=of, expected=wanted, received=came)
        if came != wanted:
            named = "refuses_second" if session and wanted else mistake
            if named == "compared_with_itself" and _wants_any(is_mine, kept):
                named = "any_state"
            return wrong(named or None, part=of, expected=wanted, received=came)
    return None


def _wants_any(is_mine: Any, kept: str) -> bool:
    """Whether a redirect without state is refused, where another's state is accepted."""
    try:
        return call(is_mine, kept, {"code": "abc"}) is False
    except LearnersError:
        return False


is_my_answer = Exercise(
    name="01.is_my_answer",
    answer="is_mine",
    judge=_judge_is_mine,
    correct="the state that came back is compared exactly with the one that you kept.",
    mistakes=(
        not_a_function(True),
        Mistake(
            "no_bool",
            "the function must return True or False.",
            lambda kept, redirect: "yes" if redirect.get("state") == kept else None,
        ),
        Mistake(
            "compared_with_itself",
            "it accepts a state that you never sent: the value that you kept plays no part in it. "
            "Which two values does it compare, and where does each come from?",
            lambda kept, redirect: redirect.get("state") == redirect.get("state"),
        ),
        Mistake(
            "any_state",
            "it accepts a state that you never sent, and refuses a redirect that has none. It asks "
            "whether there is a state, and not whose it is: somebody else's redirect has one too.",
            lambda kept, redirect: bool(redirect.get("state")),
        ),
        Mistake(
            "missing_accepted",
            "it accepts a redirect without state, and that one does not answer your request.",
            lambda kept, redirect: redirect.get("state") in (kept, None, ""),
        ),
        Mistake(
            "missing_raises",
            "redirect[…] raises KeyError where the redirect does not have that name. "
            'redirect.get("state") returns None there.',
            lambda kept, redirect: redirect["state"] == kept,
        ),
        Mistake(
            "part_is_enough",
            "it accepts a part of the value, or the value with something before or after it. Only "
            "the whole of it is yours.",
            lambda kept, redirect: bool(redirect.get("state")) and redirect["state"] in kept,
        ),
        Mistake(
            "case_ignored",
            "state comes back unchanged: upper and lower case are different.",
            lambda kept, redirect: redirect.get("state", "").lower() == kept.lower(),
        ),
        Mistake(
            "space_ignored",
            "state comes back unchanged: a space at its end makes it another value.",
            lambda kept, redirect: redirect.get("state", "").strip() == kept,
        ),
        Mistake(
            "other_name",
            "it accepts a redirect that has your value under another name than state. Look at "
            "that one name only.",
            lambda kept, redirect: kept in redirect.values(),
        ),
        Mistake(
            "only_two_names",
            "a redirect may carry more than code and state, and in any order: iss is one of them.",
            lambda kept, redirect: (
                redirect.get("state") == kept and next(iter(redirect)) in ("code", "error")
            ),
        ),
        Mistake(
            "refuses_second",
            "it accepts the first sign-in's state, and refuses the second one's: the value is not "
            "always the same. Compare with the one that was passed in.",
            lambda kept, redirect: (
                redirect.get("state") == kept and kept == "kept-before-the-person-left"
            ),
        ),
        Mistake(
            "error_refused",
            "a denial with the right state is an answer to your request as well.",
            lambda kept, redirect: redirect.get("state") == kept and "code" in redirect,
        ),
        Mistake(
            "denial_believed",
            "it accepts a denial with a state that you never sent. A denial is an answer as well: "
            "its state says whose.",
            lambda kept, redirect: "error" in redirect or redirect.get("state") == kept,
        ),
        Mistake(
            "refuses_everything",
            "it refuses the right answer. The value that you kept and the redirect's state are "
            "equal there. A dictionary is never equal to a text, and equal texts need not be the "
            "same object.",
            lambda kept, redirect: False,
        ),
    ),
    hints=(
        "where to look: “state, first use”. Two values: kept, and what is in the redirect.",
        "the rule (RFC 6749 §10.12): the client compares the state that came with the one that "
        "it kept. There may be none in the redirect.",
        'almost the code: return redirect.get("state") == …',
    ),
    solution_code="""\
def is_mine(kept, redirect):
    return redirect.get("state") == kept""",
    unlisted=lambda kept, redirect: len(redirect.get("state", "")) == len(kept),
)
