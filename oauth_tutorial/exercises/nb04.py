"""Notebook 04: a narrower token, a call that refreshes by itself, and giving access back."""

import json
from typing import Any

import requests

from oauth_tutorial import practice
from oauth_tutorial.client.tokens import refresh
from oauth_tutorial.exercises.assignment import assignment
from oauth_tutorial.exercises.base import Exercise, Mistake, call, copied, not_a_function
from oauth_tutorial.exercises.outcome import Verdict, right, wrong

_TIMEOUT = 10  # seconds
_SETUP = """\
import requests
from oauth_tutorial import practice, refresh

client = {"client_id": "printshop", "client_secret": "printshop-secret"}
photobox = practice.start()


def get(path, access_token):
    headers = {"Authorization": f"Bearer {access_token}"}
    return requests.get(f"{photobox.api}{path}", headers=headers, timeout=10)
"""
# a broken rule → the mistake that it is
_FORM_MISTAKE = {
    "grant_type_supported": "grant_type_other",
    "code_present": "grant_type_of_the_code",
    "refresh_token_present": "refresh_token_missing",
    "refresh_token_known": "another_token",
    "client_known": "client_missing",
    "client_authenticated": "client_missing",
    "scope_not_wider": "scope_wider",
}


def _judge_form(narrow_form: Any) -> Verdict:
    from oauth_tutorial.exercises.received import issue_tokens, post_token_request, refusal

    if not callable(narrow_form):
        return wrong("not_a_function", expected="narrow_form", received=narrow_form)
    tokens = issue_tokens("photos.read orders.write", assignment.client)
    form = call(narrow_form, tokens["refresh_token"])
    if not isinstance(form, dict):
        return wrong("no_dictionary", expected="a dictionary", received=type(form).__name__)
    entry = post_token_request({str(name): value for name, value in form.items()})
    if verdict := assignment.copied(entry):
        return verdict
    failed = entry.checks.failed
    if failed:
        mistake = _FORM_MISTAKE.get(failed.name)
        comma = failed.name == "scope_not_wider" and "," in str(form.get("scope"))
        return refusal(entry, "comma" if comma else mistake)
    granted = json.loads(entry.response_body)["scope"]
    if granted == "photos.read":
        return right()
    missing = "scope" not in form
    return wrong(
        "scope_missing" if missing else None,
        part="scope",
        expected="photos.read",
        received=granted,
        evidence=entry,
    )


def _form(without: str = "", **changes: str) -> Any:
    """A learner's function that returns the right form but for one thing."""

    def narrow_form(refresh_token: str) -> dict[str, str]:
        form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        form |= {"scope": "photos.read"} | assignment.client | changes
        form.pop(without, None)
        return form

    return narrow_form


def _neighbours_form(refresh_token: str) -> object:
    return _form(**assignment.neighbour.client)(refresh_token)


narrower_request = Exercise(
    name="04.narrower_request",
    answer="narrow_form",
    blanks=6,
    judge=_judge_form,
    correct="the new access token sees photos and nothing else; the grant keeps its size "
    "(RFC 6749 §6).",
    mistakes=(
        not_a_function({"grant_type": "refresh_token"}),
        Mistake(
            "no_dictionary",
            "the function returns the form, a dictionary. The check sends it.",
            lambda refresh_token: "photos.read",
        ),
        Mistake(
            "grant_type_of_the_code",
            "authorization_code is the grant of notebook 03. Here a refresh token is exchanged, "
            "and grant_type says so.",
            _form(grant_type="authorization_code"),
        ),
        Mistake(
            "grant_type_other",
            "PhotoBox does not know this grant_type. Its name is the name of what you exchange: "
            "refresh_token.",
            _form(grant_type="refresh"),
        ),
        Mistake(
            "refresh_token_missing",
            "the refresh token is missing: it is what you exchange.",
            _form(without="refresh_token"),
        ),
        Mistake(
            "another_token",
            "this is not the refresh token that was passed in. Send it as it is.",
            _form(refresh_token="refresh_token"),  # noqa: S106
        ),
        Mistake(
            "client_missing",
            "PrintShop must prove that it is PrintShop here too: client_id and client_secret.",
            _form(without="client_secret"),
        ),
        Mistake(
            "scope_missing",
            "without scope you get everything that was granted (RFC 6749 §6). Name the one word "
            "that you need.",
            _form(without="scope"),
        ),
        Mistake(
            "scope_wider",
            "a refresh never gets more than Alice granted: each word of scope must be one of hers.",
            _form(scope="photos"),
        ),
        Mistake(
            "comma",
            "words of a scope have a space between them, no comma; and this job needs only one.",
            _form(scope="photos.read,orders.write"),
        ),
        copied(_neighbours_form),
    ),
    hints=(
        "where to look: “An hour later” for the form, “Less for a smaller job” for what makes "
        "it narrower.",
        "the rule (RFC 6749 §6): grant_type=refresh_token, the refresh token, the client's proof, "
        "and a scope that names less than was granted.",
        'almost the code: {"grant_type": "refresh_token", "refresh_token": …, "scope": …} | mine',
    ),
    solution_code="""\
def narrow_form(refresh_token):
    mine = {"client_id": "printshop", "client_secret": "printshop-secret"}
    form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
    return form | {"scope": "photos.read"} | mine""",
    assigned=("client_id", "client_secret"),
    unlisted=_form(scope="orders.write"),
)


def _judge_call(call_api: Any) -> Verdict:
    from oauth_tutorial.exercises.two_hours import judge_call

    return judge_call(call_api)


def _call(**differs: Any) -> Any:
    """A learner's function that calls and refreshes rightly but for one thing."""

    def call_api(path: str, tokens: dict[str, str]) -> object:
        from oauth_tutorial.exercises.two_hours import example

        return example(**differs)(path, tokens)

    return call_api


call_with_refresh = Exercise(
    name="04.call_with_refresh",
    answer="call",
    blanks=4,
    judge=_judge_call,
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
            "403 insufficient_scope is no matter of age: a refreshed token has the same scope. "
            "Refresh for 401 alone.",
            _call(when=(401, 403)),
        ),
        Mistake(
            "dot_or_bracket",
            'tokens is a dictionary: tokens["refresh_token"]. answer and fresh are objects: '
            "answer.status_code, fresh.refresh_token.",
            _call(keeps=("refresh",)),
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
    setup=_SETUP,
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


def _judge_disconnect(disconnect: Any) -> Verdict:
    from oauth_tutorial.exercises.giving_back import judge_disconnect

    return judge_disconnect(disconnect)


def _revocation(send: str = "data", without: str = "", **form: str) -> Any:
    """A learner's function that posts this form to the revocation endpoint, and the client."""

    def disconnect(tokens: dict[str, str]) -> None:
        body = assignment.client | {name: tokens.get(value, value) for name, value in form.items()}
        body.pop(without, None)
        sent: dict[str, Any] = {send: body}
        requests.post(practice.start().revocation_endpoint, timeout=_TIMEOUT, **sent)

    return disconnect


def _refresh_instead(tokens: dict[str, str]) -> None:
    client: dict[str, Any] = {**assignment.client}
    refresh(practice.start().token_endpoint, refresh_token=tokens["refresh_token"], **client)


def _neighbours_revocation(tokens: dict[str, str]) -> None:
    _revocation(token="refresh_token", **assignment.neighbour.client)(tokens)  # noqa: S106


given_back = Exercise(
    name="04.given_back",
    answer="disconnect",
    judge=_judge_disconnect,
    correct="one request with the refresh token, and the whole grant is gone (RFC 7009 §2.1).",
    mistakes=(
        not_a_function("disconnect"),
        Mistake(
            "nothing_sent",
            "PrintShop forgot the tokens, and PhotoBox did not: a copy of them still works. "
            "Tell the revocation endpoint.",
            lambda tokens: tokens.clear(),
        ),
        Mistake(
            "another_endpoint",
            "that request went somewhere else. The address is photobox.revocation_endpoint.",
            _refresh_instead,
        ),
        Mistake(
            "json",
            "the body was JSON. The revocation endpoint wants a form: data=…, not json=….",
            _revocation(send="json", token="refresh_token"),  # noqa: S106
        ),
        Mistake(
            "client_missing",
            "PrintShop must prove that it is PrintShop: client_id and client_secret. Otherwise "
            "anybody could disconnect Alice.",
            _revocation(token="refresh_token", without="client_secret"),  # noqa: S106
        ),
        Mistake(
            "token_name",
            "the parameter is called token, whichever kind it is (RFC 7009 §2.1).",
            _revocation(refresh_token="refresh_token"),  # noqa: S106
        ),
        Mistake(
            "access_token_only",
            "the access token is dead, and the refresh token gets the next one. Send the one that "
            "the other hangs on.",
            _revocation(token="access_token"),  # noqa: S106
        ),
        Mistake(
            "unknown_token",
            "PhotoBox answered 200, and both tokens still work: a token that it does not know is "
            "no error (RFC 7009 §2.2). Send the value itself.",
            _revocation(token="the refresh token"),  # noqa: S106
        ),
        copied(_neighbours_revocation),
    ),
    hints=(
        "where to look: “Give it back”, and what was still alive after it.",
        "the rule (RFC 7009 §2.1): who revokes a refresh token ends the access tokens of the same "
        "grant as well. The parameter is called token.",
        'almost the code: requests.post(photobox.revocation_endpoint, data={"token": …} | mine, '
        "timeout=10), where mine says who you are.",
    ),
    setup=_SETUP,
    solution_code="""\
def disconnect(tokens):
    mine = {"client_id": "printshop", "client_secret": "printshop-secret"}
    form = {"token": tokens["refresh_token"]} | mine
    return requests.post(photobox.revocation_endpoint, data=form, timeout=10)""",
    assigned=("client_id", "client_secret"),
    unlisted=lambda tokens: requests.get(practice.start().revocation_endpoint, timeout=_TIMEOUT),
)
