"""Causes that are read from exceptions."""

import pytest

from oauth_tutorial.doctor.facts import Facts, Failure
from oauth_tutorial.doctor.rules.exceptions import exceptions
from tests.doctor.rules.given import causes


def raised(*names: str, message: str = "", document: str | None = None) -> Facts:
    return Facts(failures=[Failure(names=names, message=message, document=document)])


def test_the_most_special_class_that_is_known_counts() -> None:
    """A library's own subclass is what its parent is."""
    own = raised("MyMistake", "MismatchingStateError", "SSLError", "Exception")

    assert causes([*exceptions(own)]) == ["state_mismatch"]
    assert [*exceptions(raised("MyMistake", "Exception"))] == []


@pytest.mark.parametrize(
    ("names", "message", "found"),
    [
        (("ConnectionError",), "HTTPSConnectionPool(host='a.example'): Max retries", True),
        (("ConnectionError",), "Connection refused", False),  # of a database
        (("OperationalError",), "SSLError(certificate verify failed)", False),
        (("ClientError",), "certificate verify failed: self-signed certificate", True),
    ],
)
def test_a_broken_connection_is_the_networks_only_with_its_words(
    names: tuple[str, ...], message: str, found: bool
) -> None:
    expected = ["tls_or_network"] if found else []

    assert causes([*exceptions(raised(*names, message=message))]) == expected


NO_JSON = "Expecting value: line 1 column 1 (char 0)"


@pytest.mark.parametrize(
    ("message", "document", "found"),
    [
        (NO_JSON, None, ["form_encoded_response", "not_json"]),  # nobody knows which
        (NO_JSON, "<html>", ["not_json"]),
        (NO_JSON, "  ", ["not_json"]),
        ("Expecting ',' delimiter: line 5 column 3 (char 88)", None, []),  # of some file
    ],
)
def test_what_is_no_json_is_told_by_its_beginning(
    message: str, document: str | None, found: list[str]
) -> None:
    given = raised("JSONDecodeError", "ValueError", message=message, document=document)

    assert causes([*exceptions(given)]) == found


def test_of_a_key_error_only_a_tokens_name_counts() -> None:
    keys = ("'access_token'", "'refresh_token'", "'name'")
    found = [causes([*exceptions(raised("KeyError", message=key))]) for key in keys]

    assert found == [["error_in_success_status"], ["no_refresh_token"], []]
