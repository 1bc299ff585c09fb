"""Mistakes and judges that many exercises share."""

from oauth_tutorial.grading.exercise import Mistake


def not_a_function(example: object) -> Mistake:
    """The mistake of a function's result, or its text, where the function is wanted."""
    says = "the check wants the function itself: its name, without parentheses."
    return Mistake("not_a_function", says, example)


def copied(example: object) -> Mistake:
    """The mistake of another learner's answer, where an exercise is graded by the assignment."""
    says = (
        "that client_id or client_secret is another learner's, or the story's. Yours stands in "
        "your assignment."
    )
    return Mistake("copied", says, example)
