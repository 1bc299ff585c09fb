"""What prose reports: exceptions by their names, objects, and not what a program names."""

import pytest

from oauth_tutorial.doctor import diagnose
from oauth_tutorial.doctor.intake.prose import objects_in, raised_in, without_frames


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("E   requests.exceptions.SSLError: x", ["SSLError"]),
        ("  error: MismatchingStateError: x", ["MismatchingStateError"]),  # within a line
        ("Something: AnythingError: x", []),  # of nobody that is known
    ],
)
def test_an_exception_is_known_at_the_start_of_a_line_or_by_its_name(
    text: str, names: list[str]
) -> None:
    assert [one.names[0] for one in raised_in(text, text)] == names


def test_of_mixed_lines_those_of_a_program_are_left_out() -> None:
    """People paste their code and what they got."""
    text = "import requests\nI get this error:\nthe state parameter does not match\nwhat is wrong?"

    assert "import" not in without_frames(text, [""])
    assert diagnose(text).cause == "state_mismatch"


def test_objects_are_found_in_every_notation() -> None:
    text = (
        'a {"error": "xyz"} b {\'errors\': [{\'message\': "y"}]} c {"name": "Ada Lovelace Byron"}'
    )

    assert objects_in(text) == [{"error": "xyz"}, {"errors": [{"message": "y"}]}]
