"""Notebook 02: a function that reads redirects; redirect URIs that PhotoBox accepts."""

from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from oauth_tutorial.client.authorization import new_state, read_redirect
from oauth_tutorial.errors import AuthorizationDenied, StateMismatch
from oauth_tutorial.grading.assignment import STORYS_CLIENT
from oauth_tutorial.grading.calling import LearnersError, call
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.granted import issue_code
from oauth_tutorial.grading.kinds import not_a_function, wants_function
from oauth_tutorial.grading.photobox import photobox
from oauth_tutorial.grading.questions import Predict
from oauth_tutorial.grading.received import REDIRECT_URI, open_at_photobox, post_token_request
from oauth_tutorial.grading.verdict import Verdict, right, wrong

predict_last_page = Predict(
    "whose address will the browser show at the very end?",
    choices=("PhotoBox's", "PrintShop's"),
    answer=1,
    reveals="PhotoBox tells the browser to go to redirect_uri, and there PrintShop's receiver "
    "is at home.",
)

_CODE_LENGTH = 43  # of PhotoBox's codes
_GOOGLES = "4/0AX"  # a code with a slash in it, as Google's have


def _cases(state: str, code: str) -> list[tuple[str, str, str, str]]:
    """What arrives: its name, the query, what handle must return, the mistake of who does not."""
    return [
        ("a good answer", f"code={code}&state={state}", code, ""),
        ("another state", f"code={code}&state=other", "wrong state", "state_not_compared"),
        ("no state", f"code={code}", "wrong state", "missing_state"),
        ("a denial", f"error=access_denied&state={state}", "denied", "denial_lost"),
        ("somebody else's denial", "error=access_denied&state=other", "wrong state", "error_first"),
        ("an encoded code", f"code={quote(_GOOGLES, '')}&state={state}", _GOOGLES, "not_decoded"),
    ]


@wants_function("handle")
def _judge_handle(handle: Any) -> Verdict:
    state, code = new_state(), issue_code(REDIRECT_URI)
    for case, query, wanted, mistake in _cases(state, code):
        try:
            came = call(handle, f"{REDIRECT_URI}?{query}", state)
        except LearnersError as learners:
            if isinstance(learners.error, StateMismatch | AuthorizationDenied):
                return wrong(
                    "error_not_caught", part=case, expected=wanted, received=_kind(learners)
                )
            raise
        if came == wanted:
            continue
        if came is None:
            mistake = "returns_nothing"
        elif case == "a good answer":
            mistake = _code_mistake(came, code)
        elif case == "another state" and came == "denied":
            mistake = "words_swapped"
        elif came not in ("wrong state", "denied", code):
            mistake = mistake if mistake == "not_decoded" else "other_word"
        return wrong(mistake or None, part=case, expected=_shown(wanted), received=_shown(came))
    return _exchange(code)


def _kind(learners: LearnersError) -> str:
    return f"raised {type(learners.error).__name__}"


def _code_mistake(came: object, code: str) -> str:
    if hasattr(came, "code"):
        return "whole_response"
    if came == [code]:
        return "list"
    return "tail" if isinstance(came, str) and came.startswith(code) else ""


def _shown(value: object) -> object:
    return value if value in ("wrong state", "denied", _GOOGLES) else _shape(value)


def _shape(value: object) -> object:
    kind = "code" if isinstance(value, str) and len(value) >= _CODE_LENGTH else "text"
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
            "it took a code that somebody else sent. Compare state first (RFC 6749 §10.12).",
            lambda address, state: _by_hand(
                address.partition("&state=")[0] + f"&state={state}", state
            ),
        ),
        Mistake(
            "words_swapped",
            "nobody said no here. StateMismatch belongs to the word for a wrong state, "
            'AuthorizationDenied to "denied".',
            lambda address, state: {"wrong state": "denied", "denied": "wrong state"}.get(
                answer := _by_hand(address, state), answer
            ),
        ),
        Mistake(
            "other_word",
            'there are three things to return: the code, "wrong state" or "denied", to the letter.',
            lambda address, state: {"denied": "no"}.get(answer := _by_hand(address, state), answer),
        ),
        Mistake(
            "missing_state",
            "a redirect without state does not answer your request either.",
            _missing_state,
        ),
        Mistake(
            "denial_lost",
            "Alice said no: error=access_denied is an answer (RFC 6749 §4.1.2.1), and its word "
            'here is "denied".',
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

CANDIDATES = {
    "A": "http://127.0.0.1:5000/callback",
    "B": "http://localhost:5000/callback",
    "C": "http://127.0.0.1:5000/callback/",
    "D": "https://127.0.0.1:5000/callback",
    "E": "http://[::1]:61023/callback",
    "F": "http://127.0.0.1:5000/Callback",
}
_TAKEN_FOR_GOOD = {"B": "localhost", "C": "slash", "D": "https", "F": "upper_case"}
_TAKEN_FOR_BAD = {"A": "port", "E": "ipv6"}


def _judge_accepted(answer: set[str]) -> Verdict:
    letters = {str(letter).strip().upper() for letter in answer}
    if letters - set(CANDIDATES):
        return wrong("not_letters", expected="letters from A to F", received=answer)
    for letter, redirect_uri in CANDIDATES.items():
        accepted = _accepted_by_photobox(redirect_uri)
        if (letter in letters) == accepted:
            continue
        mistake = (_TAKEN_FOR_BAD if accepted else _TAKEN_FOR_GOOD)[letter]
        if len(letters) == len(CANDIDATES):
            mistake = "all_of_them"
        words = ("accepted", "refused") if accepted else ("refused", "accepted")
        return wrong(
            mistake if letters else None,
            part=f"{letter}, {redirect_uri}, at PhotoBox",
            expected=words[0],
            received=words[1],
        )
    return right()


def _accepted_by_photobox(redirect_uri: str) -> bool:
    parameters = {"response_type": "code", "client_id": "printshop", "redirect_uri": redirect_uri}
    entry = open_at_photobox(f"{photobox().authorization_endpoint}?{urlencode(parameters)}")
    failed = entry.checks.failed if entry else None
    return failed is None or failed.name != "redirect_uri_registered"


accepted_redirect_uris = Exercise(
    name="02.accepted_redirect_uris",
    answer="accepted",
    blanks=2,
    judge=_judge_accepted,
    correct="the port of a loopback address may differ, and nothing else (RFC 8252 §7.3).",
    mistakes=(
        Mistake(
            "localhost",
            "localhost is a name that could lead somewhere else; PrintShop registered the "
            "address 127.0.0.1 (RFC 8252 §8.3).",
            {"A", "B", "E"},
        ),
        Mistake(
            "slash",
            "a slash at the end makes it another path: /callback/ is not /callback.",
            {"A", "C", "E"},
        ),
        Mistake(
            "https",
            "the scheme is part of the comparison: https is not http.",
            {"A", "D", "E"},
        ),
        Mistake(
            "upper_case",
            "upper and lower case differ in a path: /Callback is not /callback.",
            {"A", "E", "F"},
        ),
        Mistake(
            "port",
            "the receiver takes any free port, so a server must accept any port of a loopback "
            "address (RFC 8252 §7.3).",
            {"E"},
        ),
        Mistake(
            "ipv6",
            "[::1] is loopback too, in IPv6, and PrintShop registered it.",
            {"A"},
        ),
        Mistake(
            "all_of_them",
            "some of them are refused: a redirect_uri is compared to the letter, but for the "
            "port of a loopback address.",
            {"A", "B", "C", "D", "E", "F"},
        ),
        Mistake(
            "not_letters",
            'write a set of letters, as {"A", "B"}.',
            {"http://127.0.0.1:5000/callback"},
        ),
    ),
    hints=(
        "where to look: “A server for one visitor”, and the address of your receiver: which part "
        "of it changes each time?",
        "the rule (RFC 8252 §7.3, RFC 9700 §2.1): exact comparison; only the port of 127.0.0.1 "
        "and [::1] is free.",
        "almost the answer: two of the six. One is 127.0.0.1, the other is IPv6.",
    ),
    solution_code='accepted = {"A", "E"}',
    unlisted=set(),
)
