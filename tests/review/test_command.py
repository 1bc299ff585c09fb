"""``oauth-tutorial review``: what it prints where, and how it ends."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from oauth_tutorial import cli
from oauth_tutorial.review.copies.process import free_port
from oauth_tutorial.review.rules.table import RULES

pytestmark = pytest.mark.sockets
ROOT = Path(__file__).parents[2]
GOOD = ROOT / "examples" / "flask" / "printshop.py"
NO_SIGN_IN = """
import os
from flask import Flask

app = Flask(__name__)
app.get("/")(lambda: "<p>Nothing here.</p>")
app.run(port=int(os.environ["PORT"]))
"""


def run(*words: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli.main, ["review", *map(str, words)])
    return result.exit_code, result.stdout, result.stderr


def names(output: str) -> Sequence[str]:
    checks = json.loads(output)
    assert all(list(one) == ["name", "passed", "sentence", "section"] for one in checks)
    return [one["name"] for one in checks]


def test_a_good_app_ends_with_0() -> None:
    status, output, error = run("--json", GOOD)

    assert status == 0
    assert names(output) == [rule.name for rule in RULES]
    assert {one["passed"] for one in json.loads(output)} == {True}
    assert error == "Reviewing: this takes a few seconds.\n"


def test_an_app_without_a_way_in_ends_with_2_and_all_checks(tmp_path: Path) -> None:
    app = tmp_path / "app.py"
    app.write_text(NO_SIGN_IN, encoding="utf-8")
    status, output, error = run(app, "--json")

    assert status == 2
    assert names(output) == [rule.name for rule in RULES]
    assert [one["name"] for one in json.loads(output) if one["passed"] is False] == ["signs_in"]
    assert {one["passed"] for one in json.loads(output)} == {False, None}
    assert "No way to sign in was found" in error


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ('<a href="https://accounts.google.com/o">Log in</a>', "browser to accounts.google.com"),
        ("<button type=button>Log in with X</button>", "'Log in with X' does nothing without a"),
    ],
)
def test_an_app_whose_way_leads_elsewhere_hears_where(tmp_path: Path, page: str, said: str) -> None:
    app = tmp_path / "app.py"
    app.write_text(NO_SIGN_IN.replace('"<p>Nothing here.</p>"', repr(page)), encoding="utf-8")
    status, output, _ = run(app)

    assert status == 2
    assert said in " ".join(output.split())


def test_an_app_that_listens_elsewhere_always_hears_so(tmp_path: Path) -> None:
    """Two copies at the same time would fight for the port, and the wrong one might tell."""
    other = free_port()
    app = tmp_path / "app.py"
    app.write_text(NO_SIGN_IN.replace('int(os.environ["PORT"])', str(other)), encoding="utf-8")
    _, output, _ = run(app)

    assert f"It listens on port {other}" in output


def test_an_app_that_does_not_start_ends_with_2_and_its_last_lines(tmp_path: Path) -> None:
    app = tmp_path / "app.py"
    app.write_text("import no_such_module\n", encoding="utf-8")
    status, output, _ = run(app)

    assert status == 2
    assert "No module named 'no_such_module'" in output
    status, output, error = run("--json", app)
    assert (status, len(json.loads(output))) == (2, len(RULES))
    assert "no_such_module" in error


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["no_such.py"], "There is no file 'no_such.py'"),
        (["no-such-program", "app"], "There is no program 'no-such-program' here"),
        ([], "Missing argument"),
        ([""], "Nothing was named to review"),
    ],
)
def test_what_is_no_app_is_a_usage_error(words: Sequence[str], said: str) -> None:
    status, output, error = run(*words)

    assert (status, output) == (2, "")
    assert said in error


def test_what_stands_behind_two_dashes_is_the_commands() -> None:
    status, output, _ = run("--", "python", "-c", "import sys; print(sys.argv)", "--json", "--help")

    assert status == 2
    assert "['-c', '--json', '--help']" in output
