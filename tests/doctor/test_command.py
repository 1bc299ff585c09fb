"""``oauth-tutorial doctor``: what it reads, what it prints, how it ends."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from oauth_tutorial.cli import main

CODE = "SplxlOBeZQQYbYS6WxSbIA"
FINE = '{"access_token": "abcdefgh12345", "token_type": "Bearer", "refresh_token": "xyzxyz12345"}'


def run(*args: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["doctor", *args], input=stdin)


@pytest.mark.parametrize(
    ("text", "status", "first"),
    [
        (FINE, 0, "nothing wrong: "),
        ("Error 400: redirect_uri_mismatch", 1, "redirect_uri_mismatch: "),
        ("a poem", 2, "unknown: "),
        ("", 2, "unknown: "),
    ],
)
def test_text_file_and_standard_input_say_the_same(
    tmp_path: Path, text: str, status: int, first: str
) -> None:
    """And end the same."""
    file = tmp_path / "what-i-have.txt"
    file.write_text(text, encoding="utf-8")

    for result in (run(text), run(str(file)), run("-", stdin=text)):
        assert (status, True) == (result.exit_code, result.output.startswith(first)), result.output


def test_several_at_once(tmp_path: Path) -> None:
    """The URL as text, the response from a file."""
    url = f"http://localhost/cb?code={CODE}&state=abcdefgh"
    file = tmp_path / "request.txt"
    file.write_text(f"grant_type=authorization_code&code={CODE}%252F", encoding="utf-8")

    result = run(url, str(file), '{"error": "invalid_grant"}')

    assert result.exit_code == 1
    assert result.output.startswith("code_damaged: ")
    assert CODE not in result.output


def test_bytes_that_are_no_text() -> None:
    """Not understood, and no traceback."""
    result = run("-", stdin=b"\xff\xfe\x00\x80")

    assert (result.exit_code, result.exception) == (2, result.exception)
    assert result.output.startswith("unknown: ")


def test_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit status 2: nothing was understood."""
    file = tmp_path / "secret.txt"
    file.write_text("x", encoding="utf-8")

    def refuse(*args: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("oauth_tutorial.doctor.command.open", refuse, raising=False)
    result = run(str(file))

    assert result.exit_code == 2
    assert "This cannot be read: Permission denied." in result.output


def test_a_text_too_long_for_a_file_name() -> None:
    """It is a text."""
    assert run("invalid_grant " + "x" * 5000).exit_code in {1, 2}


def test_without_an_argument_it_examines_the_machine() -> None:
    """Python comes first."""
    result = run()

    assert result.exit_code == 0, result.output
    assert "Python: " in result.output.splitlines()[0]
