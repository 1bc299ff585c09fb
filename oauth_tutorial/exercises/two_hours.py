"""A function that calls the API and refreshes by itself, judged over two hours of PhotoBox."""

from collections.abc import Iterable
from typing import Any

import requests

from oauth_tutorial.client.tokens import refresh
from oauth_tutorial.exercises.assignment import STORYS_CLIENT
from oauth_tutorial.exercises.base import LearnersError, call
from oauth_tutorial.exercises.outcome import Verdict, right, wrong
from oauth_tutorial.exercises.received import expire, issue_tokens, opens, photobox, refusal, watch
from oauth_tutorial.practice.model.log import Entry

Tokens = dict[str, str]
TIMEOUT = 10  # seconds


def judge_call(call_api: Any) -> Verdict:
    """Judge ``call_api(path, tokens)``: a good token, an old one, an old one again, a 403."""
    if not callable(call_api):
        return wrong("not_a_function", expected="call", received=call_api)
    tokens = issue_tokens("photos.read")
    steps = (_good_token, _expired_token, _expired_again, _scope_too_small)
    try:
        return next((verdict for step in steps if (verdict := step(call_api, tokens))), right())
    except LearnersError as learners:
        mistake = _misread(learners.error)
        if mistake is None:
            raise
        return wrong(mistake, part="your function", expected="no error", received=learners.error)


def _misread(error: BaseException) -> str | None:
    """Which mistake it is to look for a value where it is not."""
    if isinstance(error, KeyError):
        return "name_not_in_tokens"
    by_bracket = isinstance(error, TypeError) and "not subscriptable" in str(error)
    return "dot_or_bracket" if by_bracket or isinstance(error, AttributeError) else None


def _good_token(call_api: Any, tokens: Tokens) -> Verdict | None:
    answer, refreshes = _sent(call_api, "/photos", tokens)
    if refreshes:
        return _one_refresh_too_many("always_refreshes", "with a good token")
    if not hasattr(answer, "status_code"):
        mistake = "returns_nothing" if answer is None else None
        kind = type(answer).__name__
        return wrong(mistake, part="call returns", expected="the API's answer", received=kind)
    return _unless(answer, 200)


def _expired_token(call_api: Any, tokens: Tokens) -> Verdict | None:
    expire(old := tokens["access_token"])
    answer, refreshes = _sent(call_api, "/photos", tokens)
    if not refreshes:
        return wrong("never_refreshes", part="status", expected=200, received=answer.status_code)
    if refreshes[-1].checks.failed:
        return refusal(refreshes[-1], None)
    if not hasattr(answer, "status_code"):
        kind = type(answer).__name__
        return wrong(
            "returns_tokens", part="call returns", expected="the API's answer", received=kind
        )
    if tokens["access_token"] == old:
        return wrong("access_token_kept", part="tokens", expected="the new", received="the old")
    return _unless(answer, 200, "not_repeated")


def _expired_again(call_api: Any, tokens: Tokens) -> Verdict | None:
    expire(tokens["access_token"])
    if not opens(tokens["refresh_token"]):
        return wrong("refresh_token_kept", part="tokens", expected="the new", received="the old")
    try:
        answer, _ = _sent(call_api, "/photos", tokens)
    except LearnersError as learners:
        kind = type(learners.error).__name__
        return wrong(part="an hour later", expected=200, received=kind, evidence=learners.error)
    return _unless(answer, 200)


def _scope_too_small(call_api: Any, tokens: Tokens) -> Verdict | None:
    answer, refreshes = _sent(call_api, "/report", tokens)
    if refreshes:
        return _one_refresh_too_many("refreshes_on_403", "after a 403")
    return _unless(answer, 403)


def _sent(call_api: Any, path: str, tokens: Tokens) -> tuple[Any, list[Entry]]:
    """Let the learner's function call the API: what it returns, and its token requests."""
    with watch() as entries:
        answer = call(call_api, path, tokens)
    return answer, [entry for entry in entries if entry.path == "/token"]


def _one_refresh_too_many(mistake: str, when: str) -> Verdict:
    return wrong(mistake, part=when, expected="no refresh", received="a refresh")


def _unless(answer: Any, status: int, mistake: str | None = None) -> Verdict | None:
    if answer.status_code == status:
        return None
    return wrong(mistake, part="status", expected=status, received=answer.status_code)


def get(path: str, access_token: str) -> requests.Response:
    """Call the API, as the notebook does."""
    headers = {"Authorization": f"Bearer {access_token}"}
    return requests.get(f"{photobox().api}{path}", headers=headers, timeout=TIMEOUT)


def example(
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
