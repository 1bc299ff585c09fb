"""Every exercise of the course, proved from its own declaration."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oauth_tutorial import exercises
from oauth_tutorial.exercises import Predict, ____, all_exercises, catalogue

EXERCISES = all_exercises()
MISTAKES = [(one, mistake) for one in EXERCISES for mistake in one.mistakes]
SLUG = set(string.ascii_lowercase + string.digits + "_")

pytestmark = pytest.mark.usefixtures("photobox")
each = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.name)
each_mistake = pytest.mark.parametrize(
    ("exercise", "mistake"), MISTAKES, ids=[f"{one.name}-{m.name}" for one, m in MISTAKES]
)


@each
def test_untouched_is_not_attempted(exercise):
    assert exercise.check(____).state == "not attempted"


@each
def test_the_solution_is_correct(exercise):
    """Its code is really run."""
    outcome = exercise.check(exercise.solved())

    assert repr(outcome) == f"Correct: {outcome.text}"


@each_mistake
def test_a_typical_mistake_gets_its_own_sentence(exercise, mistake):
    outcome = exercise.check(mistake.example)

    assert (outcome.state, outcome.mistake, outcome.text) == ("not yet", mistake.name, mistake.says)


@each
def test_an_unlisted_wrong_answer_gets_the_difference(exercise):
    outcome = exercise.check(exercise.unlisted)

    assert (outcome.state, outcome.mistake) == ("not yet", None)
    assert "expected:" in repr(outcome)
    assert "received:" in repr(outcome)


@each
def test_an_exercise_is_complete(exercise):
    says = [mistake.says for mistake in exercise.mistakes]
    names = [mistake.name for mistake in exercise.mistakes]
    number, _, slug = exercise.name.partition(".")

    assert len(exercise.mistakes) >= 5
    assert len(set(says)) == len(set(names)) == len(names)
    assert set("".join(names)) <= SLUG
    assert (len(number), set(slug) <= SLUG) == (2, True)
    assert all(len(hint) > 10 for hint in exercise.hints)
    assert "____" not in exercise.solution_code


@each
def test_it_is_imported_by_its_plain_name(exercise):
    assert getattr(exercises, exercise.name.partition(".")[2]) is exercise
    assert exercises.exercise(exercise.name) is exercise


def test_names_are_unique():
    names = [exercise.name for exercise in EXERCISES]

    assert sorted(set(names)) == sorted(names)


PREDICTIONS = {
    name: one for name in catalogue.names() if isinstance(one := getattr(exercises, name), Predict)
}


@pytest.mark.parametrize("name", PREDICTIONS)
def test_a_prediction_is_complete(name):
    """One of its choices happens, and what is revealed says why."""
    question = PREDICTIONS[name]
    shown = [question.choose(number) for number in range(len(question.choices))]
    right = [number for number, text in enumerate(shown) if text.startswith("As you predicted: ")]

    assert 2 <= len(set(question.choices)) == len(question.choices) <= 4
    assert right == [question.answer]
    assert question.question.endswith("?")
    assert question.reveals.endswith(".")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.sets(st.text()),
    max_leaves=5,
) | st.sampled_from([object(), print, int, ..., lambda: 1, lambda *a, **k: None, Exception("x")])


@each
@settings(max_examples=25, deadline=None)
@given(answer=ANYTHING)
def test_no_answer_makes_a_check_raise(exercise, answer):
    outcome = exercise.check(answer)

    assert outcome.state in {"not attempted", "not yet", "correct"}
    assert repr(outcome)
    assert outcome._repr_html_()
