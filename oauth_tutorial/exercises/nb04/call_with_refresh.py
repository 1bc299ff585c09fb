"""A function that calls the API and refreshes by itself, judged over two hours of PhotoBox."""

from collections.abc import Iterable
from typing import Any

import requests

from oauth_tutorial.client.tokens import refresh
from oauth_tutorial.exercises.nb04.setup_cell import SETUP
from oauth_tutorial.grading.assignment import STORYS_CLIENT
from oauth_tutorial.grading.calling import LearnersError, call, case
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.granted import expire, issue_tokens, opens
from oauth_tutorial.grading.kinds import not_a_function, wants_function
from oauth_tutorial.grading.photobox import photobox, watch
from oauth_tutorial.grading.received import TIMEOUT, refusal
from oauth_tutorial.grading.verdict import Verdict, right, wrong
from oauth_tutorial.practice.model.log import Entry
from oauth_tutorial.text.listing import kind_of

Tokens = dict[str, str]


@wants_function("call")
def judge_call(call_api: Any) -> Verdict:
    """Judge ``call_api(path, tokens)``: a good token, an old one, an old one again, a 403."""
    tokens = issue_tokens("photos.read")
    try:
        for name, step in _STEPS:
            with case(name):
                if verdict := step(call_api, tokens):
                    return verdict
    except LearnersError as learners:
        mistake = _misread(learners)
        if mistake is None:
            raise
        return wrong(
            mistake,
            part=learners.case,
            expected="no error",
            received=f"{type(learners.error).__name__}: {learners.error}",
        )
    return right()


def _misread(learners: LearnersError) -> str | None:
    """Which mistake it is to look for a value where it is not."""
    error = learners.error
    if isinstance(error, KeyError) and error.args[:1] in _GIVEN_AWAY:
        return None
    if isinstance(error, KeyError):
        return "name_not_in_tokens"
    by_bracket = isinstance(error, TypeError) and "not subscriptable" in str(error)
    on_dict = isinstance(error, AttributeError) and isinstance(error.obj, dict)
    return "dot_or_bracket" if by_bracket or on_dict else None


def _good_token(call_api: Any, tokens: Tokens) -> Verdict | None:
    answer, refreshes = _sent(call_api, "/photos", tokens)
    if refreshes:
        return _one_refresh_too_many("always_refreshes", "with a good token")
    if verdict := _no_answer(answer, "with a good token"):
        return verdict
    return _unless(answer, 200, when="with a good token")


def _no_answer(answer: Any, when: str) -> Verdict | None:
    """The verdict on something else than the API's answer."""
    if hasattr(answer, "status_code"):
        return None
    mistake, kind = ("returns_nothing" if answer is None else None), kind_of(answer)
    text = "" if mistake else f"call returns {kind} {when}. Return the API's answer as it is."
    return wrong(mistake, text=text, part=when, expected="the API's answer", received=kind)


def _expired_token(call_api: Any, tokens: Tokens) -> Verdict | None:
    when = "when the hour is over"
    expire(old := tokens["access_token"])
    answer, refreshes = _sent(call_api, "/photos", tokens)
    if not refreshes:
        status = getattr(answer, "status_code", "no answer")
        return wrong("never_refreshes", part=f"status {when}", expected=200, received=status)
    if refreshes[-1].checks.failed:
        return refusal(refreshes[-1], None)
    if not hasattr(answer, "status_code"):
        kind = kind_of(answer)
        mistake = "returns_nothing" if answer is None else "returns_tokens"
        return wrong(mistake, part=when, expected="the API's answer", received=kind)
    if tokens["access_token"] == old:
        return _kept("access_token")
    return _unless(answer, 200, "not_repeated", when)


def _expired_again(call_api: Any, tokens: Tokens) -> Verdict | None:
    when = "when the second hour is over"
    expire(tokens["access_token"])
    if not opens(tokens["refresh_token"]):
        return _kept("refresh_token")
    answer, _ = _sent(call_api, "/photos", tokens)
    return _no_answer(answer, when) or _unless(answer, 200, "once_only", when)


def _scope_too_small(call_api: Any, tokens: Tokens) -> Verdict | None:
    when = "for /report, which this scope does not open"
    answer, refreshes = _sent(call_api, "/report", tokens)
    if refreshes:
        return _one_refresh_too_many("refreshes_on_403", "after a 403")
    return _no_answer(answer, when) or _unless(answer, 403, "path_fixed", when)


_STEPS = (
    ("a good token", _good_token),
    ("an expired token", _expired_token),
    ("a token that has expired again", _expired_again),
    ("a scope that is too small", _scope_too_small),
)
_GIVEN_AWAY = {("photos",), ("error",)}  # of an answer of the API, not of tokens


def _sent(call_api: Any, path: str, tokens: Tokens) -> tuple[Any, list[Entry]]:
    """Let the learner's function call the API: what it returns, and its token requests."""
    with watch() as entries:
        answer = call(call_api, path, tokens)
    return answer, [entry for entry in entries if entry.path == "/token"]


def _one_refresh_too_many(mistake: str, when: str) -> Verdict:
    return wrong(mistake, part=when, expected="no refresh", received="a refresh")


def _kept(name: str) -> Verdict:
    """The verdict on tokens in which one of the two is the old one."""
    return wrong(
        f"{name}_kept", part=f"{name} in tokens", expected="the new one", received="the old one"
    )


def _unless(answer: Any, status: int, mistake: str | None = None, when: str = "") -> Verdict | None:
    if answer.status_code == status:
        return None
    return wrong(mistake, part=f"status {when}", expected=status, received=answer.status_code)


def get(path: str, access_token: str) -> requests.Response:
    """Call the API, as the notebook does."""
    headers = {"Authorization": f"Bearer {access_token}"}
    return requests.get(f"{photobox().api}{path}", headers=headers, timeout=TIMEOUT)


def _call(
    *,
    when: Iterable[int] = (401,),
    keeps: Iterable[str] = ("access_token", "refresh_token"),
    again: bool = True,
    returns_tokens: bool = False,
) -> Any:
    """Return a learner's function that is right but for one thing.

    Args:
        when: The statuses after which it refreshes.
        keeps: What it stores of the answer.
        again: Whether it asks the API once more.
        returns_tokens: Whether it returns the token response.
    """

    def call_api(path: str, tokens: Tokens) -> requests.Response:
        answer = get(path, tokens["access_token"])
        if answer.status_code not in when:
            return answer
        endpoint = photobox().token_endpoint
        fresh = refresh(endpoint, refresh_token=tokens["refresh_token"], **STORYS_CLIENT)
        for name in keeps:
            tokens[name] = getattr(fresh, name)
        if returns_tokens:
            return fresh  # type: ignore[return-value]  # the mistake itself
        return get(path, fresh.access_token) if again else answer

    return call_api


def _once(path: str, tokens: Tokens) -> requests.Response:
    """Refresh for the first time, and note it among the tokens."""
    if "done" in tokens:
        return get(path, tokens["access_token"])
    before = tokens["access_token"]
    answer: requests.Response = _call()(path, tokens)
    if tokens["access_token"] != before:
        tokens["done"] = "yes"
    return answer


call_with_refresh = Exercise(
    name="04.call_with_refresh",
    answer="call",
    blanks=4,
    judge=judge_call,
    correct="two hours went by and Alice was asked for nothing: refreshed when needed, kept both "
    "tokens, and left a 403 alone.",
    mistakes=(
        not_a_function("Response [200]"),
        Mistake(
            "returns_nothing",
            "the function returns None. Every way through needs a return.",
            lambda path, tokens: None,
        ),
        Mistake(
            "never_refreshes",
            "the token had expired, the API said 401, and PhotoBox received no refresh.",
            _call(when=()),
        ),
        Mistake(
            "always_refreshes",
            "the access token was good, and it refreshed all the same. Look at the answer first: "
            "only a 401 needs it.",
            _call(when=(200, 401)),
        ),
        Mistake(
            "not_repeated",
            "it refreshed, and then returned the old answer, the 401. Ask the API once more, with "
            "the new token.",
            _call(again=False),
        ),
        Mistake(
            "returns_tokens",
            "it refreshed, and then returned the new tokens. What is wanted is the API's answer: "
            "ask the API once more.",
            _call(returns_tokens=True),
        ),
        Mistake(
            "access_token_kept",
            "the new access token is not in tokens: the next call starts with the old one. "
            "Put access_token and refresh_token into it.",
            _call(keeps=("refresh_token",)),
        ),
        Mistake(
            "refresh_token_kept",
            "the first hour went well. In the second, the refresh token that you kept was used "
            "already: rotation gave you a new one, and it must be stored too.",
            _call(keeps=("access_token",)),
        ),
        Mistake(
            "refreshes_on_403",
            "403 insufficient_scope has nothing to do with age: a refreshed token has the same "
            "scope. Refresh only after a 401.",
            _call(when=(401, 403)),
        ),
        Mistake(
            "once_only",
            "the first hour went well, and after the second the API still says no: it refreshes "
            "once and never again.",
            lambda path, tokens: _once(path, tokens),
        ),
        Mistake(
            "path_fixed",
            "it asks for the same path, whatever it is given. Use the path that is passed in.",
            lambda path, tokens: _call()("/photos", tokens),
        ),
        Mistake(
            "dot_or_bracket",
            'tokens is a dictionary: tokens["refresh_token"]. answer and fresh are objects: '
            "answer.status_code, fresh.refresh_token.",
            lambda path, tokens: get(path, tokens.access_token),
        ),
        Mistake(
            "name_not_in_tokens",
            "there is no such name in the dictionary: tokens has access_token and refresh_token.",
            lambda path, tokens: tokens["token"],
        ),
    ),
    hints=(
        "where to look: “An hour later”. Which status came when the hour was over? What did the "
        "cell do with fresh?",
        "the rule (RFC 6750 §3.1, RFC 6749 §6): 401 means refresh; then both tokens of the "
        "answer replace the old ones, and the request is sent again.",
        "almost the code: if answer.status_code == …: … then the other token of fresh under its "
        "own name, and answer = get(…) once more.",
    ),
    setup=SETUP,
    solution_code="""\
def call(path, tokens):
    answer = get(path, tokens["access_token"])
    if answer.status_code == 401:
        fresh = refresh(photobox.token_endpoint, refresh_token=tokens["refresh_token"], **client)
        newest = {"access_token": fresh.access_token, "refresh_token": fresh.refresh_token}
        tokens.update(newest)
        answer = get(path, tokens["access_token"])
    return answer""",
    unlisted=lambda path, tokens: "photos",
)
