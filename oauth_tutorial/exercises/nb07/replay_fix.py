"""PrintShop lets PhotoBox decide whether a code still works."""

from typing import Any

from oauth_tutorial.exercises.attacks import code_replay
from oauth_tutorial.exercises.nb07.judging import RETURNS_NONE, attacked
from oauth_tutorial.grading.calling import call
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.kinds import not_a_function, wants_function
from oauth_tutorial.grading.verdict import Verdict, wrong

_CODES = ("a-code-of-alice", "a-code-of-bob")
_FIVE = 5


class _PhotoBox:
    """What PrintShop's exchange brings: tokens for a code's first use, and nothing afterwards."""

    def __init__(self) -> None:
        self.sent: list[object] = []

    def exchange(self, code: object) -> dict[str, Any]:
        self.sent.append(code)
        if code not in _CODES or self.sent.count(code) > 1:
            return {}
        return {"access_token": f"for {code}", "token_type": "Bearer"}


@wants_function("open_session")
def judge_open_session(answer: Any) -> Verdict:
    """Bring two codes, and each of them again; then Mallory brings Alice's."""
    box, sessions = _PhotoBox(), dict[str, Any]()
    wanted = [_PhotoBox().exchange(code) for code in _CODES]
    first = [call(answer, code, sessions, box.exchange) for code in _CODES]
    if all(one is None for one in first):
        return wrong("returns_nothing", expected="the tokens", received=None)
    if len(box.sent) > len(_CODES):
        return wrong("exchanged_twice", part="uses of a new code", expected=1, received=2)
    if first == list(_CODES):
        return wrong("returns_code", expected="the tokens", received="the code")
    if first == [{}, {}]:
        return wrong("nobody_gets_in", part="a new code", expected="the tokens", received={})
    if first != wanted:
        return wrong(part="a new code", expected="the tokens", received=type(first[0]).__name__)
    again = [call(answer, _CODES[0], sessions, box.exchange) for _ in range(_FIVE)]
    if all(again):
        return wrong("remembers", part="a used code", expected={}, received="the tokens")
    if any(again):
        mistake = "once_more" if again[0] else "later_again"
        return wrong(mistake, part="a used code", expected={}, received="the tokens")
    return attacked(code_replay, answer)


def _pops(code: str, sessions: dict[str, Any], exchange: Any) -> Any:
    if code in sessions:
        return sessions.pop(code)
    sessions[code] = exchange(code)
    return sessions[code]


def _newest_of_each(code: str, sessions: dict[str, Any], exchange: Any) -> Any:
    return sessions.get(code) or sessions.setdefault(code, exchange(code))


def _asks_then_remembers(code: str, sessions: dict[str, Any], exchange: Any) -> Any:
    tokens = exchange(code)
    if tokens:
        sessions[code] = [{}, tokens]  # one refusal, then the old tokens again
        return tokens
    kept = sessions[code]
    return kept.pop(0) if len(kept) > 1 else kept[0]


def _exchanges_twice(code: str, sessions: dict[str, Any], exchange: Any) -> Any:
    return exchange(code) and exchange(code)


replay_fix = Exercise(
    name="07.replay_fix",
    answer="open_session",
    judge=judge_open_session,
    correct="a code works once, and PrintShop no longer gets around that (RFC 6749 §4.1.2).",
    mistakes=(
        not_a_function("tokens"),
        Mistake("returns_nothing", RETURNS_NONE, lambda code, sessions, exchange: None),
        Mistake(
            "returns_code",
            "it returns the code. PrintShop needs the tokens, which exchange(code) brings.",
            lambda code, sessions, exchange: code,
        ),
        Mistake(
            "nobody_gets_in",
            "a code that is new brings no tokens: nobody can sign in any more.",
            lambda code, sessions, exchange: sessions.get(code, {}),
        ),
        Mistake(
            "exchanged_twice",
            "a new code is sent to PhotoBox twice. The second use is an alarm, and ends Alice's "
            "tokens.",
            _exchanges_twice,
        ),
        Mistake(
            "remembers",
            "a used code still opens the session: PrintShop remembers the tokens it got for it.",
            _newest_of_each,
        ),
        Mistake(
            "once_more",
            "a used code opens the session once more, and once is all that Mallory needs.",
            _pops,
        ),
        Mistake(
            "later_again",
            "a used code is refused, and later it opens the session again.",
            _asks_then_remembers,
        ),
    ),
    hints=(
        "where to look: notebook 03, where a code is sent twice.",
        "the rule (RFC 6749 §4.1.2): a code is used once, and the authorization server makes sure "
        "of it.",
        "almost the code: no memory is needed; one of the three arguments does it all.",
    ),
    solution_code="""\
def open_session(code, sessions, exchange):
    return exchange(code)""",
    unlisted=lambda code, sessions, exchange: [exchange(code)],
)
