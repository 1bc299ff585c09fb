"""A public client renews its tokens, so that a stolen refresh token ends with its next use."""

from collections.abc import Callable
from typing import Any

import requests

from oauth_tutorial.client.pkce import code_challenge, new_code_verifier
from oauth_tutorial.exercises.attacks.table import stolen_refresh_token
from oauth_tutorial.exercises.nb07.judging import attacked
from oauth_tutorial.grading.assignment import assignment
from oauth_tutorial.grading.calling import LearnersError, call, case
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.forms import misnamed_in
from oauth_tutorial.grading.granted import issue_code
from oauth_tutorial.grading.kinds import (
    PUBLIC_NEIGHBOUR,
    RightForm,
    body_mistake,
    body_mistakes,
    copied,
    newest_to,
    no_request,
    not_a_function,
    nothing_sent,
    refused,
    wants_function,
)
from oauth_tutorial.grading.photobox import photobox, watch
from oauth_tutorial.grading.received import REDIRECT_URI, post_token_request
from oauth_tutorial.grading.verdict import Verdict, wrong
from oauth_tutorial.practice.model.log import Entry
from oauth_tutorial.text.listing import kind_of
from oauth_tutorial.text.readers import read_object

# a broken rule of the token endpoint → the mistake that it is
_RULE_MISTAKE = {
    "grant_type_present": "grant_type_other",
    "grant_type_supported": "grant_type_other",
    "code_present": "grant_type_other",
    "client_authenticated": "client_with_secret",
}


@wants_function("renew")
def judge_renew(renew: Any) -> Verdict:
    """Let the learner's function renew fresh tokens, then used ones; then Mallory comes."""
    old, endpoint = _fresh_tokens(), photobox().token_endpoint
    with watch() as entries:
        try:
            new = call(renew, dict(old), endpoint)
        except LearnersError as learners:
            on_dict = isinstance(learners.error, AttributeError) and isinstance(
                learners.error.obj, dict
            )
            if entries and entries[-1].outcome == "refused":
                return _refused(newest_to(entries, "/token"), old)
            if not on_dict or entries:
                raise
            return wrong("dot_for_bracket", expected='tokens["…"]', received=learners.error)
    if not entries:
        return no_request("POST /token")
    newest = newest_to(entries, "/token")
    if verdict := assignment.copied(newest, assignment.public_client_id):
        return verdict
    if newest.status != 200:
        return _refused(newest, old)
    if new is None:
        return wrong("returns_nothing", part="renew", expected="a dictionary", received=None)
    if not isinstance(new, dict):
        text = "" if hasattr(new, "json") else f"renew returns {kind_of(new)}, and not the answer."
        return wrong(
            "returns_response",
            text=text,
            part="renew",
            expected="a dictionary",
            received=type(new).__name__,
        )
    if not new.get("access_token"):
        return wrong(
            "returns_other",
            part="renew",
            expected="the new token response",
            received=sorted(map(str, new)),
        )
    if new.get("refresh_token") == old["refresh_token"]:
        return wrong(
            "keeps_old",
            part="refresh token",
            expected="the new one",
            received="the one that it had",
        )
    return _judge_next(renew, old, new, endpoint) or _judge_after_refusal(renew, old, endpoint)


def _judge_next(
    renew: Any, old: dict[str, Any], new: dict[str, Any], endpoint: str
) -> Verdict | None:
    """Let it renew what it returned: then the refresh token is the next one."""
    if "refresh_token" not in new:
        return None
    with watch() as entries, case("the tokens that it returned"):
        try:
            call(renew, dict(new), endpoint)
        except LearnersError:
            if not entries:
                raise
    sent = newest_to(entries, "/token").parameters.get("refresh_token") if entries else None
    if sent == new["refresh_token"]:
        return None
    return wrong(
        "another_token",
        part="the second renewal",
        expected="the refresh token of the first one",
        received="the one before it" if sent == old["refresh_token"] else "another value",
    )


def _judge_after_refusal(renew: Any, old: dict[str, Any], endpoint: str) -> Verdict:
    with case("tokens that are used up, which PhotoBox refuses"):
        came = call(renew, dict(old), endpoint)
    if isinstance(came, dict) and "error" in came:
        return wrong("returns_error", part="after a refusal", expected="{}", received="the error")
    if came == old:
        return wrong(
            "keeps_refused", part="after a refusal", expected="{}", received="the old tokens"
        )
    if came != {}:
        text = f"after a refusal renew returns {kind_of(came)}. It must return an empty dictionary."
        return wrong(text=text, part="after a refusal", expected={}, received=came)
    return attacked(stolen_refresh_token, renew)


_NAMES = ("grant_type", "refresh_token", "client_id")


def _refused(entry: Entry, old: dict[str, Any]) -> Verdict:
    return (
        misnamed_in(entry, _NAMES)
        or refused(entry, _RULE_MISTAKE, _by_values(entry, old))
        or wrong(part="status", expected=200, received=entry.status, evidence=entry)
    )


def _by_values(entry: Entry, old: dict[str, Any]) -> str | None:
    """What was sent in the place of something else."""
    failed, sent = entry.checks.failed, entry.parameters
    if failed is not None and failed.name == "parameters_once":
        return "whole_dictionary"
    if failed is not None and failed.name == "body_is_form":
        return body_mistake(entry, json="not_a_form")
    if sent.get("refresh_token") == old["access_token"]:
        return "access_token_sent"
    if (
        failed is not None
        and sent.get("refresh_token", old["refresh_token"]) != old["refresh_token"]
    ):
        return "another_token"
    is_nameless = failed is not None and failed.name == "client_known" and not sent.get("client_id")
    return "client_id_missing" if is_nameless else None


def _fresh_tokens() -> dict[str, Any]:
    verifier, client_id = new_code_verifier(), assignment.public_client_id
    form = {
        "grant_type": "authorization_code",
        "code": issue_code(
            REDIRECT_URI, client_id=client_id, code_challenge=code_challenge(verifier)
        ),
        "redirect_uri": REDIRECT_URI,
        "client_id": client_id,
        "code_verifier": verifier,
    }
    return read_object(post_token_request(form).response_body)


_FORM = RightForm(
    lambda tokens, token_endpoint: {
        "grant_type": "refresh_token",
        "refresh_token": tokens["refresh_token"],
        "client_id": assignment.public_client_id,
    },
    lambda tokens, token_endpoint: token_endpoint,
)


def _example(give_back: Callable[[dict[str, Any], requests.Response], object], **but: Any) -> Any:
    """A learner's function that sends the form, and returns what *give_back* makes of it."""
    send = _FORM.sent_but(**but)
    return lambda tokens, token_endpoint: give_back(tokens, send(tokens, token_endpoint))


def _right(tokens: dict[str, Any], answer: requests.Response) -> object:
    return answer.json() if answer.status_code == 200 else {}


_kept: dict[str, Any] = {}


def _first_one(tokens: dict[str, Any], token_endpoint: str) -> object:
    return _kept.setdefault("refresh_token", tokens["refresh_token"])


rotation_fix = Exercise(
    name="07.rotation_fix",
    answer="renew",
    blanks=4,
    judge=judge_renew,
    correct="each use gives the next refresh token, so two users cannot both go on: PhotoBox "
    "revoked the tokens that Mallory lived on (RFC 9700 §4.14.2).",
    mistakes=(
        not_a_function("True"),
        nothing_sent(lambda tokens, token_endpoint: tokens),
        *body_mistakes(_FORM, "token"),
        Mistake(
            "returns_other",
            "it returns a dictionary without access_token: return all that came, the answer's "
            ".json().",
            _example(lambda tokens, answer: {"tokens": answer.json()}),
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
            _example(_right, without="client_id"),
        ),
        Mistake(
            "client_with_secret",
            "that client has a secret, and none was sent. These tokens belong to the app without "
            "one: assignment.public_client_id.",
            _example(_right, client_id=lambda *_: assignment.client_id),
        ),
        Mistake(
            "dot_for_bracket",
            'tokens is a dictionary: tokens["refresh_token"].',
            lambda tokens, token_endpoint: tokens.refresh_token,
        ),
        Mistake(
            "whole_dictionary",
            "the whole dictionary was sent as refresh_token. Take the one value out of tokens.",
            _example(_right, refresh_token=lambda tokens, _: tokens),
        ),
        Mistake(
            "access_token_sent",
            "the access token was sent. It opens the API; the refresh token gets the next one.",
            _example(_right, refresh_token=lambda tokens, _: tokens["access_token"]),
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
            "another_token",
            "what it sends is not the refresh token of the tokens that it is given. Each use gives "
            "the next one, so one that was kept from an earlier call is used up: take it out of "
            "tokens each time.",
            _example(_right, refresh_token=_first_one),
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
        copied(_example(_right, **PUBLIC_NEIGHBOUR)),
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
