"""A device that asks at the right pace."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from oauth_tutorial.grading.calling import LearnersError, call, case
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.kinds import not_a_function, wants_function
from oauth_tutorial.grading.verdict import Verdict, right, wrong

_PENDING, _SLOW = {"error": "authorization_pending"}, {"error": "slow_down"}
_DENIED, _EXPIRED = {"error": "access_denied"}, {"error": "expired_token"}
_TOKEN = {"access_token": "a token", "token_type": "Bearer"}
_MOST_WAITS = 200  # between two requests: some wait in pieces
_HALF_AN_HOUR = 225  # requests, 8 seconds apart: RFC 8628 §3.2 has a code that is good for so long
_SHOWN = 5  # of the times between requests, or up to the first that differs


class _AskedTooOften(BaseException):
    """Raised when the learner's loop goes on after the answer that should end it.

    No ``except Exception`` of the learner's catches it, so that the loop really ends.
    """


@dataclass
class _Server:
    """Gives the answers of a script, and notes how long the device waited between them."""

    answers: Sequence[dict[str, str]]
    asked: int = 0
    waits: list[float] = field(default_factory=list)  # before each request, and after the last
    _calls: int = 0
    _since: float = 0.0

    def ask(self) -> dict[str, str]:
        if self.asked == len(self.answers):
            raise _AskedTooOften
        self.waits.append(round(self._since, 6))
        self.asked, self._since, self._calls = self.asked + 1, 0.0, 0
        return dict(self.answers[self.asked - 1])

    def wait(self, seconds: float) -> None:
        if self._calls == _MOST_WAITS:
            raise _AskedTooOften
        self._calls += 1
        self._since += seconds


@dataclass(frozen=True)
class _Script:
    """What the server answers, and the mistakes that each way of going wrong is."""

    answers: tuple[dict[str, str], ...]
    interval: int
    waits: tuple[int, ...]
    goes_on: str | None = None
    ends_early: str | None = None

    def judge(self, poll: Callable[..., object]) -> Verdict | None:
        server = _Server(self.answers)
        try:
            with case(self._name):
                result = call(poll, server.ask, server.wait, self.interval)
        except _AskedTooOften:
            return self._no("asked again", self.goes_on)
        except LearnersError as learners:
            if isinstance(learners.error, KeyError) and learners.error.args == ("error",):
                return self._no("a KeyError", "error_required")
            raise
        if server.asked < len(self.answers):
            return self._ended_early(result, server)
        if result != self.answers[-1]:
            mistake = "nothing_returned" if result is None else None
            return self._no(result, mistake or ("not_the_answer" if result else None))
        return self._judge_waits(server.waits)

    @property
    def _name(self) -> str:
        told = []
        for word, group in groupby(answer.get("error", "token") for answer in self.answers):
            many = len(list(group))
            told += [word] * many if many < _HALF_AN_HOUR else [f"{word}, {many} times"]
        return " → ".join(told)

    def _ended_early(self, result: object, server: _Server) -> Verdict:
        """Tell who stops at one kind of answer from who stops after a number of them."""
        if not server.asked:
            return self._no(result, "never_asked")
        last = self.answers[server.asked - 1]
        first_of_its_kind = self.answers.index(last) == server.asked - 1
        if last == _PENDING and (server.asked > 1 or not first_of_its_kind):
            return self._no(result, "no_loop")
        return self._no(result, self.ends_early if first_of_its_kind else "no_loop")

    def _judge_waits(self, waits: list[float]) -> Verdict | None:
        # how long it waits before the first is its own affair
        pairs = zip(waits, self.waits, strict=True)
        differ = [at for at, (came, wanted) in enumerate(pairs) if at and came != wanted]
        if not differ:
            return None
        shown = slice(max(differ[0] + 1, _SHOWN))
        return wrong(
            self._pace(waits),
            part="seconds between requests",
            expected=list(self.waits[shown]),
            received=waits[shown],
        )

    def _pace(self, waits: list[float]) -> str | None:
        between = waits[1:]
        if not any(between):
            return "no_wait"
        if set(between) == {self.interval}:
            return "same_pace"
        slower = self.interval + 5
        if slower in between and between[-1] == self.interval:
            return "slower_once"
        if between[0] != self.interval:
            return "own_interval"
        return "other_step"

    def _no(self, result: object, mistake: str | None) -> Verdict:
        last = self.answers[-1]
        return wrong(
            mistake,
            part=self._name,
            expected=f"{last.get('error', 'the token')} is returned",
            received=result if result is not None else "None",
        )


_SCRIPTS = (
    _Script((_PENDING, _TOKEN), 5, (5, 5), goes_on="token_goes_on", ends_early="pending_ends"),
    _Script((*[_PENDING] * _HALF_AN_HOUR, _TOKEN), 8, (8,) * (_HALF_AN_HOUR + 1)),
    _Script((_PENDING, _SLOW, _PENDING, _TOKEN), 5, (5, 5, 10, 10), ends_early="slow_down_ends"),
    _Script((_PENDING, _SLOW, _SLOW, _TOKEN), 5, (5, 5, 10, 15)),
    _Script((_PENDING, _DENIED), 5, (5, 5), goes_on="denied_goes_on"),
    _Script((_PENDING, _EXPIRED), 5, (5, 5), goes_on="expired_goes_on"),
    _Script((_PENDING, {"error": "invalid_client"}), 5, (5, 5), goes_on="error_goes_on"),
)


@wants_function("poll")
def _judge_polling(poll: Any) -> Verdict:
    verdicts = (script.judge(poll) for script in _SCRIPTS)
    return next((verdict for verdict in verdicts if verdict is not None), right())


def _poller(
    go_on: Sequence[str] = ("authorization_pending",),
    *,
    slower: int = 5,
    lasting: bool = True,
    waits: bool = True,
    fixed: int = 0,
    slow_down_ends: bool = False,
) -> Any:
    """A learner's function that is right but for one thing."""

    def poll(ask: Any, wait: Any, interval: int) -> object:
        pace = usual = fixed or interval
        while True:
            if waits:
                wait(pace)
            answer = ask()
            pace = pace if lasting else usual
            if answer.get("error") == "slow_down" and not slow_down_ends:
                pace += slower
            elif answer.get("error") not in go_on:
                return answer

    return poll


def _never_ends(ask: Any, wait: Any, interval: int) -> None:
    while True:
        wait(interval)
        ask()


def _returns_nothing(ask: Any, wait: Any, interval: int) -> None:
    _poller()(ask, wait, interval)


def _twice_at_most(ask: Any, wait: Any, interval: int) -> object:
    wait(interval)
    answer = ask()
    if answer.get("error") == "authorization_pending":
        wait(interval)
        answer = ask()
    return answer


def _error_required(ask: Any, wait: Any, interval: int) -> object:
    while True:
        wait(interval)
        answer = ask()
        if answer["error"] == "slow_down":
            interval += 5
        elif answer["error"] != "authorization_pending":
            return answer


device_polling = Exercise(
    name="08.device_polling",
    answer="poll",
    judge=_judge_polling,
    correct="it waits, waits longer when told to, and knows when it is over (RFC 8628 §3.5).",
    mistakes=(
        not_a_function("authorization_pending"),
        Mistake(
            "pending_ends",
            "authorization_pending ended it. It means not yet: wait, and ask again.",
            _poller(go_on=()),
        ),
        Mistake(
            "slow_down_ends",
            "slow_down ended it. It is no refusal: go on, at a slower pace.",
            _poller(slow_down_ends=True),
        ),
        Mistake(
            "no_loop",
            "it asks a fixed number of times and stops, while the server still says to go on. Only "
            "another answer ends it: the server says when the code has expired (RFC 8628 §3.5).",
            _twice_at_most,
        ),
        Mistake(
            "never_asked",
            "it returns before it has asked. Call ask() to send a request.",
            lambda ask, wait, interval: wait(interval),
        ),
        Mistake(
            "error_required",
            'an answer with a token has no "error": answer["error"] raises KeyError there, and '
            'answer.get("error") returns None.',
            _error_required,
        ),
        Mistake(
            "not_the_answer",
            "it stops at the right answer and returns a part of it, or something else. Return the "
            "whole dictionary.",
            lambda ask, wait, interval: _poller()(ask, wait, interval).get("access_token"),
        ),
        Mistake(
            "other_step",
            "after slow_down it waits longer, and not as the RFC says: 5 seconds are added for "
            "each slow_down.",
            _poller(slower=7),
        ),
        Mistake(
            "no_wait",
            "it never waits. Call wait(interval) between two requests, or PhotoBox says slow_down.",
            _poller(waits=False),
        ),
        Mistake(
            "same_pace",
            "after slow_down it keeps its pace. The interval grows by 5 seconds.",
            _poller(slower=0),
        ),
        Mistake(
            "slower_once",
            "after slow_down it waits longer once, and then falls back. The longer interval "
            "is for every later request.",
            _poller(lasting=False),
        ),
        Mistake(
            "own_interval",
            "it has a pace of its own. The first interval is the one that the server sent.",
            _poller(fixed=5),
        ),
        Mistake(
            "denied_goes_on",
            "it asks again after access_denied. Alice has said no: give up, and tell her so.",
            _poller(go_on=("authorization_pending", "access_denied")),
        ),
        Mistake(
            "expired_goes_on",
            "it asks again after expired_token. That device_code is dead: give up, and offer "
            "to start again.",
            _poller(go_on=("authorization_pending", "expired_token")),
        ),
        Mistake(
            "error_goes_on",
            "it asks again after an error that does not mean *not yet*. Every error but "
            "authorization_pending and slow_down ends the polling (RFC 8628 §3.5).",
            _poller(go_on=("authorization_pending", "invalid_client")),
        ),
        Mistake(
            "token_goes_on",
            "it asks again after the token came. Return the answer that has no error.",
            _never_ends,
        ),
        Mistake(
            "nothing_returned",
            "it stops at the right answer and returns None. Return that answer.",
            _returns_nothing,
        ),
    ),
    hints=(
        "The table of four answers, above: which two of them mean *ask again*?",
        "RFC 8628 §3.5: go on after authorization_pending and slow_down only; slow_down makes "
        "the interval 5 seconds longer, for this and all later requests.",
        'while True: wait(interval); answer = ask(); if answer.get("error") == "slow_down": '
        'interval += ____; elif answer.get("error") != ____: return answer',
    ),
    solution_code="""def poll(ask, wait, interval):
    while True:
        wait(interval)
        answer = ask()
        if answer.get("error") == "slow_down":
            interval += 5
        elif answer.get("error") != "authorization_pending":
            return answer""",
    unlisted=lambda ask, wait, interval: _poller()(ask, wait, interval) and {},
)
