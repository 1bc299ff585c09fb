"""Texts, sorted by what they are."""

import re

import pytest

from oauth_tutorial.doctor import diagnose
from oauth_tutorial.doctor.facts import Facts
from oauth_tutorial.doctor.intake.shortened import MOST_TEXT
from oauth_tutorial.doctor.intake.texts import add_text


@pytest.mark.parametrize(
    "piece", ["{", "{'error': ", "AError: x\n", "redirect_uri ", "a=b&", "<", "aB"]
)
def test_of_a_very_long_text_only_parts_are_read(piece: str) -> None:
    """Whatever it repeats: the whole of it took 14 seconds once."""
    diagnosis = diagnose(piece * (200_000 // len(piece)))

    told = re.match(
        r"I see a text of \d{6} characters, of which I read (\d+)", diagnosis.evidence[0]
    )
    assert told, diagnosis
    assert int(told[1]) <= MOST_TEXT


def test_the_end_of_a_long_text_is_read() -> None:
    """A traceback's last line says what was raised."""
    frames = "Traceback (most recent call last):\n" + '  File "a.py", line 1, in f\n' * 5000

    assert diagnose(f"{frames}MismatchingStateError").cause == "state_mismatch"


def read(text: str) -> Facts:
    facts = Facts()
    add_text(facts, text)
    return facts


ASKED = "https://login.example/authorize?response_type=code&client_id=app&state=abcdefgh"
BACK = "http://127.0.0.1:8000/cb?code=abcdefghijklmnop&state=abcdefgh"


def held(facts: Facts) -> list[str]:
    """The lists that something was put into."""
    names = ("requests", "redirects", "answers", "failures", "uris", "urls_to_lint", "texts")
    return [name for name in names if getattr(facts, name)]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (ASKED, ["requests", "urls_to_lint"]),
        (f"{ASKED}&scope=a b", ["requests", "urls_to_lint"]),  # a scope that was not encoded
        (f"  `{BACK}`\n", ["redirects"]),
        (f"{ASKED}\n{BACK}", ["requests", "redirects", "urls_to_lint"]),
        ("http://127.0.0.1:8000/cb", ["uris"]),
        ("grant_type=authorization_code&code=abc", ["requests"]),
        ("?code=abcdefghijklmnop&state=abcdefgh", ["redirects"]),
        ("access_token=abcdefgh&token_type=bearer", ["answers"]),
        ('{"error": "invalid_grant"}', ["answers"]),
        ('{"response_type": "code", "client_id": "app"}', ["requests"]),
        ("HTTP/1.1 400 Bad Request\n\n{}", ["answers"]),
        (f"HTTP/1.1 302 Found\nLocation: {BACK}\n\n", ["redirects", "answers"]),
        ("POST /token HTTP/1.1\nHost: a.example\n\ngrant_type=x", ["requests"]),
        (f"The browser says: {BACK}.", ["redirects", "texts"]),
        ('I get {"error": "invalid_grant"} from it', ["answers", "texts"]),
        ("I get {'error': 'invalid_grant'} from it", ["answers", "texts"]),  # as Python shows it
        ("oauthlib.errors.MismatchingStateError: x", ["failures", "texts"]),
    ],
)
def test_a_text_is_sorted_by_its_structure(text: str, where: list[str]) -> None:
    assert held(read(text)) == where


@pytest.mark.parametrize(
    "text",
    [
        "def f(error):\n    return error == 'invalid_grant'",
        "| error | meaning |\n|---|---|\n| invalid_grant | the code is wrong |",
    ],
)
def test_source_code_and_documents_report_nothing(text: str) -> None:
    """They may name any error there is."""
    assert held(read(text)) == []


def test_of_a_traceback_only_what_was_raised_counts() -> None:
    facts = read(
        "Traceback (most recent call last):\n"
        '  File "a.py", line 3, in <module>\n'
        f"    go('{BACK}')  # invalid_grant\n"
        "app.StateError: another one\n"
    )

    assert [(one.names, one.message[:11]) for one in facts.failures] == [
        (("StateError",), "another one")
    ]
    assert facts.redirects == []
    assert "invalid_grant" not in facts.texts[0]


def test_of_a_page_only_what_a_person_sees_counts() -> None:
    facts = read(
        "<html><script>error='invalid_scope'</script><p>Invalid&#32;<b>code</b></p></html>"
    )

    assert facts.texts == ["Invalid code"]


def test_what_we_advised_ourselves_is_no_evidence() -> None:
    """A text of an error of ours ends with such lines."""
    facts = read("Something came.\nWhat to do: look for invalid_grant.\nAsk the doctor: diagnose()")

    assert facts.texts == ["Something came."]


@pytest.mark.parametrize("text", ["http://[", "http://[::1/cb?code=abcdefghijklmnop", "{" * 99])
def test_what_cannot_be_read_is_survived(text: str) -> None:
    assert read(text).seen
