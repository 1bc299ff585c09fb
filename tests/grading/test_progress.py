"""What is noted of a learner: attempts, mistakes, a pseudonym, and nothing personal."""

import json
import os
from pathlib import Path

import pytest

from oauth_tutorial.exercises import pseudonym
from oauth_tutorial.exercises.nb00 import two_scopes
from tests.grading.conftest import RIGHT, WRONG, entry


def test_attempts_and_mistakes_are_counted(path):
    for answer in (WRONG, "photos.read", WRONG, RIGHT):
        two_scopes.check(answer)
    noted = entry(path)

    assert (noted["state"], noted["attempts"]) == ("correct", 4)
    assert noted["mistakes"] == {"comma_between": 2, "one_word": 1}
    assert noted["first"] <= noted["solved"]


def test_the_same_wrong_answer_again_is_no_other_attempt(path):
    for answer in (WRONG, WRONG, WRONG, "photos.read", WRONG):
        two_scopes.check(answer)
    noted = entry(path)

    assert noted["attempts"] == 3
    assert noted["mistakes"] == {"comma_between": 2, "one_word": 1}


def test_wrong_answers_that_no_sentence_names_are_counted_too(path):
    """A right answer is none, and neither is the same one again."""
    for answer in (WRONG, "photos.write", "photos.write", "nothing", RIGHT, RIGHT, "photos.write"):
        two_scopes.check(answer)

    assert entry(path)["unnamed"] == 3
    assert sum(entry(path)["mistakes"].values()) == 1


def test_solved_stays_solved(path):
    two_scopes.check(RIGHT)
    solved = entry(path)["solved"]
    two_scopes.check(WRONG)

    assert (entry(path)["state"], entry(path)["solved"]) == ("correct", solved)


def test_nothing_personal_and_no_answer_is_in_it(path):
    two_scopes.check("my secret answer")
    text = path.read_text()

    assert "my secret answer" not in text
    assert str(Path.home()) not in text
    assert os.environ.get("USER", "nobody at all") not in text


@pytest.mark.parametrize("name", ["blue heron", "Zoë-7", ""])
def test_a_pseudonym_is_kept(path, name):
    pseudonym(name)

    assert json.loads(path.read_text())["pseudonym"] == name


@pytest.mark.parametrize("name", ["alice@example.com", "x" * 41, "a\nb", 3, None])
def test_what_is_no_pseudonym_is_refused_in_a_sentence(path, name):
    assert "made of letters" in pseudonym(name)
    assert not path.exists()
