"""A form that refreshes to a narrower token."""

from typing import Any

from oauth_tutorial.grading.assignment import assignment
from oauth_tutorial.grading.calling import call
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.forms import form_of, misnamed_verdict
from oauth_tutorial.grading.granted import issue_tokens
from oauth_tutorial.grading.kinds import (
    NEIGHBOUR,
    RightForm,
    copied,
    is_swapped,
    not_a_function,
    refused,
    swapped,
    wants_function,
)
from oauth_tutorial.grading.received import post_token_request
from oauth_tutorial.grading.verdict import Verdict, right, wrong
from oauth_tutorial.practice.model.log import Entry
from oauth_tutorial.text.listing import kind_of
from oauth_tutorial.text.readers import read_object

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


# All that a learner may remember Alice to have allowed: what is refused is then never hers.
_GRANTED = "photos.read orders.write profile"
_NAMES = ("grant_type", "refresh_token", "scope", "client_id", "client_secret")


@wants_function("narrow_form")
def _judge_form(narrow_form: Any) -> Verdict:
    tokens = issue_tokens(_GRANTED, assignment.client)
    made = call(narrow_form, tokens["refresh_token"])
    form = form_of(made)
    if form is None:
        text = "" if isinstance(made, str) else f"narrow_form returns {kind_of(made)}, and no form."
        return wrong(
            "no_dictionary", text=text, expected="a dictionary", received=type(made).__name__
        )
    if verdict := misnamed_verdict([name for name, _ in form], _NAMES):
        return verdict
    entry = post_token_request(form)
    if is_swapped(entry):
        return wrong("swapped")
    if verdict := assignment.copied(entry):
        return verdict
    if verdict := refused(entry, _FORM_MISTAKE, _by_values(entry, tokens["refresh_token"])):
        return verdict
    granted = read_object(entry.response_body)["scope"]
    if granted == "photos.read":
        return right()
    missing = not entry.parameters.get("scope")
    return wrong(
        "scope_missing" if missing else None,
        text="" if missing else _too_much(granted.split(" ")),
        part="the scope that was granted",
        expected="photos.read",
        received=granted,
        evidence=entry,
    )


def _too_much(granted: list[str]) -> str:
    if "photos.read" not in granted:
        return "the new token does not see the photos."
    more = " and ".join(word for word in granted if word != "photos.read")
    return f"the new token sees more than photos: {more} is too much."


def _by_values(entry: Entry, refresh_token: str) -> str | None:
    """The rules that can be broken in several typical ways."""
    failed, sent = entry.checks.failed, entry.parameters
    if failed is None:
        return None
    if failed.name == "refresh_token_known" and sent.get("refresh_token") == refresh_token:
        return "client_other"
    if failed.name.startswith("client_") and sent.get("client_id") != assignment.client_id:
        return "client_other" if sent.get("client_id") else None
    if failed.name == "client_authenticated" and sent.get("client_secret"):
        return "secret_other"
    too_wide = failed.name == "scope_not_wider"
    return "comma" if too_wide and "," in sent.get("scope", "") else None


def _right(refresh_token: str) -> dict[str, str]:
    form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
    return form | {"scope": "photos.read"} | assignment.client


_FORM = RightForm(_right)

narrower_request = Exercise(
    name="04.narrower_request",
    answer="narrow_form",
    blanks=6,
    judge=_judge_form,
    correct="the new access token sees photos and nothing else; what Alice granted stays as it is "
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
            _FORM.form_but(grant_type="authorization_code"),
        ),
        Mistake(
            "grant_type_other",
            "PhotoBox does not know this grant_type. Its name is the name of what you exchange: "
            "refresh_token.",
            _FORM.form_but(grant_type="refresh"),
        ),
        Mistake(
            "refresh_token_missing",
            "the refresh token is missing: it is what you exchange.",
            _FORM.form_but(without="refresh_token"),
        ),
        Mistake(
            "another_token",
            "this is not the refresh token that was passed in. Send it as it is.",
            _FORM.form_but(refresh_token="refresh_token"),  # noqa: S106
        ),
        Mistake(
            "client_missing",
            "PrintShop must prove that it is PrintShop here too: client_id and client_secret.",
            _FORM.form_but(without="client_secret"),
        ),
        Mistake(
            "client_other",
            "the refresh token was given to another client: client_id must be that of your "
            "assignment.",
            _FORM.form_but(
                without="client_secret", client_id=lambda *_: assignment.public_client_id
            ),
        ),
        Mistake(
            "secret_other",
            "client_id is right, and client_secret is not its secret.",
            _FORM.form_but(client_secret="guess"),  # noqa: S106 - wrong on purpose
        ),
        swapped(
            _FORM.form_but(
                client_id=lambda *_: assignment.client_secret,
                client_secret=lambda *_: assignment.client_id,
            )
        ),
        Mistake(
            "scope_missing",
            "without scope you get everything that was granted (RFC 6749 §6). Name the one word "
            "that you need.",
            _FORM.form_but(without="scope"),
        ),
        Mistake(
            "scope_wider",
            "a refresh never gets more than Alice granted: each word of scope must be one of hers.",
            _FORM.form_but(scope="photos"),
        ),
        Mistake(
            "comma",
            "the words of a scope are separated by spaces, not by commas; and this job needs only "
            "one.",
            _FORM.form_but(scope="photos.read,orders.write"),
        ),
        copied(_FORM.form_but(**NEIGHBOUR)),
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
    unlisted=_FORM.form_but(scope="orders.write"),
)
