"""A class at a glance, from the progress files: who is where, and what to talk about next."""

from oauth_tutorial.classroom.hunts import Hunted
from oauth_tutorial.classroom.mistakes import Misconception, Unnamed
from oauth_tutorial.classroom.page import draw
from oauth_tutorial.classroom.reading import Learner, Skipped, Visit
from oauth_tutorial.classroom.report import Classroom, read_class

__all__ = [
    "Classroom",
    "Hunted",
    "Learner",
    "Misconception",
    "Skipped",
    "Unnamed",
    "Visit",
    "draw",
    "read_class",
]
