"""The program that a learner takes home, against GitHub as PhotoBox plays it.

Two constants are changed, and nothing else: it is the file itself that runs.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from oauth_tutorial import code_challenge, practice
from oauth_tutorial.browser.notebook_browser import NotebookBrowser

pytestmark = pytest.mark.sockets
EXAMPLE = Path(__file__).parents[2] / "examples" / "my_github_login.py"
REAL = {"GITHUB": "https://github.com", "API": "https://api.github.com"}
TIMEOUT = 30  # seconds, where something is wrong


class Run:
    """The program, started; ``url`` is what it asks the person to open."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("Sign in here: "), process.communicate()
        assert "address bar" in process.stdout.readline()
        self.url = line.split()[-1]
        self.asked = {name: one[0] for name, one in parse_qs(urlsplit(self.url).query).items()}

    def ended(self) -> tuple[int, str]:
        out, err = self.process.communicate(timeout=TIMEOUT)
        return self.process.returncode, out + err


@pytest.fixture
def github() -> practice.PhotoBox:
    return practice.start(personality="github")


@pytest.fixture
def program(tmp_path: Path, github: practice.PhotoBox) -> Path:
    source = EXAMPLE.read_text(encoding="utf-8")
    for name, address in REAL.items():
        line = f'{name} = "{address}"'
        assert source.count(line) == 1
        source = source.replace(line, f'{name} = "{github.issuer}"')
    copy = tmp_path / EXAMPLE.name
    copy.write_text(source, encoding="utf-8")
    return copy


def client(**changes: str) -> dict[str, str]:
    return {"GITHUB_CLIENT_ID": "printshop", "GITHUB_CLIENT_SECRET": "printshop-secret", **changes}


@contextmanager
def running(program: Path, **changes: str) -> Iterator[Run]:
    own = client(**changes) | {"BROWSER": "true"}  # which does nothing: the test is the person
    command = [sys.executable, str(program)]
    process = subprocess.Popen(
        command,
        env=os.environ | own,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield Run(process)
    finally:
        process.kill()
        process.communicate()


def decide(run: Run, button: str) -> None:
    browser = NotebookBrowser()
    browser.open(run.url)
    browser.fill("username", "alice")
    browser.fill("password", "wonderland")
    browser.press("Sign in")
    browser.press(button)


def test_a_person_signs_in(program: Path, github: practice.PhotoBox) -> None:
    with running(program) as run:
        decide(run, "Approve")
        status, said = run.ended()

    assert status == 0, said
    assert re.fullmatch(r"You are alice, number \d+\.\n", said)


def test_pkce_and_state_are_sent_and_fresh(program: Path, github: practice.PhotoBox) -> None:
    with running(program) as first, running(program) as second:
        for name in ("state", "code_challenge"):
            assert len(first.asked[name]) >= 43
            assert first.asked[name] != second.asked[name]
        assert first.asked["code_challenge_method"] == "S256"
        decide(first, "Approve")
        first.ended()

    sent = parse_qs(github.log.last("/token").request_body)
    assert code_challenge(sent["code_verifier"][0]) == first.asked["code_challenge"]


@pytest.mark.parametrize("state", ["", "&state=", "&state=another", "&state=%F0%9F%98%80"])
def test_an_answer_with_another_state_is_turned_away(program: Path, state: str) -> None:
    with running(program) as run:
        back = f"{run.asked['redirect_uri']}?code=mallorys{state}"
        assert requests.get(back, timeout=TIMEOUT).status_code == 400
        assert run.process.poll() is None
        decide(run, "Approve")
        status, said = run.ended()

    assert (status, "mallorys" in said) == (0, False)


def test_a_denial_is_said(program: Path) -> None:
    with running(program) as run:
        decide(run, "Deny")
        status, said = run.ended()

    assert status == 1
    assert said.startswith("GitHub says: access_denied")


def test_a_used_code_is_said_although_it_comes_with_200(
    program: Path, github: practice.PhotoBox
) -> None:
    github.faults.add("code_reused")
    with running(program) as run:
        decide(run, "Approve")
        status, said = run.ended()

    assert github.log.last("/token").status == 200
    assert status == 1
    assert said == (
        "GitHub says: bad_verification_code: The code passed is incorrect or expired.\n"
    )


@pytest.mark.parametrize("missing", ["GITHUB_CLIENT_ID", "GITHUB_CLIENT_SECRET"])
def test_whoever_forgets_a_variable_reads_what_to_do(program: Path, missing: str) -> None:
    run = subprocess.run(
        [sys.executable, str(program)],
        env=os.environ | client(**{missing: ""}),
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
    )

    assert run.returncode == 1
    assert f"export {missing}=" in run.stderr
    assert "Traceback" not in run.stderr
    assert "printshop" not in run.stderr


def test_a_wrong_secret_is_said_in_github_s_words(program: Path) -> None:
    with running(program, GITHUB_CLIENT_SECRET="a-wrong-secret") as run:
        decide(run, "Approve")
        status, said = run.ended()

    assert status == 1
    assert said.startswith("GitHub says: incorrect_client_credentials: ")
    assert "a-wrong-secret" not in said


def test_nothing_secret_is_printed(program: Path, github: practice.PhotoBox) -> None:
    with running(program) as run:
        decide(run, "Approve")
        _, said = run.ended()

    assert "printshop-secret" not in said
    assert github.log.last("/token").parameters["code"] not in said


def test_it_is_one_page_of_the_standard_library_and_requests() -> None:
    source = EXAMPLE.read_text(encoding="utf-8")
    imported = set(re.findall(r"^ *(?:from|import) (\w+)", source, re.M))

    assert imported - set(sys.stdlib_module_names) == {"requests"}
    assert len(source.splitlines()) <= 80
