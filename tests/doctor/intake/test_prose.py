"""What prose reports: exceptions by their names, objects, and not what a program names."""

import pytest

from oauth_tutorial.doctor import diagnose
from oauth_tutorial.doctor.intake.prose import (
    is_about_names,
    is_document,
    objects_in,
    raised_in,
    without_frames,
)


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


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("commit 1a2b3c4d\n\n    the state is checked", True),
        ("#412 Reject a fragment\n#415 Return invalid_scope instead of 500\n", True),
        ("#10 Login fails\nError: invalid_client", False),
        ("commit 1a2b3c4 deployed, since then: invalid_client", False),
        ("v2.9.0\n- Fixed: invalid_grant after a refresh", True),
        ("What I did:\n* Added: the address\n* Removed: a slash\nredirect_uri_mismatch", False),
        ("I tried both:\ninvalid_grant: a\ninvalid_client: b\ninvalid_scope: c", False),
        ("Feature: token endpoint\n  Scenario: a code is used twice", True),
        ("invalid_grant: used\ninvalid_scope: unknown\ninvalid_client: wrong secret", True),
        ("AssertionError: assert 'invalid_grant' == ''", True),
        ("AssertionError: id_token issued in the future", False),  # openid-client 1
        ("#0 C:\\vendor\\Provider\\Google.php(120)\n#10 C:\\index.php(2)", False),
        ("invalid_grant: the code was used\ninvalid_scope: unknown", False),
    ],
)
def test_a_document_tells_about_failures_and_reports_none(text: str, is_one: bool) -> None:
    assert is_document(text) is is_one


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("a.go:12:3: undefined: redirectURI", True),
        ("a.go:12:3: oauth2: cannot fetch token: 401 Unauthorized", False),
        ('ERROR:  column "state" of relation "logins" does not exist', True),
        ('The field "redirect_uri" cannot be empty', False),  # a server says so
        ("Undefined index: access_token", False),  # of an answer
        ("UPDATE accounts SET refresh_token = ?", True),
        ("Update 2: I get invalid_grant", False),
        ("Select your account and press Continue", False),
        ("registration failed: body must have required property 'redirect_uris'", False),
    ],
)
def test_what_is_said_about_a_name_of_a_program(text: str, is_so: bool) -> None:
    assert is_about_names(text) is is_so


def test_a_docstring_reports_nothing() -> None:
    text = (
        'def renew():\n    """Raise RefreshError: the refresh token is expired."""\n    return 1\n'
    )

    assert diagnose(text).cause == "unknown"
