"""A form that refreshes to a narrower token."""

from typing import Any

from oauth_tutorial.grading.assignment import assignment
from oauth_tutorial.grading.calling import call
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.granted import issue_tokens
from oauth_tutorial.grading.kinds import copied, not_a_function
from oauth_tutorial.grading.received import post_token_request, refusal
from oauth_tutorial.grading.verdict import Verdict, right, wrong
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


def _judge_form(narrow_form: Any) -> Verdict:
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
    granted = read_object(entry.response_body)["scope"]
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
