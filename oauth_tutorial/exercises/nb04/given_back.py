"""A function that gives access back, judged by what PhotoBox received and what still works."""

from typing import Any

import requests

from oauth_tutorial import practice
from oauth_tutorial.client.tokens import refresh
from oauth_tutorial.exercises.nb04.setup_cell import SETUP
from oauth_tutorial.grading.assignment import assignment, sent_client
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.granted import issue_tokens, opens
from oauth_tutorial.grading.kinds import (
    NEIGHBOUR,
    RightForm,
    body_mistake,
    body_mistakes,
    copied,
    is_swapped,
    json_sent,
    newest_to,
    no_request,
    not_a_function,
    refused,
    requests_of,
    swapped,
    wants_function,
)
from oauth_tutorial.grading.received import TIMEOUT
from oauth_tutorial.grading.verdict import Verdict, right, wrong
from oauth_tutorial.practice.model.log import Entry

# a broken rule → the mistake that it is
_RULE_MISTAKE = {
    "body_is_form": "json",
    "parameters_once": "all_of_them",
    "client_known": "client_missing",
    "client_authenticated": "client_missing",
    "token_present": "token_name",
    "token_of_this_client": "client_other",
}


_SEVERAL = (
    "the whole grant is gone. One request would do: with the refresh token, PhotoBox also revokes "
    "the access tokens of its grant (RFC 7009 §2.1)."
)


@wants_function("disconnect")
def judge_disconnect(disconnect: Any) -> Verdict:
    """Judge ``disconnect(tokens)``: one request, after which neither token opens anything."""
    tokens = issue_tokens("photos.read orders.write", assignment.client)
    entries = requests_of(disconnect, dict(tokens))
    if not entries:
        return no_request("POST /revoke")
    newest = newest_to(entries, "/revoke")
    many = sum(entry.path == "/revoke" for entry in entries)
    return _refused(newest) or _still_alive(tokens, newest) or right(_SEVERAL if many > 1 else "")


def _refused(entry: Entry) -> Verdict | None:
    sent = f"{entry.method} {entry.path}"
    if sent != "POST /revoke":
        mistake = None if entry.path == "/revoke" else "another_endpoint"
        text = "" if mistake else "a revocation is a POST (RFC 7009 §2.1)."
        return wrong(mistake, text=text, part="sent", expected="POST /revoke", received=sent)
    if is_swapped(entry):
        return wrong("swapped")
    if verdict := assignment.copied(entry):
        return verdict
    return refused(entry, _RULE_MISTAKE, _by_values(entry))


def _by_values(entry: Entry) -> str | None:
    """The rules that can be broken in several typical ways."""
    failed, sent = entry.checks.failed, sent_client(entry)
    if failed is not None and failed.name == "body_is_form":
        return body_mistake(entry)
    if failed is not None and failed.name.startswith("client_"):
        both = sent.get("client_id") and sent.get("client_secret")
        return "client_other" if both else "client_missing"
    return None


def _still_alive(tokens: dict[str, str], entry: Entry) -> Verdict | None:
    alive = [name for name in ("access_token", "refresh_token") if opens(tokens[name])]
    if not alive:
        return None
    mistake = "access_token_only" if alive == ["refresh_token"] else "unknown_token"
    if mistake == "unknown_token" and entry.parameters.get("token") in tokens.values():
        mistake = "client_other"  # a token of somebody else is left alone (RFC 7009 §2.1)
    return wrong(mistake, part="still works", expected="nothing", received=" ".join(alive))


_FORM = RightForm(
    lambda tokens: {"token": tokens["refresh_token"]} | assignment.client,
    lambda tokens: practice.start().revocation_endpoint,
)


def _refresh_instead(tokens: dict[str, str]) -> None:
    client: dict[str, Any] = {**assignment.client}
    refresh(practice.start().token_endpoint, refresh_token=tokens["refresh_token"], **client)


given_back = Exercise(
    name="04.given_back",
    answer="disconnect",
    judge=judge_disconnect,
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
        *body_mistakes(_FORM, "revocation"),
        json_sent(_FORM.sent_but(send="json"), "revocation"),
        Mistake(
            "client_missing",
            "PrintShop must prove that it is PrintShop: client_id and client_secret. Otherwise "
            "anybody could disconnect Alice.",
            _FORM.sent_but(without="client_secret"),
        ),
        Mistake(
            "client_other",
            "that is not the client that the tokens were given to, or not its secret: both are "
            "in your assignment.",
            _FORM.sent_but(client_secret="guess"),  # noqa: S106 - wrong on purpose
        ),
        swapped(
            _FORM.sent_but(
                client_id=lambda *_: assignment.client_secret,
                client_secret=lambda *_: assignment.client_id,
            )
        ),
        Mistake(
            "all_of_them",
            "the whole dictionary went out as token. Send one value of it: tokens[…].",
            _FORM.sent_but(token=lambda tokens: tokens),
        ),
        Mistake(
            "token_name",
            "the parameter is called token, whichever kind it is (RFC 7009 §2.1).",
            _FORM.sent_but(without="token", refresh_token=lambda tokens: tokens["refresh_token"]),
        ),
        Mistake(
            "access_token_only",
            "the access token is revoked, and the refresh token still gets a new one. Send the "
            "token that the other comes from.",
            _FORM.sent_but(token=lambda tokens: tokens["access_token"]),
        ),
        Mistake(
            "unknown_token",
            "PhotoBox answered 200, and both tokens still work: a token that it does not know is "
            "no error (RFC 7009 §2.2). Send the value itself.",
            _FORM.sent_but(token="the refresh token"),  # noqa: S106
        ),
        copied(_FORM.sent_but(**NEIGHBOUR)),
    ),
    hints=(
        "where to look: “Revoke it”, and which token still worked after it.",
        "the rule (RFC 7009 §2.1): revoking a refresh token also revokes the access tokens of the "
        "same grant. The parameter is called token.",
        'almost the code: requests.post(photobox.revocation_endpoint, data={"token": …} | mine, '
        "timeout=10), where mine says who you are.",
    ),
    setup=SETUP,
    solution_code="""\
def disconnect(tokens):
    mine = {"client_id": "printshop", "client_secret": "printshop-secret"}
    form = {"token": tokens["refresh_token"]} | mine
    return requests.post(photobox.revocation_endpoint, data=form, timeout=10)""",
    assigned=("client_id", "client_secret"),
    unlisted=lambda tokens: requests.get(practice.start().revocation_endpoint, timeout=TIMEOUT),
)
