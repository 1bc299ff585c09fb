"""A function that reads redirects."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from oauth_tutorial.client.authorization import new_state, read_redirect
from oauth_tutorial.errors import AuthorizationDenied, StateMismatch
from oauth_tutorial.grading.assignment import STORYS_CLIENT
from oauth_tutorial.grading.calling import LearnersError, call, case
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.granted import issue_code
from oauth_tutorial.grading.kinds import not_a_function, wants_function
from oauth_tutorial.grading.questions import Predict
from oauth_tutorial.grading.received import REDIRECT_URI, post_token_request
from oauth_tutorial.grading.verdict import Verdict, right, wrong

predict_last_page = Predict(
    "whose address will the browser show at the very end?",
    choices=("PhotoBox's", "PrintShop's"),
    answer=1,
    reveals="PhotoBox tells the browser to go to redirect_uri, and PrintShop's receiver "
    "listens there.",
)

_CODE_LENGTH = 43  # of PhotoBox's codes
_GOOGLES = "4/0AX"  # a code with a slash in it, as Google's have


@dataclass(frozen=True)
class _Case:
    """A redirect that arrives.

    Attributes:
        name: What it is, in words.
        query: Of the address.
        wanted: What handle must return.
        mistake: Of who returns something else.
    """

    name: str
    query: str
    wanted: str
    mistake: str = ""


def _cases(state: str, code: str) -> list[_Case]:
    """Redirects of six kinds: each wrong one is a near miss as well."""
    iss = "iss=http%3A%2F%2F127.0.0.1%3A49152"
    part, slash = state[:20], quote(_GOOGLES, "")
    return [
        _Case("a good answer", f"code={code}&state={state}", code),
        _Case("a good answer in another order", f"state={state}&{iss}&code={code}", code, "order"),
        _Case("another state", f"code={code}&state=other", "wrong state", "state_not_compared"),
        _Case("a part of the state", f"code={code}&state={part}", "wrong state", "near_state"),
        _Case("more than the state", f"code={code}&state={state}x", "wrong state", "near_state"),
        _Case(
            "the state in other letters",
            f"code={code}&state={state.swapcase()}",
            "wrong state",
            "near_state",
        ),
        _Case("no state", f"code={code}", "wrong state", "missing_state"),
        _Case("an empty state", f"code={code}&state=", "wrong state", "missing_state"),
        _Case("a denial", f"error=access_denied&state={state}", "denied", "denial_lost"),
        _Case(
            "somebody else's denial",
            "error=access_denied&state=other",
            "wrong state",
            "error_first",
        ),
        _Case("an encoded code", f"code={slash}&state={state}", _GOOGLES, "not_decoded"),
    ]


@wants_function("handle")
def _judge_handle(handle: Any) -> Verdict:
    state, code = new_state(), issue_code(REDIRECT_URI)
    for one in _cases(state, code):
        try:
            with case(one.name):
                came = call(handle, f"{REDIRECT_URI}?{one.query}", state)
        except LearnersError as learners:
            if isinstance(learners.error, StateMismatch | AuthorizationDenied):
                received = f"raised {type(learners.error).__name__}"
                return wrong(
                    "error_not_caught", part=one.name, expected=one.wanted, received=received
                )
            raise
        if came != one.wanted:
            mistake = _mistake(one, came, code)
            return wrong(mistake, part=one.name, expected=_shown(one.wanted), received=_shown(came))
    return _exchange(code)


def _mistake(one: _Case, came: object, code: str) -> str | None:
    """Which mistake it is to return that for a case."""
    if came is None:
        return "returns_nothing"
    if isinstance(came, bytes):
        return "bytes"
    if one.wanted == code:
        return _code_mistake(came, code) or one.mistake or None
    if one.name == "another state" and came == "denied":
        return "words_swapped"
    if came not in ("wrong state", "denied", code) and one.mistake != "not_decoded":
        return "other_word"
    return one.mistake


def _code_mistake(came: object, code: str) -> str:
    if hasattr(came, "code"):
        return "whole_response"
    if came == [code]:
        return "list"
    if isinstance(came, str) and came.startswith(f"{REDIRECT_URI}?"):
        return "whole_address"
    return "tail" if isinstance(came, str) and came.startswith(f"{code}&") else ""


def _shown(value: object) -> object:
    short = isinstance(value, str) and len(value) < _CODE_LENGTH // 2
    return value if short else _shape(value)


def _shape(value: object) -> object:
    kind = "code" if isinstance(value, str) and len(value) == _CODE_LENGTH else "text"
    return f"a {kind} of {len(value)} characters" if isinstance(value, str) else value


def _exchange(code: str) -> Verdict:
    """Let PhotoBox have the last word: the code must get a token."""
    entry = post_token_request(
        {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": REDIRECT_URI,
            **STORYS_CLIENT,
        }
    )
    if entry.status == 200:
        return right()
    return wrong(text="PhotoBox did not take the code.", evidence=entry)


def _by_hand(address: str, state: str) -> str:
    """Right but for what the examples below change."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    if query.get("state") != state:
        return "wrong state"
    return "denied" if "error" in query else query["code"]


def _error_first(address: str, state: str) -> str:
    return "denied" if "error=" in address else _by_hand(address, state)


def _not_decoded(address: str, state: str) -> str:
    answer = _by_hand(address, state)
    return answer if " " in answer or answer == "denied" else quote(answer, "")


def _fixed_order(address: str, state: str) -> str:
    answer = _by_hand(address, state)
    first = urlsplit(address).query.partition("=")[0]
    return "wrong state" if first == "state" else answer


def _alike(address: str, state: str) -> str:
    came = parse_qs(urlsplit(address).query).get("state", [""])[0]
    return (
        _by_hand(address.replace(f"state={came}", f"state={state}"), state)
        if (came and (came.lower() == state.lower() or came in state or state in came))
        else _by_hand(address, state)
    )


def _missing_state(address: str, state: str) -> str:
    return _by_hand(address if "state=" in address else f"{address}&state={state}", state)


handle_redirect = Exercise(
    name="02.handle_redirect",
    answer="handle",
    blanks=3,
    judge=_judge_handle,
    correct="a wrong state, a denial and a code: each one has its own end, and PhotoBox gave a "
    "token for the code.",
    mistakes=(
        not_a_function("code"),
        Mistake(
            "returns_nothing",
            "the function returns None for it. Every way through needs a return.",
            lambda address, state: None,
        ),
        Mistake(
            "whole_response",
            "it returns the whole response. The code is its attribute .code.",
            lambda address, state: read_redirect(address, state=state),
        ),
        Mistake(
            "whole_address",
            "it returns the whole address. The code is one part of it, which read_redirect finds.",
            lambda address, state: address,
        ),
        Mistake(
            "list",
            "it returns a list. parse_qs gives a list for each name: the code is its [0].",
            lambda address, state: parse_qs(urlsplit(address).query).get("code"),
        ),
        Mistake(
            "tail",
            "what follows the code came along. Let parse_qs or read_redirect take the query "
            "apart at the '&'.",
            lambda address, state: address.partition("code=")[2],
        ),
        Mistake(
            "error_not_caught",
            "read_redirect raises StateMismatch and AuthorizationDenied. Catch each of them with "
            "its own except.",
            lambda address, state: read_redirect(address, state=state).code,
        ),
        Mistake(
            "state_not_compared",
            "it accepted a code that somebody else sent. Compare state first (RFC 6749 §10.12).",
            lambda address, state: _by_hand(
                address.partition("&state=")[0] + f"&state={state}", state
            ),
        ),
        Mistake(
            "bytes",
            "it returns bytes: .decode() makes text of them.",
            lambda address, state: _by_hand(address, state).encode(),
        ),
        Mistake(
            "order",
            "a redirect's parameters come in any order, and there can be more of them, as iss. "
            "Look for each by its name.",
            _fixed_order,
        ),
        Mistake(
            "near_state",
            "it accepted a state that is only similar. State is compared as a whole, to "
            "the letter.",
            _alike,
        ),
        Mistake(
            "words_swapped",
            "nobody said no here: the words for StateMismatch and AuthorizationDenied are swapped.",
            lambda address, state: {"wrong state": "denied", "denied": "wrong state"}.get(
                answer := _by_hand(address, state), answer
            ),
        ),
        Mistake(
            "other_word",
            "there are three things to return: the code, and the two words exactly as the task "
            "writes them.",
            lambda address, state: {"denied": "no"}.get(answer := _by_hand(address, state), answer),
        ),
        Mistake(
            "missing_state",
            "a redirect without state does not answer your request either.",
            _missing_state,
        ),
        Mistake(
            "denial_lost",
            "Alice said no: an error is an answer too (RFC 6749 §4.1.2.1), with a word of its own.",
            lambda address, state: (
                "wrong state" if "error" in address else _by_hand(address, state)
            ),
        ),
        Mistake(
            "error_first",
            "it believed a denial that nobody asked for. Compare state before you look at "
            "anything else, an error included.",
            _error_first,
        ),
        Mistake(
            "not_decoded",
            "the code is still encoded: %2F is a slash. parse_qs and read_redirect decode it.",
            _not_decoded,
        ),
    ),
    hints=(
        "where to look: read_redirect(address, state=…), and the two errors that you have seen.",
        "the rule: state is compared first, and read_redirect does it. Each except returns the "
        "one word for what happened.",
        "almost the code: return read_redirect(address, state=…).code, and the two words in "
        "quotes.",
    ),
    setup="from oauth_tutorial import read_redirect\n"
    "from oauth_tutorial.errors import AuthorizationDenied, StateMismatch",
    solution_code='''\
def handle(address, state):
    try:
        return read_redirect(address, state=state).code
    except StateMismatch:
        return "wrong state"
    except AuthorizationDenied:
        return "denied"''',
    unlisted=lambda address, state: "no idea",
)
