"""What a class gets wrong: mistakes for which the course has a sentence, and all others."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from oauth_tutorial.classroom.reading import Learner
from oauth_tutorial.classroom.tasks import task

FIRST = 10  # more than a teacher can talk about; the rest is shown after them
SAY, UNNAMED = "What to say", "Wrong answers that no sentence names"  # titles of the two lists
Key = TypeVar("Key", str, tuple[str, str])
Sentences = Mapping[str, Mapping[str, str]]  # by exercise and mistake


@dataclass(frozen=True, slots=True)
class Misconception:
    """A mistake that the course knows by name.

    Attributes:
        exercise: Its name in the progress file.
        mistake: Its name in the progress file.
        task: The notebook and the heading of the exercise.
        says: The sentence that the learner read.
        learners: How many made it.
        answers: In how many of their answers.
    """

    exercise: str
    mistake: str
    task: str
    says: str
    learners: int
    answers: int


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A task with wrong answers that match none of the mistakes that the course knows.

    Attributes:
        exercise: Its name in the progress file.
        task: The notebook and the heading of the exercise.
        learners: How many gave such an answer.
        answers: At least how many answers there were.
    """

    exercise: str
    task: str
    learners: int
    answers: int


def misconceptions_of(
    learners: Sequence[Learner], sentences: Sentences
) -> tuple[Misconception, ...]:
    """Count every mistake that somebody made: most learners first, then most answers."""
    return tuple(
        Misconception(name, slug, task(name), sentences[name][slug], people, answers)
        for (name, slug), people, answers in _ranked([one.mistakes for one in learners])
    )


def unnamed_of(learners: Sequence[Learner]) -> tuple[Unnamed, ...]:
    """Count the other wrong answers by task, in the same order."""
    return tuple(
        Unnamed(name, task(name), people, answers)
        for name, people, answers in _ranked([one.unnamed for one in learners])
    )


def _ranked(counts: Sequence[Mapping[Key, int]]) -> list[tuple[Key, int, int]]:
    """Return each key with how many have it and how often, the most important first."""
    people = Counter(key for one in counts for key in one)
    answers: Counter[Key] = Counter()
    for one in counts:
        answers.update(one)
    keys = sorted(people, key=lambda key: (-people[key], -answers[key], key))
    return [(key, people[key], answers[key]) for key in keys]
