"""Notebook 07: three repairs, each judged by what Mallory can still do afterwards."""

from collections.abc import Callable
from typing import Any

import requests

from oauth_tutorial.exercises.assignment import assignment
from oauth_tutorial.exercises.attacks import login_csrf, mix_up
from oauth_tutorial.exercises.attacks.judging import Case, judge_comparison, judge_renew
from oauth_tutorial.exercises.base import Exercise, Mistake, copied
from oauth_tutorial.exercises.questions import Predict

predict_csrf = Predict(
    "Mallory signs Alice in to Mallory's own account. What does she gain?",
    choices=("Nothing: it is her own account", "What Alice adds there is Mallory's"),
    answer=1,
    reveals="Alice believes that it is her account: her pictures, her address, her card go there.",
)
_TIMEOUT = 10  # seconds

_OURS, _OTHER = "state-of-alices-browser", "state-of-mallorys-browser"
_STATES: tuple[Case, ...] = (
    ("the state that was sent", _OURS, _OURS, True, "refuses_own"),
    ("another state", _OURS, _OTHER, False, "accepts_other"),
    ("no state in the answer", _OURS, None, False, "accepts_missing"),
    ("only its beginning", _OURS, _OURS[:8], False, "beginning_only"),
    ("the same in capitals", _OURS, _OURS.upper(), False, ""),
    ("nothing sent, nothing came", None, None, False, "both_missing"),
    ("nothing sent, one came", None, _OTHER, False, "never_sent"),
)
_PHOTOBOX = "http://127.0.0.1:49152"
_ISSUERS: tuple[Case, ...] = (
    ("PhotoBox was asked and answers", _PHOTOBOX, _PHOTOBOX, True, "refuses_own"),
    (
        "EvilBox was asked",
        "http://127.0.0.1:50001",
        "https://photobox.example",
        False,
        "accepts_other",
    ),
    ("no iss in the answer", _PHOTOBOX, None, False, "accepts_missing"),
    ("another port", _PHOTOBOX, "http://127.0.0.1:50001", False, "host_only"),
    ("a longer port", "http://127.0.0.1:4915", _PHOTOBOX, False, "beginning_only"),
    ("the same in capitals", _PHOTOBOX, _PHOTOBOX.upper(), False, ""),
    ("a slash at the end", _PHOTOBOX, _PHOTOBOX + "/", False, "slash_forgiven"),
)


def _either(a: str | None, b: str | None) -> bool:
    return a is None or b is None or a == b


_NOT_A_FUNCTION = Mistake(
    "not_a_function",
    "the check wants the function itself: its name, without parentheses.",
    "True",
)
_RETURNS_NOTHING = Mistake(
    "returns_nothing",
    "the function returns None. It must say True or False.",
    lambda sent, came: None,
)

csrf_fix = Exercise(
    name="07.csrf_fix",
    answer="is_mine",
    judge=lambda answer: judge_comparison(answer, _STATES, login_csrf, "check_state"),
    correct="PrintShop refuses Mallory's answer before it asks PhotoBox anything, and Alice still "
    "gets in (RFC 6749 §10.12).",
    mistakes=(
        _NOT_A_FUNCTION,
        _RETURNS_NOTHING,
        Mistake(
            "always_yes",
            "it says True to everything, as before: compare the two values.",
            lambda sent, came: True,
        ),
        Mistake(
            "refuses_own",
            "it refuses the state that PrintShop sent: nobody can sign in any more.",
            lambda sent, came: sent != came,
        ),
        Mistake(
            "accepts_other",
            "another state passes. That one is there is not enough: it must be the one sent.",
            lambda sent, came: bool(sent and came),
        ),
        Mistake(
            "accepts_missing",
            "an answer without state passes. Mallory leaves it out.",
            lambda sent, came: came is None or sent == came,
        ),
        Mistake(
            "beginning_only",
            "the beginning of the state is enough. Compare the whole of it.",
            lambda sent, came: bool(sent and came and sent.startswith(came)),
        ),
        Mistake(
            "both_missing",
            "None == None is true: a browser that never began a sign-in, and an answer without "
            "state, pass together.",
            lambda sent, came: sent == came,
        ),
        Mistake(
            "never_sent",
            "where nothing was sent, every state passes. Alice's browser never began: that is "
            "Mallory's way in.",
            lambda sent, came: (sent is None and came is not None) or bool(sent and sent == came),
        ),
    ),
    hints=(
        "where to look: notebook 02, “State comes first”.",
        "the rule (RFC 6749 §10.12): both are there, and they are equal.",
        "almost the code: return sent is not None and …",
    ),
    solution_code="""\
def is_mine(sent, came):
    return sent is not None and sent == came""",
    unlisted=lambda sent, came: bool(sent and came and sent.lower() == came.lower()),
)

mix_up_fix = Exercise(
    name="07.mix_up_fix",
    answer="same_server",
    judge=lambda answer: judge_comparison(answer, _ISSUERS, mix_up, "check_issuer"),
    correct="EvilBox gets no code: PrintShop sees that PhotoBox answered, and EvilBox was asked "
    "(RFC 9207 §2.4).",
    mistakes=(
        _NOT_A_FUNCTION,
        _RETURNS_NOTHING,
        Mistake(
            "always_yes",
            "it says True to everything, as before: compare the two issuers.",
            lambda asked, came: True,
        ),
        Mistake(
            "refuses_own",
            "it refuses the server that was asked: nobody can sign in any more.",
            lambda asked, came: asked != came,
        ),
        Mistake(
            "accepts_other",
            "another server's answer passes. That iss is there is not enough.",
            lambda asked, came: bool(came),
        ),
        Mistake(
            "accepts_missing",
            "an answer without iss passes. PhotoBox's metadata says that it always sends one, so "
            "an answer without it is not PhotoBox's.",
            _either,
        ),
        Mistake(
            "host_only",
            "the same host on another port passes. The issuer is the whole address.",
            lambda asked, came: bool(came) and came.split(":")[1] == asked.split(":")[1],
        ),
        Mistake(
            "beginning_only",
            "an issuer that only begins alike passes. Compare the whole of it.",
            lambda asked, came: bool(came) and came.startswith(asked),
        ),
        Mistake(
            "slash_forgiven",
            "a slash at the end passes. RFC 9207 wants simple string comparison: no tidying up.",
            lambda asked, came: bool(came) and came.rstrip("/") == asked.rstrip("/"),
        ),
    ),
    hints=(
        "where to look: the redirect in notebook 02, which carries code, state and iss.",
        "the rule (RFC 9207 §2.4): iss is the issuer that the browser was sent to, to the letter.",
        "almost the code: return asked == …",
    ),
    solution_code="""\
def same_server(asked, came):
    return asked == came""",
    unlisted=lambda asked, came: bool(came) and came.lower() == asked.lower(),
)


def _example(
    give_back: Callable[[dict[str, Any], requests.Response], object],
    token: str = "refresh_token",  # noqa: S107 - the name of a field
    send: str = "data",
    **changes: str | None,
) -> Any:
    """A learner's function that is right but for one thing."""

    def renew(tokens: dict[str, Any], token_endpoint: str) -> object:
        form: dict[str, Any] = {
            "grant_type": "refresh_token",
            "refresh_token": tokens[token],
            "client_id": assignment.public_client_id,
            **changes,
        }
        options: dict[str, Any] = {send: form}
        return give_back(tokens, requests.post(token_endpoint, timeout=_TIMEOUT, **options))

    return renew


def _right(tokens: dict[str, Any], answer: requests.Response) -> object:
    return answer.json() if answer.status_code == 200 else {}


def _with_a_secret(tokens: dict[str, Any], token_endpoint: str) -> object:
    return _example(_right, client_id=assignment.client_id)(tokens, token_endpoint)


def _copied(tokens: dict[str, Any], token_endpoint: str) -> object:
    client_id = assignment.neighbour.public_client_id
    return _example(_right, client_id=client_id)(tokens, token_endpoint)


rotation_fix = Exercise(
    name="07.rotation_fix",
    answer="renew",
    blanks=4,
    judge=judge_renew,
    correct="each use gives the next refresh token, so two users cannot go on: PhotoBox ended the "
    "family that Mallory lived on (RFC 9700 §4.14.2).",
    mistakes=(
        _NOT_A_FUNCTION,
        Mistake(
            "nothing_sent",
            "PhotoBox received no request. The function must send it: requests.post(…).",
            lambda tokens, token_endpoint: tokens,
        ),
        Mistake(
            "not_a_form",
            "the body was JSON. The token endpoint wants a form: data=….",
            _example(_right, send="json"),
        ),
        Mistake(
            "grant_type_other",
            "grant_type names what is exchanged: refresh_token.",
            _example(_right, grant_type="authorization_code"),
        ),
        Mistake(
            "client_id_missing",
            "client_id is missing: a public client has no secret, and still says who it is.",
            _example(_right, client_id=None),
        ),
        Mistake(
            "client_with_secret",
            "that client has a secret, and none came. These tokens belong to the app without one: "
            "assignment.public_client_id.",
            _with_a_secret,
        ),
        Mistake(
            "dot_for_bracket",
            'tokens is a dictionary: tokens["refresh_token"].',
            lambda tokens, token_endpoint: tokens.refresh_token,
        ),
        Mistake(
            "access_token_sent",
            "the access token was sent. It opens the API; the refresh token gets the next one.",
            _example(_right, token="access_token"),  # noqa: S106 - the name of a field
        ),
        Mistake(
            "returns_nothing",
            "the new tokens came, and the function returns None: they are lost.",
            _example(lambda tokens, answer: None),
        ),
        Mistake(
            "returns_response",
            "it returns the whole response. The tokens are its .json().",
            _example(lambda tokens, answer: answer),
        ),
        Mistake(
            "keeps_old",
            "it keeps the old refresh token, which is used up. Its second use looks like a theft "
            "to PhotoBox, and ends everything.",
            _example(lambda tokens, answer: {**answer.json(), **tokens}),
        ),
        Mistake(
            "returns_error",
            "after a refusal it returns the error as if it were tokens. Return {}, so that Alice "
            "is asked to sign in again.",
            _example(lambda tokens, answer: answer.json()),
        ),
        Mistake(
            "keeps_refused",
            "after a refusal it returns the old tokens. They are dead: return {}.",
            _example(lambda tokens, answer: answer.json() if answer.status_code == 200 else tokens),
        ),
        copied(_copied),
    ),
    hints=(
        "where to look: notebook 04, where the refresh token is used.",
        "the rule (RFC 6749 §6): a POST with grant_type, refresh_token and client_id. What comes "
        "back replaces everything that you had.",
        'almost the code: answer = requests.post(token_endpoint, data={"grant_type": '
        '"refresh_token", …}, timeout=10), then the new tokens at status 200, else {}.',
    ),
    setup="import requests",
    solution_code="""\
def renew(tokens, token_endpoint):
    form = {
        "grant_type": "refresh_token",
        "refresh_token": tokens["refresh_token"],
        "client_id": "printshop-public",
    }
    answer = requests.post(token_endpoint, data=form, timeout=10)
    return answer.json() if answer.status_code == 200 else {}""",
    assigned=("public_client_id",),
    unlisted=_example(lambda tokens, answer: _right(tokens, answer) or {"signed": "out"}),
)
