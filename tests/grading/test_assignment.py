"""A class with seeds: each learner's own answer is right, and everybody else's is not."""

import pytest
import requests

from oauth_tutorial import practice
from oauth_tutorial.exercises import all_exercises, assignment
from oauth_tutorial.exercises.attacks import ATTACKS
from oauth_tutorial.exercises.nb03.token_request import token_request
from oauth_tutorial.exercises.nb05.redeem_with_verifier import redeem_with_verifier
from oauth_tutorial.practice.model.variants import STORY, variant
from tests.exercises import test_every_exercise as proof

SEEDS = (7, 2026)
ASSIGNED = [one for one in all_exercises() if one.assigned]
each = pytest.mark.parametrize("exercise", ASSIGNED, ids=lambda one: one.name)
MISTAKES = [(one, mistake) for one in ASSIGNED for mistake in one.mistakes]
each_mistake = pytest.mark.parametrize(
    ("exercise", "mistake"), MISTAKES, ids=[f"{one.name}-{m.name}" for one, m in MISTAKES]
)


@pytest.fixture(params=SEEDS)
def learner(request, seeded):
    seeded(request.param)


@each
def test_solved_and_untouched(exercise, learner):
    proof.test_untouched_is_not_attempted(exercise)
    proof.test_an_unlisted_wrong_answer_gets_the_difference_as_the_second_one(exercise)
    proof.test_the_solution_is_correct(exercise)


@each_mistake
def test_a_typical_mistake_gets_its_own_sentence(exercise, mistake, learner):
    proof.test_a_typical_mistake_gets_its_own_sentence_and_not_what_is_expected(exercise, mistake)


def pasted(exercise, code):
    """The answer that the code makes, in a notebook that ran as far as this exercise."""
    names = {}
    exec(f"{exercise.setup}\n{code}", names)
    return names[exercise.answer]


@each
@pytest.mark.parametrize("theirs", [SEEDS[0], None])
def test_the_answer_of_another_learner_is_refused(exercise, theirs, seeded):
    """Of another seed, and of the story, by a sentence of its own."""
    seeded(theirs)
    exercise.solution()
    code = exercise.solution().code
    assert exercise.check(pasted(exercise, code)).state == "correct"
    seeded(SEEDS[1])

    outcome = exercise.check(pasted(exercise, code))

    assert (outcome.state, outcome.mistake) == ("not yet", "copied")
    assert "stands in your assignment" in outcome.text


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_the_attacks_are_made_on_the_learners_own_client(attack, seeded):
    """As they end with the story's: Mallory wins, and not against the fixed client."""
    seeded(7)
    since = practice.start().log[-1].number if practice.start().log else 0

    assert attack.run(attack.vulnerable()).mallory_wins
    assert repr(attack.run(attack.fixed())).startswith("The attack fails: PhotoBox ")
    named = {
        entry.parameters.get("client_id")
        for entry in practice.start().log
        if entry.number > since and entry.path in ("/authorize", "/token")
    }
    assert named - {None, ""} <= {assignment.client_id, assignment.public_client_id}


def by_basic(*client):
    """An answer of notebook 03 that proves the client by the header."""

    def ask_for_token(endpoint, code, redirect_uri):
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
        return requests.post(endpoint, data=form, auth=client, timeout=10)

    return ask_for_token


@pytest.mark.parametrize("theirs", [STORY, variant(7)], ids=["story", "neighbour"])
def test_a_client_that_was_copied_into_the_header_is_refused(theirs, seeded):
    """By the sentence that the form gets; the learner's own client may stand there."""
    seeded(2026)
    mine = assignment.client_id, assignment.client_secret

    assert token_request.check(by_basic(*mine)).state == "correct"
    for client in ((theirs.client_id, mine[1]), (mine[0], theirs.client_secret)):
        outcome = token_request.check(by_basic(*client))

        assert (outcome.state, outcome.mistake) == ("not yet", "copied")
        assert theirs.client_secret not in repr(outcome)


def test_a_public_client_that_was_copied_into_the_header_is_refused(seeded):
    seeded(2026)

    def redeem(endpoint, code, redirect_uri, verifier):
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
        form["code_verifier"] = verifier
        requests.post(endpoint, data=form, auth=(STORY.public_client_id, ""), timeout=10)

    assert redeem_with_verifier.check(redeem).mistake == "copied"


@each
def test_what_a_learner_is_shown_has_their_own_values(exercise, learner):
    exercise.solution()
    shown = repr(exercise.solution())

    for name in exercise.assigned:
        assert f'"{getattr(assignment, name)}"' in shown


def test_the_exercises_that_are_graded_by_the_assignment():
    assert [one.name for one in ASSIGNED] == [
        "01.authorization_url",
        "03.token_request",
        "04.narrower_request",
        "04.given_back",
        "05.redeem_with_verifier",
        "07.rotation_fix",
    ]


def test_the_card_says_the_values(seeded):
    seeded(None)
    assert repr(assignment) == (
        "Your assignment:\n  client_id: printshop\n  client_secret: printshop-secret\n"
        "  scope: photos.read\n  public_client_id: printshop-public (of the app without a secret)"
    )

    seeded(7)
    one = variant(7)
    assert f"client_id: {one.client_id}\n  client_secret: {one.client_secret}\n" in repr(assignment)
    assert one.public_client_id in assignment._repr_html_()


def test_only_whole_names_are_filled_in(seeded):
    seeded(7)
    one = variant(7)

    assert assignment.fill('"printshop"') == f'"{one.client_id}"'
    assert assignment.fill("printshop-public") == one.public_client_id
    assert assignment.fill("photos.read.all printshop-nightly a-printshop") == (
        "photos.read.all printshop-nightly a-printshop"
    )
    assert assignment.fill("printshop and photos.read", ("client_id",)) == (
        f"{one.client_id} and photos.read"
    )
