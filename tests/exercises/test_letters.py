"""A first wrong set of letters is told how many are right; a second one, which."""

import pytest

from oauth_tutorial.exercises import exercise
from oauth_tutorial.exercises.letters import wrong_letters

pytestmark = pytest.mark.usefixtures("photobox")
EXERCISES = {
    "02.accepted_redirect_uris": ("ABCDEF", set("AE")),
    "09.failing_registrations": ("ABCDEFGHIJ", set("BEGIJ")),
}
ONE_WRONG = [(name, letter) for name, (letters, _) in EXERCISES.items() for letter in letters]


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ("AE", "6 of the 6 letters are judged right"),
        ("A", "5 of the 6 letters are judged right"),
        ("ABE", "5 of the 6 letters are judged right"),
        ("BCDF", "0 of the 6 letters are judged right"),
    ],
)
def test_letters_are_counted(given, part):
    shown = wrong_letters("port", set(given), set("AE"), "ABCDEF").difference

    assert (shown.part, shown.expected, shown.received) == (part, "['A', 'E']", str([*given]))


@pytest.mark.parametrize(("name", "letter"), ONE_WRONG)
def test_one_wrong_letter_is_not_named_at_first(name, letter):
    letters, right = EXERCISES[name]
    given = right ^ {letter}
    first = exercise(name).check(given)

    said = repr(first).replace(str(sorted(given)), "")
    assert f"{len(letters) - 1} of the {len(letters)} letters are judged right" in said
    assert f" {letter}," not in said
    assert str(sorted(right)) not in said
    assert first.mistake is not None

    exercise(name).check({"nothing"})
    assert exercise(name).check(given).difference.expected == str(sorted(right))
