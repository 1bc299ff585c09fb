"""What is counted beside the exercises: ten bugs to mend, and the faults that a seed hides."""

from collections.abc import Mapping

from oauth_tutorial.exercises.bug_hunt_cases import BUGS, Bug

HIDDEN_FAULTS = "hidden_faults"
"""Their one name in the progress file: they belong to no notebook."""


def name_of_bug(number: int) -> str:
    """Return a bug's name in the progress file, the same whatever its case's number is."""
    return f"{BUGS[number].notebook}.bug_hunt_{number}"


BUG_HUNTS: Mapping[str, Bug] = {name_of_bug(number): bug for number, bug in BUGS.items()}
"""Every bug by that name."""
