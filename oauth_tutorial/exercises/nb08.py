"""Notebook 08: a device that asks at the right pace, and the grant for each situation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from oauth_tutorial.grading.calling import LearnersError, call
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.kinds import not_a_function, wants_function
from oauth_tutorial.grading.questions import Predict
from oauth_tutorial.grading.verdict import Verdict, right, wrong

_PENDING, _SLOW = {"error": "authorization_pending"}, {"error": "slow_down"}
_DENIED, _EXPIRED = {"error": "access_denied"}, {"error": "expired_token"}
_TOKEN = {"access_token": "a token", "token_type": "Bearer"}
_MOST_WAITS = 20


class _AskedTooOften(Exception):
    """Raised when the learner's loop goes on after the answer that should end it."""


@dataclass
class _Server:
    """Gives the answers of a script, and notes how long the device waited between them."""

    answers: Sequence[dict[str, str]]
    asked: int = 0
    waits: list[float] = field(default_factory=list)

    def ask(self) -> dict[str, str]:
        if self.asked == len(self.answers):
            raise _AskedTooOften
        self.asked += 1
        return dict(self.answers[self.asked - 1])

    def wait(self, seconds: float) -> None:
        if len(self.waits) == _MOST_WAITS:
            raise _AskedTooOften
        self.waits.append(seconds)


@dataclass(frozen=True)
class _Script:
    """What the server answers, and the mistakes that each way of going wrong is."""

    answers: tuple[dict[str, str], ...]
    interval: int
    waits: tuple[int, ...]  # a device may also ask first: then without the first of them
    goes_on: str | None = None
    ends_early: str | None = None

    def judge(self, poll: Callable[..., object]) -> Verdict | None:
        server = _Server(self.answers)
        try:
            result = call(poll, server.ask, server.wait, self.interval)
        except LearnersError as learners:
            if not isinstance(learners.error, _AskedTooOften):
                raise
            return self._no("asked again", self.goes_on)
        if server.asked < len(self.answers):
            return self._no(result, self.ends_early if server.asked else None)
        if result != self.answers[-1]:
            return self._no(result, "nothing_returned" if result is None else None)
        return self._judge_waits(server.waits)

    def _judge_waits(self, waits: list[float]) -> Verdict | None:
        wanted = list(self.waits)
        if waits in (wanted, wanted[1:]):
            return None
        return wrong(
            self._pace(waits), part="seconds between requests", expected=wanted, received=waits
        )

    def _pace(self, waits: list[float]) -> str | None:
        if not waits:
            return "no_wait"
        if set(waits) == {self.interval}:
            return "same_pace"
        slower = self.interval + 5
        if slower in waits and waits[-1] == self.interval:
            return "slower_once"
        return "own_interval" if waits[0] != self.interval else None

    def _no(self, result: object, mistake: str | None) -> Verdict:
        last = self.answers[-1]
        return wrong(
            mistake,
            part=" → ".join(answer.get("error", "token") for answer in self.answers),
            expected=f"{last.get('error', 'the token')} is returned",
            received=result if result is not None else "None",
        )


_SCRIPTS = (
    _Script((_PENDING, _TOKEN), 5, (5, 5), goes_on="token_goes_on", ends_early="pending_ends"),
    _Script((_PENDING, _TOKEN), 8, (8, 8)),
    _Script((_PENDING, _SLOW, _PENDING, _TOKEN), 5, (5, 5, 10, 10), ends_early="slow_down_ends"),
    _Script((_PENDING, _SLOW, _SLOW, _TOKEN), 5, (5, 5, 10, 15)),
    _Script((_PENDING, _DENIED), 5, (5, 5), goes_on="denied_goes_on"),
    _Script((_PENDING, _EXPIRED), 5, (5, 5), goes_on="expired_goes_on"),
    _Script((_PENDING, {"error": "invalid_client"}), 5, (5, 5)),
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
    unlisted=_poller(slower=1),
)


_GRANTS = {
    "stock count at night": "client_credentials",
    "app on a phone": "authorization_code",
    "television": "device_code",
    "page of JavaScript": "authorization_code",
    "token expired, Alice asleep": "refresh_token",
}
_LIVE = set(_GRANTS.values())
# situation → a typical wrong grant for it → the mistake that it is
_MISTAKEN = {
    "stock count at night": {
        "authorization_code": "nobody_to_ask",
        "device_code": "nobody_to_ask",
    },
    "television": {"authorization_code": "television_types"},
    "token expired, Alice asleep": {"authorization_code": "asks_again"},
}


def _judge_grants(answer: dict[str, str]) -> Verdict:
    given = {situation: answer.get(situation, "").strip().lower() for situation in _GRANTS}
    for situation, grant in _GRANTS.items():
        if given[situation] != grant:
            mistake = _grant_mistake(situation, given[situation])
            return wrong(mistake, part=situation, expected=grant, received=given[situation])
    return right()


def _grant_mistake(situation: str, given: str) -> str | None:
    if given in {"implicit", "password"}:
        return f"{given}_is_dead"
    if given not in _LIVE:
        return "word_of_another_list"
    if given == "client_credentials":
        return "person_left_out"
    return _MISTAKEN.get(situation, {}).get(given)


which_grant = Exercise(
    name="08.which_grant",
    answer="grant",
    blanks=5,
    judge=_judge_grants,
    correct="first ask whether a person takes part, then whether there is a browser.",
    mistakes=(
        Mistake(
            "implicit_is_dead",
            "the implicit grant is dead: it puts the token into an address (RFC 9700 §2.1.2).",
            _GRANTS | {"page of JavaScript": "implicit"},
        ),
        Mistake(
            "password_is_dead",
            "the password grant is dead: the app would see the password (RFC 9700 §2.4).",
            _GRANTS | {"app on a phone": "password"},
        ),
        Mistake(
            "nobody_to_ask",
            "nobody is awake to approve anything, and the numbers are PrintShop's own.",
            _GRANTS | {"stock count at night": "authorization_code"},
        ),
        Mistake(
            "person_left_out",
            "client_credentials opens what is the client's own. Here the photos are a person's, "
            "and she must be asked.",
            _GRANTS | {"television": "client_credentials"},
        ),
        Mistake(
            "television_types",
            "a television has no browser to type a password into. The person approves elsewhere.",
            _GRANTS | {"television": "authorization_code"},
        ),
        Mistake(
            "asks_again",
            "Alice has approved before. There is something that was given for this moment.",
            _GRANTS | {"token expired, Alice asleep": "authorization_code"},
        ),
        Mistake(
            "word_of_another_list",
            "this is none of the four words: client_credentials, authorization_code, "
            "device_code, refresh_token.",
            _GRANTS | {"app on a phone": "pkce"},
        ),
    ),
    hints=(
        "The table *When to use which* has a line for each.",
        "Whose data is it? If a person's, she must be asked: once, and where there is a browser.",
        '"stock count at night": "client_credentials", "television": "device_code", …',
    ),
    solution_code=f"""\
grant = {{
{chr(10).join(f'    "{situation}": "{name}",' for situation, name in _GRANTS.items())}
}}""",
    unlisted=_GRANTS | {"app on a phone": "device_code"},
)

predict_nightly = Predict(
    "No person takes part. Whose photos can the nightly program read with its token?",
    choices=("Alice's", "Everybody's", "Nobody's"),
    answer=2,
    reveals="A client that speaks for itself gets what is its own. No person has shared "
    "anything with it, so it has no photos at all.",
)

predict_polls = Predict(
    "PhotoFrame asks for the token twice, with no pause, before Alice does anything. "
    "What does PhotoBox answer?",
    choices=(
        "Twice authorization_pending",
        "First authorization_pending, then slow_down",
        "Twice slow_down",
    ),
    answer=1,
    reveals="The first answer is no failure: it means not yet. The second is a warning, and "
    "from then on PhotoFrame must wait five seconds longer.",
)

predict_bound_token = Predict(
    "Mallory read the token and one proof in a log. Which of her requests is answered?",
    choices=("The token as Bearer", "The token with the proof that she saw", "None"),
    answer=2,
    reveals="Each proof is good for one request. She would have to sign a new one, and the "
    "private key never left PrintShop.",
)
