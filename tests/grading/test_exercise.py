"""What every exercise has: blanks, hints, the solution, catching up, the way to the doctor."""

import pytest

from oauth_tutorial import diagnose
from oauth_tutorial.exercises import Exercise, Mistake, ____, right, wrong
from oauth_tutorial.exercises.nb03.token_request import token_request
from oauth_tutorial.grading.blank import has_blank
from oauth_tutorial.grading.calling import call


def judge(answer):
    if answer == 42:
        return right()
    return wrong("off_by_one" if answer == 41 else None, expected=42, received=answer)


@pytest.fixture
def exercise():
    return Exercise(
        name="99.sample",
        answer="number",
        judge=judge,
        correct="the answer to everything.",
        mistakes=(Mistake("off_by_one", "count from one.", 41),),
        hints=("where", "which", "almost"),
        solution_code="number = base + 2",
        setup="base = 40",
    )


def untouched(a):
    return ____


def inner_blank(a):
    def inner():
        return ____

    return inner


@pytest.mark.parametrize(
    "answer",
    [
        ____,
        [1, ____],
        {____: 1},
        {"a": {"b": (____,)}},
        f"x?{____}",
        "a" + ____,
        ____.name,
        ____(1),
        untouched,
        inner_blank,
        lambda: ____,
    ],
)
def test_a_blank_is_found_wherever_it_is_left(answer):
    assert has_blank(answer)


@pytest.mark.parametrize("answer", ["", "__", [1, {"a": "b"}], len, lambda: 1, None, object()])
def test_an_answer_without_blank_has_none(answer):
    assert not has_blank(answer)


def test_an_answer_that_holds_itself_ends():
    loop = []
    loop.append(loop)

    assert not has_blank(loop)


def test_the_difference_is_shown_and_the_mistake_named(exercise):
    outcome = exercise.check(41)

    assert repr(outcome) == "Not yet: count from one.\n  expected: 42\n  received: 41\n" + (
        "             ^"
    )
    assert outcome.mistake == "off_by_one"


def test_hints_come_one_by_one_and_the_last_one_stays(exercise):
    levels = [exercise.hint().text for _ in range(4)]

    assert levels == ["where", "which", "almost", "almost"]


def test_the_solution_is_shown_when_asked_twice(exercise):
    assert "try once first" in repr(exercise.solution())
    assert "number = base + 2" in repr(exercise.solution())


def test_the_solution_is_shown_after_an_attempt(exercise):
    exercise.check(1)

    assert "number = base + 2" in repr(exercise.solution())


def test_an_untouched_check_is_no_attempt(exercise):
    exercise.check(____)

    assert "try once first" in repr(exercise.solution())


def test_catching_up_takes_the_learners_answer_where_it_is_right(exercise, capsys):
    assert exercise.catch_up("wrong") == 42
    assert "Catch-up" in capsys.readouterr().out

    exercise.check(42)
    assert exercise.catch_up(42.0) == 42.0
    assert capsys.readouterr().out == ""


class Nasty:
    def __repr__(self):
        raise RuntimeError

    def __eq__(self, other):
        raise ZeroDivisionError

    __hash__ = None


def test_an_answer_that_raises_at_everything_is_survived(exercise):
    assert exercise.check(Nasty()).state == "not yet"


@pytest.mark.parametrize("error", [KeyError("x"), SystemExit(1), ValueError(Nasty())])
def test_what_the_learners_function_raises_becomes_a_sentence(exercise, error):
    def function():
        raise error

    exercise.judge = lambda answer: call(answer)
    outcome = exercise.check(function)

    assert outcome.state == "not yet"
    assert f"your function raised {type(error).__name__}" in outcome.text


def test_a_secret_in_an_answer_is_shown_by_its_shape(exercise):
    token = "gT5rK1xQz8Wc0nYb3Hd7Lm2P-vE9sUaJ"
    outcome = exercise.check(f"Bearer {token}")

    assert token not in repr(outcome) + outcome._repr_html_()
    assert "<32 characters>" in repr(outcome)


def test_a_judge_that_returns_nothing_does_not_pass(exercise):
    exercise.judge = lambda answer: None

    assert exercise.check(42).state == "not yet"


def test_a_failed_request_offers_the_doctor():
    mistake = next(one for one in token_request.mistakes if one.name == "json")
    outcome = token_request.check(mistake.example)

    assert "diagnose(token_request.last.evidence)" in repr(outcome)
    assert diagnose(token_request.last.evidence).cause == "wrong_content_type"


def test_what_is_shown_as_html_is_escaped(exercise):
    assert "<script>" not in exercise.check("<script>")._repr_html_()
