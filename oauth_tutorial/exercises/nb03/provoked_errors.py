"""Errors on demand: the learner changes one parameter, and PhotoBox says what is wrong."""

from collections.abc import Mapping
from typing import Any

from oauth_tutorial.grading.assignment import STORYS_CLIENT
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.forms import misnamed_verdict
from oauth_tutorial.grading.granted import issue_code
from oauth_tutorial.grading.received import REDIRECT_URI, post_token_request
from oauth_tutorial.grading.verdict import Verdict, right, wrong
from oauth_tutorial.practice.model.log import Entry

_ERRORS = ("invalid_request", "invalid_client", "invalid_grant", "unsupported_grant_type")
_SENT = ("grant_type", "code", "redirect_uri", "client_id", "client_secret")
# wanted error, error that came → the mistake behind it
_CONFUSED = {
    ("invalid_client", "invalid_grant"): "grant_for_client",
    ("invalid_grant", "invalid_client"): "client_for_grant",
    ("invalid_grant", "invalid_request"): "removed_for_grant",
    ("unsupported_grant_type", "invalid_request"): "removed_grant_type",
    ("invalid_request", "unsupported_grant_type"): "unknown_for_missing",
}


def _judge_changes(answer: Mapping[str, object]) -> Verdict:
    changes = dict(answer)
    missing = [error for error in _ERRORS if error not in changes]
    if missing:
        return wrong(
            text=f"there is no change for {missing[0]}. The four names stay as they are.",
            part="errors",
            expected=" ".join(_ERRORS),
            received=" ".join(map(str, changes)),
        )
    for wanted in _ERRORS:
        change = _change(changes[wanted])
        if not isinstance(change, dict):
            return wrong("no_dictionary", part=wanted, expected={"client_id": "…"}, received=change)
        if len(change) > 1:
            return wrong(
                "several_changes", part=wanted, expected="one change", received=sorted(change)
            )
        if not change:
            return wrong("nothing_changed", part=wanted, expected="one change", received={})
        if verdict := misnamed_verdict(change, _SENT):
            return verdict
        if set(change) - set(_SENT):
            return wrong("other_name", part=wanted, expected=list(_SENT), received=list(change))
        entry = _sent_with(change)
        came = entry.error or "no error"
        if came != wanted:
            mistake = _CONFUSED.get((wanted, came)) or ("no_error" if came == "no error" else None)
            text = "" if mistake else f"that request gets {came}, and not {wanted}.{_why(entry)}"
            return wrong(mistake, text=text, part=wanted, expected=wanted, received=came)
    return right()


def _change(given: object) -> object:
    """A change as a dictionary: a pair, or a list of one pair, means the same."""
    if isinstance(given, Mapping):
        return dict(given)
    if isinstance(given, tuple) and len(given) == 2 and isinstance(given[0], str):
        return dict([given])
    if isinstance(given, list) and all(isinstance(one, tuple | list) for one in given):
        return {name: value for name, value in given}
    return given


def _sent_with(change: dict[str, str | None]) -> Entry:
    """Send the right request with that change, with a fresh code."""
    form = {
        "grant_type": "authorization_code",
        "code": issue_code(REDIRECT_URI),
        "redirect_uri": REDIRECT_URI,
        **STORYS_CLIENT,
        **change,
    }
    return post_token_request(form)


def _why(entry: Entry) -> str:
    """Say which rule the request breaks: it is the first that PhotoBox found broken."""
    failed = entry.checks.failed
    return f" The rule that it breaks: {failed.sentence} ({failed.section})." if failed else ""


_PROVOKED: dict[str, Any] = {
    "invalid_request": {"grant_type": None},
    "invalid_client": {"client_secret": "guess"},
    "invalid_grant": {"code": "guess"},
    "unsupported_grant_type": {"grant_type": "guess"},
}

provoked_errors = Exercise(
    name="03.provoked_errors",
    answer="changes",
    blanks=8,
    judge=_judge_changes,
    correct="four errors (RFC 6749 §5.2), each one caused by you: you will recognise them.",
    mistakes=(
        Mistake(
            "no_dictionary",
            "each change is a dictionary with one name and one value.",
            _PROVOKED | {"invalid_request": "grant_type"},
        ),
        Mistake(
            "several_changes",
            "change one parameter at a time, so that you know what the error is about.",
            _PROVOKED | {"invalid_client": {"client_id": "x", "client_secret": "x"}},
        ),
        Mistake(
            "nothing_changed",
            "a change is missing: name one parameter, and its new value.",
            _PROVOKED | {"invalid_client": {}},
        ),
        Mistake(
            "other_name",
            "this is not one of the five parameters of the request.",
            _PROVOKED | {"invalid_client": {"password": "guess"}},
        ),
        Mistake(
            "no_error",
            "that request is still right: PhotoBox gave a token.",
            _PROVOKED | {"invalid_grant": {"redirect_uri": REDIRECT_URI}},
        ),
        Mistake(
            "grant_for_client",
            "that is invalid_grant: the code, or what it is bound to, is wrong. invalid_client "
            "is about who asks: client_id and client_secret.",
            _PROVOKED | {"invalid_client": {"redirect_uri": "http://127.0.0.1:1/callback"}},
        ),
        Mistake(
            "client_for_grant",
            "that is invalid_client: who asks is wrong. invalid_grant is about the code, and the "
            "redirect_uri that it is bound to.",
            _PROVOKED | {"invalid_grant": {"client_secret": "guess"}},
        ),
        Mistake(
            "removed_for_grant",
            "a parameter that is missing is invalid_request. For invalid_grant it must be there, "
            "with a value that does not fit.",
            _PROVOKED | {"invalid_grant": {"code": None}},
        ),
        Mistake(
            "removed_grant_type",
            "a parameter that is missing is invalid_request. Here grant_type must be there, with "
            "a value that the server does not know.",
            _PROVOKED | {"unsupported_grant_type": {"grant_type": None}},
        ),
        Mistake(
            "unknown_for_missing",
            "a grant_type that is there and unknown has an error of its own. For invalid_request, "
            "take a parameter away: its value is None.",
            _PROVOKED | {"invalid_request": {"grant_type": "guess"}},
        ),
    ),
    hints=(
        "where to look: “Break it first”. Three of the four errors came up there.",
        "the rule (RFC 6749 §5.2): invalid_request, something is missing; invalid_client, who "
        "asks is wrong; invalid_grant, what is exchanged is wrong; unsupported_grant_type, the "
        "kind of exchange is unknown.",
        'almost the code: {"invalid_request": {"grant_type": None}, "invalid_client": '
        '{"client_secret": "…"}, …}',
    ),
    solution_code="""\
changes = {
    "invalid_request": {"grant_type": None},
    "invalid_client": {"client_secret": "guess"},
    "invalid_grant": {"code": "guess"},
    "unsupported_grant_type": {"grant_type": "guess"},
}""",
    unlisted=_PROVOKED | {"unsupported_grant_type": {"client_secret": "guess"}},
)
