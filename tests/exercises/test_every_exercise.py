"""Every exercise of the course, proved from its own declaration."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oauth_tutorial import exercises
from oauth_tutorial.exercises import Predict, ____, all_exercises, catalogue
from tests.exercises import variants

EXERCISES = all_exercises()
MISTAKES = [(one, mistake) for one in EXERCISES for mistake in one.mistakes]
SLUG = set(string.ascii_lowercase + string.digits + "_")

pytestmark = pytest.mark.usefixtures("photobox")
each = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.name)
each_mistake = pytest.mark.parametrize(
    ("exercise", "mistake"), MISTAKES, ids=[f"{one.name}-{m.name}" for one, m in MISTAKES]
)

# What is expected in words: of what kind, and not which.
NOT_THE_ANSWER = {
    *("True", "False", "the API's answer", "a dictionary", "its claims", "claims", "its secret"),
    *("application/x-www-form-urlencoded", "accepted", "refused", "fails", "works", "{}", "42"),
    *("the tokens", "two values"),
    *("the new one", "the new", "no refresh", "no error", "nothing", "a value", "one change"),
}
RIGHT = [(name, answer) for name, answers in variants.RIGHT.items() for answer in answers]
MORE_WRONG = [(name, *pair) for name, pairs in variants.WRONG.items() for pair in pairs]


@each
def test_untouched_is_not_attempted(exercise):
    assert exercise.check(____).state == "not attempted"


@each
def test_the_solution_is_correct(exercise):
    """Its code is really run."""
    outcome = exercise.check(exercise.solved())

    assert repr(outcome) == f"Correct: {outcome.text}"


@each_mistake
def test_a_typical_mistake_gets_its_own_sentence_and_not_what_is_expected(exercise, mistake):
    """Where something is given as well, what differs is said; the second time they are beside."""
    first = exercise.check(mistake.example)
    assert (first.state, first.mistake, first.text) == ("not yet", mistake.name, mistake.says)

    exercise.check(None)
    laid = exercise.check(mistake.example).difference
    if laid is None or laid.expected in {exercise.answer, *NOT_THE_ANSWER}:
        return
    if laid.received.startswith(laid.expected):  # what came has it in it
        return

    assert first.difference is None
    assert laid.expected not in repr(first).replace(laid.received, "").replace(laid.part, "")


@each
def test_an_unlisted_wrong_answer_gets_the_difference_as_the_second_one(exercise):
    """The first one is told what differs, the same one again no more, the second one all."""
    first, again = exercise.check(exercise.unlisted), exercise.check(exercise.unlisted)
    exercise.check(exercise.mistakes[0].example)
    second = exercise.check(exercise.unlisted)

    assert {(one.state, one.mistake) for one in (first, again, second)} == {("not yet", None)}
    assert ["expected:" in repr(one) for one in (first, again, second)] == [False, False, True]
    assert "received:" in repr(second)


@pytest.mark.parametrize(("name", "answer"), RIGHT, ids=[name for name, _ in RIGHT])
def test_a_right_answer_in_another_style_is_correct(name, answer):
    outcome = exercises.exercise(name).check(answer)

    assert outcome.state == "correct", repr(outcome)


@pytest.mark.parametrize(
    ("name", "answer", "words"), MORE_WRONG, ids=[f"{name}-{says}" for name, _, says in MORE_WRONG]
)
def test_a_plausible_wrong_answer_is_told_what_is_wrong(name, answer, words):
    outcome = exercises.exercise(name).check(answer)

    assert outcome.state == "not yet"
    assert words in repr(outcome)


@pytest.mark.parametrize(
    "exercise", [one for one in EXERCISES if one.name < "10" and one.name[:2] != "07"], ids=str
)
def test_it_is_proved_by_five_right_answers_and_five_wrong_ones(exercise):
    """In different styles, and besides its solution; see ``tests/exercises/variants``.

    The rounds of notebook 07 have theirs in ``tests/exercises/nb07/test_rounds.py``.
    """
    assert len(variants.RIGHT.get(exercise.name, ())) >= 5
    assert len(exercise.mistakes) >= 5
    assert len(variants.WRONG.get(exercise.name, ())) >= 5


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
