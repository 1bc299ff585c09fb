"""A starter cell that is filled in partly: what is left is named, and nothing is judged."""

import re
from pathlib import Path

import nbformat
import pytest

from oauth_tutorial.exercises import (
    Exercise,
    ____,
    accepted_redirect_uris,
    all_exercises,
    handle_redirect,
    narrower_request,
    provoked_errors,
    roles,
)
from oauth_tutorial.exercises.hunts.bug_hunt import Case
from oauth_tutorial.grading.progress import attempts

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
WITH_STARTER = [one for one in all_exercises() if type(one) is Exercise]  # not those of buttons
UNTOUCHED = "Not attempted: replace ____ with your answer, and run the cell again."


def narrow_form(refresh_token):
    mine = {"client_id": "printshop", "client_secret": "printshop-secret"}
    return {"grant_type": ____, "refresh_token": refresh_token, ____: "photos.read"} | mine


def handle(address, state):
    try:
        return address
    except ValueError:
        return ____
    except KeyError:
        return ____


@pytest.mark.parametrize(
    ("exercise", "answer", "says"),
    [
        (
            roles,
            {
                "Alice": "resource owner",
                "PrintShop": "client",
                "PhotoBox sign-in": "a",
                "API": ____,
            },
            "3 of 4 blanks are filled. ____ is left in 'API'. The check waits for it.",
        ),
        (
            provoked_errors,
            {"invalid_request": {"code": ____}, "invalid_client": {____: ____}},
            "5 of 8 blanks are filled. ____ is left in 'invalid_request' and 'invalid_client'. "
            "The check waits for them.",
        ),
        (
            roles,
            {"Alice": "resource owner", "PrintShop": ____, "sign-in": ____, "API": ____},
            "1 of 4 blanks is filled. ____ is left in 'PrintShop', 'sign-in' and 'API'. "
            "The check waits for them.",
        ),
        (
            accepted_redirect_uris,
            {"http://127.0.0.1/callback", ____},
            "1 of 2 blanks is filled. ____ is left in one member. The check waits for it.",
        ),
        (
            narrower_request,
            narrow_form,
            "4 of 6 blanks are filled. ____ is left in line 3 of your function. "
            "The check waits for them.",
        ),
        (
            handle_redirect,
            handle,
            "1 of 3 blanks is filled. ____ is left in line 5 and line 7 of your function. "
            "The check waits for them.",
        ),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_what_is_left_is_named(exercise, answer, says):
    outcome = exercise.check(answer)

    assert repr(outcome) == f"Not finished: {says}"
    assert outcome.state == "not attempted"
    assert attempts(exercise.name) == 0
    assert "<b>Not finished</b>" in outcome._repr_html_()


def test_a_bug_hunt_names_what_is_left():
    case = Case(1)

    assert repr(case.check(____, {____: ____})) == UNTOUCHED
    assert repr(case.check("state_mismatch", {"a": ____})) == (
        "Not finished: 2 of 3 blanks are filled. ____ is left in 'fix'. The check waits for it."
    )


def starter_of(exercise) -> str:
    """The cell of a notebook that holds the starter."""
    number, _, name = exercise.name.partition(".")
    [path] = NOTEBOOKS.glob(f"{number}_*.ipynb")
    sources = [cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]
    [starter] = [text for text in sources if f"{name}.check(" in text and "____" in text]
    return starter


@pytest.mark.parametrize("exercise", WITH_STARTER, ids=lambda exercise: exercise.name)
def test_an_untouched_starter_is_not_attempted(exercise):
    """It has as many blanks as the exercise says, and none of them counts as filled."""
    starter = starter_of(exercise)
    namespace = {"____": ____}
    exec(re.sub(r"(?m)^.*(check\(|hint\(|solution\().*$", "", starter), namespace)

    assert len(re.findall(r"\b____\b", re.sub(r"(?m)^.*import.*$", "", starter))) == exercise.blanks
    assert repr(exercise.check(namespace[exercise.answer])) == UNTOUCHED
