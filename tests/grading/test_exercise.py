"""What every exercise has: hints, the solution, catching up, the way to the doctor."""

from oauth_tutorial import diagnose
from oauth_tutorial.exercises import ____
from oauth_tutorial.exercises.nb03.token_request import token_request
from tests.grading.conftest import Nasty


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


def test_an_answer_that_raises_at_everything_is_survived(exercise):
    assert exercise.check(Nasty()).state == "not yet"


def test_a_judge_that_returns_nothing_does_not_pass(exercise):
    exercise.judge = lambda answer: None

    assert exercise.check(42).state == "not yet"


def test_a_failed_request_offers_the_doctor():
    mistake = next(one for one in token_request.mistakes if one.name == "json")
    outcome = token_request.check(mistake.example)

    assert "diagnose(token_request.last.evidence)" in repr(outcome)
    assert diagnose(token_request.last.evidence).cause == "wrong_content_type"
