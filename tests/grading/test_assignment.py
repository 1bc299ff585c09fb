"""A class with seeds: each learner's own answer is right, and everybody else's is not."""

import json

import pytest
import requests

from oauth_tutorial import practice
from oauth_tutorial.exercises import all_exercises, assignment, progress
from oauth_tutorial.exercises.attacks import ATTACKS
from oauth_tutorial.exercises.hunts import bug_hunt, hidden_faults
from oauth_tutorial.exercises.hunts.cases import BUGS
from oauth_tutorial.exercises.nb03.token_request import token_request
from oauth_tutorial.exercises.nb05 import redeem_with_verifier
from oauth_tutorial.grading import progress_file
from oauth_tutorial.practice.model.variants import STORY, variant
from tests.exercises import test_every_exercise as proof

SEEDS = (7, 2026)
ASSIGNED = [one for one in all_exercises() if one.assigned]
each = pytest.mark.parametrize("exercise", ASSIGNED, ids=lambda one: one.name)
MISTAKES = [(one, mistake) for one in ASSIGNED for mistake in one.mistakes]
each_mistake = pytest.mark.parametrize(
    ("exercise", "mistake"), MISTAKES, ids=[f"{one.name}-{m.name}" for one, m in MISTAKES]
)


@pytest.fixture
def seeded():
    """Let a service of the test's own run with a seed: ``seeded(7)``."""

    def start(seed: int | None) -> None:
        if running := practice.running():
            running.stop()
        practice.start(seed=seed)

    return start


@pytest.fixture(params=SEEDS)
def learner(request, seeded):
    seeded(request.param)


@each
def test_solved_and_untouched(exercise, learner):
    proof.test_untouched_is_not_attempted(exercise)
    proof.test_the_solution_is_correct(exercise)
    proof.test_an_unlisted_wrong_answer_gets_the_difference(exercise)


@each_mistake
def test_a_typical_mistake_gets_its_own_sentence(exercise, mistake, learner):
    proof.test_a_typical_mistake_gets_its_own_sentence(exercise, mistake)


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
    """As they end with the story's: Mallory wins, and not against the mended client."""
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
        requests.post(endpoint, data=form, auth=client, timeout=10)

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
        "Your assignment: client_id printshop, client_secret printshop-secret, scope photos.read, "
        "client_id of the app without a secret printshop-public"
    )

    seeded(7)
    one = variant(7)
    assert f"client_id {one.client_id}, client_secret {one.client_secret}, " in repr(assignment)
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


def test_hidden_faults_are_named_by_nobody_but_the_learner(seeded):
    seeded(7)
    right = variant(7).hidden_faults
    assert hidden_faults.check().state == "not attempted"
    cases = [(("nonsense",), "no_such_fault"), ((*right, "clock_skewed"), "too_many")]
    cases += [((*right[:2], "clock_skewed"), "other_faults")]

    for names, mistake in cases:
        outcome = hidden_faults.check(*names)
        assert (outcome.state, outcome.mistake) == ("not yet", mistake)
        assert not any(name in repr(outcome) for name in right)

    assert hidden_faults.check(*reversed(right)).state == "correct"


@pytest.fixture
def noted(tmp_path, monkeypatch):
    """The learner's own progress file: ``noted()`` is what it says of hidden faults."""
    path = tmp_path / "progress.json"
    monkeypatch.setenv("OAUTH_TUTORIAL_PROGRESS", str(path))
    return lambda: json.loads(path.read_text())["exercises"]["hidden_faults"]


def test_hidden_faults_are_found_one_by_one(seeded, noted):
    """What was right before counts, and the map of the course says so."""
    seeded(7)
    first, second, third = variant(7).hidden_faults

    assert "You have found 1 of 3" in repr(hidden_faults.check(first))
    assert "You have found 2 of 3" in repr(hidden_faults.check(second))
    assert repr(progress()).endswith("\nHidden faults: 2 found")
    assert hidden_faults.check(third).state == "correct"
    assert (noted()["state"], noted()["attempts"]) == ("correct", 3)
    assert set(noted()["found"]) == {first, second, third}
    assert "Hidden faults: 3 found" in progress()._repr_html_()


def test_the_progress_file_does_not_tell_a_fault_before_it_is_found(seeded, noted):
    """Nor the seed, which on a hub says who the learner is."""
    seeded(7)
    right = variant(7).hidden_faults
    hidden_faults.check(*right[:2], "clock_skewed")

    assert noted().keys() == {"first", "attempts", "state", "mistakes"}
    assert noted()["mistakes"] == {"other_faults": 1}
    assert json.loads(progress_file.path().read_text())["notebooks"] == {}


def test_hidden_faults_wait_until_they_are_asked_for(seeded):
    """So that the cells of a notebook work for everybody."""
    seeded(7)
    service = practice.start()
    assert list(service.faults) == []

    assert hidden_faults.play().startswith("3 faults are hidden.")
    assert tuple(service.faults) == variant(7).hidden_faults


def test_without_a_seed_no_fault_is_hidden(seeded):
    seeded(None)

    assert STORY.hidden_faults == ()
    assert "has no seed" in repr(hidden_faults.check("html_500"))


def test_a_seed_deals_the_bugs_in_another_order(seeded):
    """Within their notebook, the doctor's ones first; each mended by its own piece."""
    seeded(7)
    cases = [bug_hunt.case(number) for number in BUGS]

    for kind in ("notebook", "with_doctor"):
        assert [getattr(case.bug, kind) for case in cases] == [
            getattr(bug, kind) for bug in BUGS.values()
        ]
    causes = [case.bug.cause for case in cases]
    assert sorted(causes) == sorted(bug.cause for bug in BUGS.values())
    assert causes != [bug.cause for bug in BUGS.values()]
    assert any(f'client_id="{variant(7).client_id}"' in case.bug.code for case in cases)
    for case in cases:
        assert case.check(case.bug.cause, case.bug.mend).state == "correct", case
