"""Notebook 09: a token and its scopes, from answers that do not keep to RFC 6749 §5.1."""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from oauth_tutorial.grading.calling import LearnersError, call, case
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.kinds import not_a_function, wants_function
from oauth_tutorial.grading.questions import Predict
from oauth_tutorial.grading.verdict import Verdict, right, wrong
from oauth_tutorial.text.listing import kind_of

predict_naive_exchange = Predict(
    "which line of your exchange from notebook 03 fails at GitHub?",
    choices=(
        "The POST: GitHub refuses it.",
        "response.json()",
        "The call to the API: the token is not taken.",
    ),
    answer=1,
    reveals="the exchange works and the token is in the answer, but the answer is a form, and no "
    "JSON.",
)


@dataclass(frozen=True)
class _Case:
    """What a provider answers, and what the function must make of it."""

    answer: dict[str, object]
    token: str | None
    scopes: tuple[str, ...]
    mistake: str  # of a function that does something else with it
    who: str

    def judge(self, find_token: Any) -> Verdict | None:
        expected = (self.token, list(self.scopes))
        try:
            with case(self.who):
                came = call(find_token, deepcopy(self.answer))
        except LearnersError as learners:
            if not self._explains(learners.error):
                raise
            error = learners.error
            return self._no(self.mistake, f"raised {type(error).__name__}: {error}")
        if verdict := self.no_pair(came):
            return verdict
        pair: Any = came
        token, scopes = pair
        if token == self.token and isinstance(scopes, str) and scopes:
            return self._no("scope_is_text", scopes)
        if token == self.token and not self.scopes and (scopes is None or scopes == ""):
            return self._no("no_list", (token, scopes), expected)
        words = _words(scopes)
        if token == self.token and words == sorted(self.scopes):
            return None
        if token == self.token and words and "" in words:
            return self._no("empty_word", (token, scopes), expected)
        swapped = scopes == self.token and self.token is not None
        return self._no("swapped" if swapped else self._kind(token), (token, scopes), expected)

    def no_pair(self, came: object) -> Verdict | None:
        """The verdict on something else than two things."""
        if isinstance(came, tuple | list) and len(came) == 2:
            return None
        mistake = "returns_nothing" if came is None else "not_two"
        return self._no(mistake, came if isinstance(came, str) else kind_of(came))

    def _explains(self, error: BaseException) -> bool:
        """Whether the case's own sentence says what is behind the error."""
        return self.who != _PLAIN and isinstance(error, KeyError | AttributeError | TypeError)

    def _kind(self, token: object) -> str | None:
        """The case's own mistake, where it explains what came in the token's place."""
        own = token == self.token or self.token is None
        return self.mistake if own or (token is None and self.who == _SLACK) else None

    def _no(self, mistake: str | None, received: object, expected: object = None) -> Verdict:
        wanted = expected if expected is not None else (self.token, list(self.scopes))
        return wrong(mistake or None, part=self.who, expected=repr(wanted), received=repr(received))


def _words(scopes: object) -> list[str] | None:
    if scopes is None or isinstance(scopes, str):
        return []
    return sorted(map(str, scopes)) if isinstance(scopes, Iterable) else None


_PLAIN, _SLACK = "an answer as the RFC has it", "Slack"
# The shapes are real (see docs/providers.md), the values are made up.
_RFC = _Case(
    {"access_token": "tok-rfc", "token_type": "Bearer", "scope": "profile email"},
    *("tok-rfc", ("profile", "email"), "not_split", _PLAIN),
)
_CASES = (  # as the task names them
    _Case(
        {
            "ok": True,
            "authed_user": {"id": "U1", "scope": "chat:write", "access_token": "xoxp-tok"},
            "team": {"id": "T1"},
        },
        *("xoxp-tok", ("chat:write",), "not_nested", _SLACK),
    ),
    _Case(
        {"access_token": "gho_tok", "token_type": "bearer", "scope": "gist,read:user"},
        *("gho_tok", ("gist", "read:user"), "comma", "GitHub"),
    ),
    _Case(
        {"access_token": "twitch-tok", "token_type": "bearer", "scope": ["user:read:email"]},
        *("twitch-tok", ("user:read:email",), "list", "Twitch"),
    ),
    _Case(
        {"access_token": "ntn_tok", "token_type": "bearer", "workspace_id": "W1"},
        *("ntn_tok", (), "no_scope", "Notion"),
    ),
    _RFC,
    _Case(
        {"error": "bad_verification_code", "error_description": "The code passed is incorrect"},
        *(None, (), "error_taken", "GitHub, a used code, status 200"),
    ),
    _Case(
        {"ok": False, "error": "invalid_code"},
        *(None, (), "error_taken", "Slack, a used code, status 200"),
    ),
)


@wants_function("find_token")
def _judge(find_token: Any) -> Verdict:
    with case(_PLAIN):  # what is wrong with every answer is said of this one
        came = call(find_token, deepcopy(_RFC.answer))
    if verdict := _RFC.no_pair(came):
        return verdict
    verdicts = (one.judge(find_token) for one in _CASES)
    return next((verdict for verdict in verdicts if verdict is not None), right())


def _right(answer: dict[str, Any]) -> tuple[str | None, list[str]]:
    place = answer.get("authed_user", answer)
    scope = place.get("scope", [])
    return place.get("access_token"), (
        scope.replace(",", " ").split() if isinstance(scope, str) else scope
    )


def _top_only(answer: dict[str, Any]) -> tuple[str | None, list[str]]:
    return _right({name: value for name, value in answer.items() if name != "authed_user"})


def _by_spaces(answer: dict[str, Any]) -> tuple[str | None, list[str]]:
    token, words = _right(answer)
    return token, [",".join(words)] if "," in str(answer.get("scope")) else words


def _by_commas(answer: dict[str, Any]) -> tuple[str | None, list[str]]:
    token, words = _right(answer)
    return token, [" ".join(words)] if " " in str(answer.get("scope", "")) else words


def _by_one_space(answer: dict[str, Any]) -> tuple[str | None, list[str]]:
    token, words = _right(answer)
    return token, words or [""]


def _scope_required(answer: dict[str, Any]) -> tuple[str | None, list[str]]:
    if answer.get("error"):
        return None, []
    answer.get("authed_user", answer)["scope"]
    return _right(answer)


def _text_required(answer: dict[str, Any]) -> tuple[str | None, list[str]]:
    scope = answer.get("scope", "")
    scope.split()
    return _right(answer)


def _token_required(answer: dict[str, Any]) -> tuple[str | None, list[str]]:
    answer.get("authed_user", answer)["access_token"]
    return _right(answer)


token_anywhere = Exercise(
    name="09.token_anywhere",
    answer="find_token",
    judge=_judge,
    correct="five answers with a token, and two errors that came with status 200. With a preset "
    "this is what exchange_code does for you.",
    mistakes=(
        not_a_function(("tok-rfc", ["profile"])),
        Mistake(
            "returns_nothing",
            "the function returns None. It needs a return with the token and the scopes.",
            lambda answer: None,
        ),
        Mistake(
            "not_two",
            "return two things: the access token, a comma, and the list of scopes.",
            lambda answer: _right(answer)[0],
        ),
        Mistake(
            "swapped",
            "the token comes first, then the scopes.",
            lambda answer: _right(answer)[::-1],
        ),
        Mistake(
            "scope_is_text",
            "the scopes are still one text. Make a list of words: scope.split().",
            lambda answer: (_right(answer)[0], " ".join(_right(answer)[1])),
        ),
        Mistake(
            "not_split",
            "the scopes of RFC 6749 §3.3 are words with a space between them.",
            _by_commas,
        ),
        Mistake(
            "comma",
            "GitHub puts a comma between the scopes of its answer, so split() finds one word.",
            _by_spaces,
        ),
        Mistake(
            "not_nested",
            "the person's token and its scope lie in authed_user, and not at the top.",
            _top_only,
        ),
        Mistake("list", "here scope is a list already, and a list has no split().", _text_required),
        Mistake(
            "no_scope",
            "there is no scope in this answer, so the list is empty. Take answer.get(…) in place "
            "of answer[…].",
            _scope_required,
        ),
        Mistake(
            "no_list",
            "there are no scopes here, and what your function returns for them is no list. The "
            "task wants an empty one: who goes through it finds nothing, and gets no exception.",
            lambda answer: (_right(answer)[0], _right(answer)[1] or None),
        ),
        Mistake(
            "empty_word",
            'there is an empty text among the scopes. split(" ") and split(",") make one where '
            "there is no word; split() does not.",
            _by_one_space,
        ),
        Mistake(
            "error_taken",
            "this is an error, whatever its status says. Return None and an empty list.",
            _token_required,
        ),
    ),
    hints=(
        "where to look: the cell above. First find the dictionary that the token is in, then take "
        "both from it.",
        "the rule: get(name, default) never raises. isinstance(scope, str) tells text from a list, "
        'and replace(",", " ") makes both separators one.',
        'almost the code: place = answer.get("authed_user", answer); then '
        'place.get("access_token"), and place.get("scope", []), split where it is text.',
    ),
    solution_code="""\
def find_token(answer):
    place = answer.get("authed_user", answer)
    scope = place.get("scope", [])
    if isinstance(scope, str):
        scope = scope.replace(",", " ").split()
    return place.get("access_token"), scope""",
    unlisted=lambda answer: ("another", ["words"]),
)
