"""A token request that carries the verifier."""

from typing import Any

import requests

from oauth_tutorial.client.pkce import code_challenge, new_code_verifier
from oauth_tutorial.grading.assignment import assignment
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.forms import misnamed_in
from oauth_tutorial.grading.granted import issue_code
from oauth_tutorial.grading.kinds import (
    PUBLIC_NEIGHBOUR,
    RightForm,
    body_mistake,
    body_mistakes,
    code_twice,
    copied,
    grant_type_missing,
    json_sent,
    newest_to,
    no_request,
    not_a_function,
    redirect_uri_fixed,
    refused,
    requests_of,
    wants_function,
)
from oauth_tutorial.grading.photobox import photobox
from oauth_tutorial.grading.received import REDIRECT_URI, TIMEOUT, fresh_redirect_uri
from oauth_tutorial.grading.verdict import Verdict, right, wrong

# a broken rule of the token endpoint → the mistake that it is
_RULE_MISTAKE = {
    "client_authenticated": "secret_of_the_other",
    "code_verifier_present": "verifier_missing",
    "code_verifier_right": "verifier_other",
    "redirect_uri_same": "redirect_uri_missing",
    "grant_type_present": "grant_type_missing",
    "code_of_this_client": "other_client",
}


@wants_function("redeem")
def _judge_exchange(redeem: Any) -> Verdict:
    verifier, redirect_uri = new_code_verifier(), fresh_redirect_uri()
    challenge = code_challenge(verifier)
    client_id = assignment.public_client_id
    code = issue_code(redirect_uri, client_id=client_id, code_challenge=challenge)
    entries = requests_of(redeem, photobox().token_endpoint, code, redirect_uri, verifier)
    if not entries:
        return no_request("POST /token")
    return _grade(newest_to(entries, "/token"), code, challenge)


_NAMES = ("grant_type", "code", "redirect_uri", "client_id", "code_verifier")


def _grade(entry: Any, code: str, challenge: str) -> Verdict:
    sent = f"{entry.method} {entry.path}"
    if sent != "POST /token":
        return wrong("another_request", part="sent", expected="POST /token", received=sent)
    if verdict := assignment.copied(entry, assignment.public_client_id):
        return verdict
    return (
        misnamed_in(entry, _NAMES)
        or refused(entry, _RULE_MISTAKE, _by_values(entry, code, challenge))
        or right()
    )


def _by_values(entry: Any, code: str, challenge: str) -> str | None:
    """The rules that can be broken in several typical ways."""
    broken = entry.checks.failed.name if entry.checks.failed else ""
    sent = entry.parameters
    if broken == "body_is_form":
        return body_mistake(entry)
    if broken == "client_authenticated" and sent.get("client_id") == assignment.client_id:
        return "other_client"  # with its secret or without one
    if broken.startswith("code_verifier") and sent.get("code_verifier") == challenge:
        return "challenge_sent"
    if broken in {"code_known", "code_unused", "code_present", "redirect_uri_same"}:
        if sent.get("code") != code:
            return "code_other"
        if broken == "code_unused":
            return "code_twice"
    if broken == "client_known" and not sent.get("client_id"):
        return "client_id_missing"
    if broken == "redirect_uri_same" and sent.get("redirect_uri") == REDIRECT_URI:
        return "redirect_uri_fixed"
    return None


def _right(endpoint: str, code: str, redirect_uri: str, verifier: str) -> dict[str, str]:
    return {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "client_id": assignment.public_client_id,
        "code_verifier": verifier,
    }


_FORM = RightForm(_right)


def _get(endpoint: str, code: str, redirect_uri: str, verifier: str) -> None:
    requests.get(endpoint, params={"code": code}, timeout=TIMEOUT)


redeem_with_verifier = Exercise(
    name="05.redeem_with_verifier",
    answer="redeem",
    judge=_judge_exchange,
    correct="PhotoBox hashed your verifier and found the challenge (RFC 7636 §4.6).",
    mistakes=(
        not_a_function("Response [200]"),
        Mistake(
            "nothing_sent",
            "PhotoBox received no token request. The function must send it: requests.post(…).",
            lambda endpoint, code, redirect_uri, verifier: None,
        ),
        Mistake(
            "another_request",
            "PhotoBox got a request of another kind. The token request is a POST to the token "
            "endpoint that is passed in.",
            _get,
        ),
        *body_mistakes(_FORM, "token"),
        json_sent(_FORM.sent_but(send="json"), "token"),
        Mistake(
            "code_other",
            "this is not the code that was passed in. Send that one, as it is.",
            _FORM.sent_but(code="sample"),
        ),
        code_twice(_FORM),
        redirect_uri_fixed(_FORM),
        Mistake(
            "verifier_missing",
            "code_verifier is missing: without it you are no better than the thief.",
            _FORM.sent_but(without="code_verifier"),
        ),
        Mistake(
            "challenge_sent",
            "you sent the challenge again. Now send what it was made from: the verifier.",
            _FORM.sent_but(code_verifier=lambda *given: code_challenge(given[-1])),
        ),
        Mistake(
            "verifier_other",
            "this is not the verifier that was passed in: its hash is not the code's challenge.",
            _FORM.sent_but(code_verifier=lambda *_: new_code_verifier()),
        ),
        Mistake(
            "secret_of_the_other",
            "a public client has no secret, and so it sends none.",
            _FORM.sent_but(client_secret=lambda *_: assignment.client_secret),
        ),
        Mistake(
            "other_client",
            "the code was issued to another client: the app that has no secret.",
            _FORM.sent_but(
                client_id=lambda *_: assignment.client_id,
                client_secret=lambda *_: assignment.client_secret,
            ),
        ),
        copied(_FORM.sent_but(**PUBLIC_NEIGHBOUR)),
        Mistake(
            "client_id_missing",
            "client_id is missing. A public client has no other way to say who asks.",
            _FORM.sent_but(without="client_id"),
        ),
        Mistake(
            "redirect_uri_missing",
            "redirect_uri is missing, or is not the one that the code was sent to.",
            _FORM.sent_but(without="redirect_uri"),
        ),
        grant_type_missing(_FORM.sent_but(without="grant_type")),
    ),
    hints=(
        "where to look: your token request of notebook 03. Two of its parameters change.",
        "the rule (RFC 7636 §4.5): the request carries code_verifier; a public client sends no "
        "secret.",
        'almost the code: data={"grant_type": …, "code": code, "redirect_uri": redirect_uri, '
        '"client_id": "printshop-public", …: verifier}',
    ),
    setup="import requests",
    solution_code="""def redeem(token_endpoint, code, redirect_uri, verifier):
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "client_id": "printshop-public",
        "code_verifier": verifier,
    }
    return requests.post(token_endpoint, data=form, timeout=10)""",
    assigned=("public_client_id",),
    unlisted=_FORM.sent_but(client_id="nobody"),
)
