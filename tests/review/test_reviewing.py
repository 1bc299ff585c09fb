"""A review from beginning to end: apps that end, apps without a way in, and what is left behind."""

import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from oauth_tutorial.network import is_virtual
from oauth_tutorial.review import reviewing
from oauth_tutorial.review.rules.table import RULES
from tests.review.conftest import Hold, Write
from tests.review.mutants import GOOD, MUTANTS, Mutant

FEW = ("signs_in", "code_flow", "callback_junk", "state_fresh", "no_secret_in_log")
TINY = """
import os
from flask import Flask
app = Flask(__name__)
@app.get("/")
def home():
    {home}
if __name__ == "__main__":
    app.run(port=int(os.environ["PORT"]))
"""


@pytest.mark.sockets
@pytest.mark.parametrize(
    "one", [one for one in MUTANTS if one.needs_process], ids=lambda one: one.name
)
def test_a_mistake_in_how_it_is_run(one: Mutant, hold: Hold, write: Write) -> None:
    result = hold(write(one.source()))

    assert result.problem == ""
    assert {check.name for check in result.failed} == one.fails, result


@pytest.mark.sockets
@pytest.mark.parametrize("code", ["junk", "a"])
def test_an_app_that_ends_in_a_check_fails_it_and_the_rest_goes_on(
    hold: Hold, write: Write, code: str
) -> None:
    ends = f'if request.args.get("code") == "{code}":\n        os._exit(3)\n    '
    text = GOOD.read_text(encoding="utf-8").replace(
        "    state, answer = session.pop", f"    {ends}state, answer = session.pop"
    )

    result = hold(write(text), FEW)

    assert [check.name for check in result.failed] == ["callback_junk"]
    assert result["callback_junk"].evidence == "the app ended"
    assert result["no_secret_in_log"].passed is True
    assert result.passed == len(FEW) - 1


@pytest.mark.sockets
def test_what_an_ended_copy_wrote_counts(hold: Hold, write: Write, tmp_path: Path) -> None:
    """The copy that takes its place writes nothing."""
    ends = 'if request.args.get("code") == "junk":\n        os._exit(3)\n    '
    text = GOOD.read_text(encoding="utf-8").replace(
        "    state, answer = session.pop", f"    {ends}state, answer = session.pop"
    )
    mark = str(tmp_path / "was here")
    told = text.replace(
        '@app.get("/")\n',
        f"if not os.path.exists({mark!r}):\n    open({mark!r}, 'w').close()\n"
        '    print(CLIENT, flush=True)\n\n\n@app.get("/")\n',
    )

    result = hold(write(told), FEW)

    assert {check.name for check in result.failed} == {"callback_junk", "no_secret_in_log"}
    assert result["no_secret_in_log"].evidence == "found: client_secret"


@pytest.mark.sockets
def test_an_app_that_ends_again_and_again(hold: Hold, write: Write) -> None:
    """It is started a few times, and not for every check."""
    text = GOOD.read_text(encoding="utf-8").replace(
        "    state, answer = session.pop", "    os._exit(3)\n    state, answer = session.pop"
    )
    names = ("signs_in", "callback_denied", "callback_junk", "error_text_escaped", "no_store")
    ends = {*names} - {"no_store"}

    result = hold(write(text), names)

    assert {check.name for check in result.failed} == ends
    assert {check.evidence for check in result.failed} == {"the app ended"}
    assert result["no_store"].sentence == "Could not be tried: the app has stopped too often."


@pytest.mark.sockets
def test_an_app_that_ends_when_it_is_pressed(hold: Hold, write: Write) -> None:
    text = GOOD.read_text(encoding="utf-8").replace(
        "    query = {", "    os._exit(3)\n    query = {", 1
    )

    result = hold(write(text), FEW)

    assert result.problem.startswith("It stopped by itself when its first pages were opened.")
    assert result.exit_status == 2


@pytest.mark.parametrize(
    ("home", "says"),
    [
        ('return "<p>Welcome</p>"', "No way to sign in was found"),
        ('return "<a href=/about>Sign in</a>"', "No way to sign in was found"),
        ('return "<a href=https://github.com/login/oauth/authorize>Sign in</a>"', "No way to sign"),
        ('return "", 204', "No way to sign in was found"),
        ('return "gone", 404', "answered with status 404"),
        ('raise ValueError("no database")', "answered with status 500"),
        ('return "<p>" * 2_000_000', "No way to sign in was found"),
        ('return iter(lambda: "<p>more", None)', "No way to sign in was found"),
    ],
)
def test_an_app_without_a_way_in(home: str, says: str, hold: Hold, write: Write) -> None:
    if is_virtual() and "iter(" in home:
        pytest.skip("what has no end is not heard to the end of where there is no socket")

    result = hold(write(TINY.format(home=home)), FEW)

    assert says in result.problem
    assert (result.exit_status, result.passed) == (2, 0)
    assert result.checks[0].passed is False
    assert {check.passed for check in result.checks[1:]} == {None}


def test_the_traceback_of_the_first_page_is_told(hold: Hold, write: Write) -> None:
    result = hold(write(TINY.format(home='raise ValueError(os.environ["CLIENT_SECRET"])')), FEW)

    assert "ValueError: <hidden>" in result.problem


def test_nothing_is_written_beside_the_app(hold: Hold, write: Write) -> None:
    write("NAME = 'PrintShop'", "settings.py")
    write("LATE = True", "late.py")
    app = write(
        GOOD.read_text(encoding="utf-8")
        .replace("import hmac\n", "import hmac\nimport settings\n")
        .replace('@app.get("/")\ndef home():\n', '@app.get("/")\ndef home():\n    import late\n')
    )
    before = sorted(app.parent.rglob("*"))

    assert hold(app, FEW).passed == len(FEW)
    assert sorted(app.parent.rglob("*")) == before


def test_each_check_is_announced_before_it_is_tried(write: Write) -> None:
    told: list[tuple[int, int, str]] = []
    rules = [rule for rule in RULES if rule.name in FEW]

    reviewing.reviewed(reviewing.read_asked(GOOD), rules, lambda *what: told.append(what))

    assert told == [(place, len(FEW), rule.name) for place, rule in enumerate(rules)]


def test_a_check_that_fails_itself_takes_no_other_along(
    hold: Hold, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_it(visitor: object) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr("oauth_tutorial.review.rules.answer.crash", break_it)

    result = hold(GOOD, FEW)

    assert result["callback_junk"].passed is None
    assert "ZeroDivisionError" in result["callback_junk"].sentence
    assert result.passed == len(FEW) - 1
    assert result.exit_status == 1


def test_a_review_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = [rule for rule in RULES if rule.name in FEW]

    def is_late(done: int, total: int, name: str) -> None:
        if done == 1:
            later = time.monotonic() + reviewing.MOST_SECONDS + 1
            monkeypatch.setattr(reviewing, "time", SimpleNamespace(monotonic=lambda: later))

    result = reviewing.reviewed(reviewing.read_asked(GOOD), rules, is_late)

    assert [check.passed for check in result.checks] == [True, None, None, None, None]
    assert {check.sentence for check in result.checks[1:]} == {
        "Could not be tried: the review took too long."
    }
