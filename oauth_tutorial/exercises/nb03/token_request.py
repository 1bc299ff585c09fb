"""The token request, graded by the endpoint's own checks."""

from typing import Any
from urllib.parse import urlsplit

import requests

from oauth_tutorial.grading.assignment import assignment
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.forms import misnamed_in
from oauth_tutorial.grading.granted import issue_code
from oauth_tutorial.grading.kinds import (
    NEIGHBOUR,
    RightForm,
    body_mistake,
    body_mistakes,
    code_twice,
    copied,
    exchange,
    grant_type_missing,
    is_swapped,
    json_sent,
    newest_to,
    no_request,
    not_a_function,
    nothing_sent,
    redirect_uri_fixed,
    refused,
    swapped,
    wants_function,
)
from oauth_tutorial.grading.photobox import photobox
from oauth_tutorial.grading.received import REDIRECT_URI, TIMEOUT, fresh_redirect_uri
from oauth_tutorial.grading.verdict import Verdict, right, wrong
from oauth_tutorial.text.listing import kind_of
from oauth_tutorial.text.readers import read_pairs

# a broken rule of the token endpoint → the mistake that it is
_RULE_MISTAKE = {
    "grant_type_present": "grant_type_missing",
    "grant_type_supported": "grant_type_other",
    "one_client_authentication": "secret_twice",
    "code_present": "code_missing",
    "code_known": "code_other",
    "code_unused": "code_twice",
}


@wants_function("ask_for_token")
def _judge_request(ask_for_token: Any) -> Verdict:
    redirect_uri = fresh_redirect_uri()
    code = issue_code(redirect_uri, client_id=assignment.client_id)
    entries, came = exchange(ask_for_token, photobox().token_endpoint, code, redirect_uri)
    if not entries:
        return no_request("POST /token")
    return _grade(newest_to(entries, "/token"), code) or _returned(came)


def _returned(came: object) -> Verdict:
    """Judge what came back of a request that PhotoBox answered with a token."""
    if came is None:
        return wrong("returns_nothing", part="returned", expected="the response", received=None)
    if isinstance(came, int | float):  # True, or the status
        text = (
            f"the request is right, and your function returns {kind_of(came)}: the token is in "
            "PhotoBox's response. Return that."
        )
        return wrong(text=text, part="returned", expected="the response", received=came)
    return right()


def _grade(entry: Any, code: str) -> Verdict | None:
    """Judge the last request that arrived, by the rule that ended it; None where none did."""
    sent = f"{entry.method} {entry.path}"
    if sent != "POST /token":
        mistake = "not_post" if entry.path == "/token" else None
        return wrong(
            mistake, part="the request", expected="POST /token", received=sent, evidence=entry
        )
    if is_swapped(entry):
        return wrong("swapped")
    if verdict := assignment.copied(entry):
        return verdict
    return (
        misnamed_in(entry, _names(entry))
        or _in_the_address(entry)
        or refused(entry, _RULE_MISTAKE, _by_values(entry, code))
    )


def _in_the_address(entry: Any) -> Verdict | None:
    """The verdict on a refused request that has some of its parameters in the query."""
    query = [name for name, _ in read_pairs(urlsplit(entry.url).query) if name in _names(entry)]
    if not query or not entry.request_body or entry.checks.failed is None:
        return None
    came = " and ".join(sorted(query))
    return wrong(
        "in_address", part="in the address", expected="nothing", received=came, evidence=entry
    )


def _names(entry: Any) -> list[str]:
    """The five names; a client that came in the header has none in the form."""
    by_header = "Authorization" in entry.request_headers
    client = [] if by_header else ["client_id", "client_secret"]
    return ["grant_type", "code", "redirect_uri", *client]


def _by_values(entry: Any, code: str) -> str | None:
    """The rules that can be broken in several typical ways."""
    failed, parameters = entry.checks.failed, entry.parameters
    if failed is None:
        return None
    of_the_code = failed.name.startswith("code_") or failed.name == "redirect_uri_same"
    if of_the_code and parameters.get("code") not in {None, "", code}:
        return "code_other"  # of an earlier sign-in, mostly
    if failed.name == "body_is_form":
        return body_mistake(entry)
    if failed.name == "client_known":
        return None if parameters.get("client_id") else "client_id_missing"
    if failed.name == "client_authenticated":
        secret = parameters.get("client_secret")
        if not secret:
            return "secret_missing"
        bare = secret.strip(" \n\t\"'")
        return "secret_with_blank" if bare == assignment.client_secret else None
    if failed.name == "redirect_uri_same":
        came = parameters.get("redirect_uri")
        if not came:
            return "redirect_uri_missing"
        if came == REDIRECT_URI:
            return "redirect_uri_fixed"
        return "redirect_uri_localhost" if "localhost" in came else "redirect_uri_other"
    return None


def _right(endpoint: str, code: str, redirect_uri: str) -> dict[str, str]:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
    return form | assignment.client


_FORM = RightForm(_right)


def _get(endpoint: str, code: str, redirect_uri: str) -> None:
    requests.get(endpoint, params={"code": code}, timeout=TIMEOUT)


def _returns_nothing(endpoint: str, code: str, redirect_uri: str) -> None:
    _FORM.sent_but()(endpoint, code, redirect_uri)


def _secret_in_address(endpoint: str, code: str, redirect_uri: str) -> requests.Response:
    form = _right(endpoint, code, redirect_uri)
    query = {"client_secret": form.pop("client_secret")}
    return requests.post(endpoint, params=query, data=form, timeout=TIMEOUT)


def _both_ways(endpoint: str, code: str, redirect_uri: str) -> None:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
    client = assignment.client
    basic = (client["client_id"], client["client_secret"])
    requests.post(endpoint, data=form | client, auth=basic, timeout=TIMEOUT)


token_request = Exercise(
    name="03.token_request",
    answer="ask_for_token",
    judge=_judge_request,
    correct="PhotoBox checked every rule of RFC 6749 §4.1.3 and gave a token.",
    mistakes=(
        not_a_function("Response [200]"),
        nothing_sent(lambda endpoint, code, redirect_uri: {"code": code}),
        Mistake(
            "returns_nothing",
            "the request is right, and PhotoBox gave a token. But your function returns None, so "
            "nobody gets it: return the response.",
            _returns_nothing,
        ),
        Mistake(
            "not_post",
            "a token request is a POST (RFC 6749 §3.2): what a GET carries stands in the address.",
            _get,
        ),
        json_sent(_FORM.sent_but(send="json"), "token"),
        *body_mistakes(_FORM, "token"),
        grant_type_missing(_FORM.sent_but(without="grant_type")),
        Mistake(
            "grant_type_other",
            "grant_type is the name of the grant: authorization_code. The word code alone was "
            "for the first request, as response_type.",
            _FORM.sent_but(grant_type="code"),
        ),
        Mistake(
            "code_missing",
            "the code is missing: it is what you exchange.",
            _FORM.sent_but(without="code"),
        ),
        Mistake(
            "code_other",
            "this is not the code that was passed in. Send that one, as it is: an older one is "
            "used up.",
            _FORM.sent_but(code="sample"),
        ),
        code_twice(_FORM),
        Mistake(
            "redirect_uri_missing",
            "redirect_uri is missing. It was in the authorization request, so it must be sent "
            "again, the same.",
            _FORM.sent_but(without="redirect_uri"),
        ),
        redirect_uri_fixed(_FORM),
        Mistake(
            "redirect_uri_localhost",
            "localhost and 127.0.0.1 are different text. Send the redirect_uri that was passed in.",
            _FORM.sent_but(redirect_uri="http://localhost:8000/callback"),
        ),
        Mistake(
            "redirect_uri_other",
            "redirect_uri is not the one of the authorization request; PhotoBox compares it to "
            "the letter.",
            _FORM.sent_but(redirect_uri=lambda *given: given[-1] + "/"),
        ),
        Mistake(
            "client_id_missing",
            "client_id is missing: PhotoBox does not know who asks.",
            _FORM.sent_but(without="client_id"),
        ),
        Mistake(
            "secret_missing",
            "client_secret is missing. PrintShop has one, so it must prove that it is PrintShop.",
            _FORM.sent_but(without="client_secret"),
        ),
        Mistake(
            "secret_with_blank",
            "there is a space or a quote around client_secret: it was copied along.",
            _FORM.sent_but(client_secret=lambda *_: f"{assignment.client_secret} "),
        ),
        Mistake(
            "in_address",
            "a part of the form came in the address, where logs keep it, and the rest in the body. "
            "All five parameters belong in the body, data=…, and client_secret must never be in an "
            "address (RFC 6749 §2.3.1).",
            _secret_in_address,
        ),
        Mistake(
            "secret_twice",
            "the secret went in the header and in the body. One way, not both (RFC 6749 §2.3).",
            _both_ways,
        ),
        swapped(
            _FORM.sent_but(
                client_id=lambda *_: assignment.client_secret,
                client_secret=lambda *_: assignment.client_id,
            )
        ),
        copied(_FORM.sent_but(**NEIGHBOUR)),
    ),
    hints=(
        "where to look: the table below “Five parameters”, and the cell below “Now for real”.",
        "the rule (RFC 6749 §4.1.3): a POST whose body is a form with grant_type, code, "
        "redirect_uri, client_id and client_secret.",
        "almost the code: return requests.post(token_endpoint, data={…}, timeout=10), with five "
        "names in the dictionary.",
    ),
    setup="import requests",
    solution_code="""\
def ask_for_token(token_endpoint, code, redirect_uri):
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "client_id": "printshop",
        "client_secret": "printshop-secret",
    }
    return requests.post(token_endpoint, data=form, timeout=10)""",
    assigned=("client_id", "client_secret"),
    unlisted=_FORM.sent_but(client_secret="guess"),  # noqa: S106 - wrong on purpose
)
