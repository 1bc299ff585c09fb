"""The practice service as a command, as a process and in process."""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import parse_qsl, urlsplit

import pytest
from authlib.integrations.requests_client import OAuth2Session as AuthlibSession
from click.testing import CliRunner

from oauth_tutorial import cli
from oauth_tutorial.exercises.hunts.running import approve


@contextmanager
def practice(*options: str) -> Iterator[IO[str]]:
    """Run the practice service as a process; give what it prints."""
    command = [sys.executable, "-u", "-m", "oauth_tutorial", "practice", *options]
    env = {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parent.parent)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as process:
        try:
            assert process.stdout is not None
            yield process.stdout
        finally:
            process.terminate()


@pytest.mark.sockets
def test_practice_prints_its_address_first_and_answers() -> None:
    """The first line is the issuer; the metadata are served there."""
    with practice("--quiet") as printed:
        line = printed.readline().strip()

        assert line.startswith("Practice service ready at http://127.0.0.1:")
        issuer = line.rpartition(" ")[2]
        address = f"{issuer}/.well-known/oauth-authorization-server"
        with urllib.request.urlopen(address, timeout=10) as answer:
            assert issuer == json.load(answer)["issuer"]


@pytest.mark.sockets
def test_practice_lists_each_request_with_the_rule_that_it_broke() -> None:
    """And no value that was sent: the list stays in a terminal's history."""
    with practice() as printed:
        issuer = printed.readline().strip().rpartition(" ")[2]
        with suppress(urllib.error.HTTPError):
            urllib.request.urlopen(f"{issuer}/authorize?client_id=very-secret", timeout=10)
        line = printed.readline().strip()

    assert line.startswith("GET /authorize 400  The rule: ")
    assert "RFC 6749" in line
    assert "very-secret" not in line


@pytest.mark.sockets
def test_practice_says_what_never_reached_it() -> None:
    """A client with https:// in its settings, or a name that is not the service's."""
    with practice() as printed:
        issuer = printed.readline().strip().rpartition(" ")[2]
        with suppress(OSError):
            urllib.request.urlopen(issuer.replace("http:", "https:"), timeout=10)
        tls = printed.readline()
        request = urllib.request.Request(issuer, headers={"Host": "very-secret.example"})
        with suppress(urllib.error.HTTPError):
            urllib.request.urlopen(request, timeout=10)
        host = printed.readline()

    assert tls == "Not answered by PhotoBox: TLS (https) at an http address (400).\n"
    assert host == "Not answered by PhotoBox: wrong Host (421).\n"


@pytest.mark.sockets
def test_what_a_request_says_is_one_plain_line_of_the_terminal() -> None:
    """It changed the title of the terminal, cleared it, and forged the line of another request."""
    with practice() as printed:
        issuer = printed.readline().strip().rpartition(" ")[2]
        path = "/%1b]0;PWNED%07%1b[2J%0aPOST%20/token%20200%E2%80%AE"
        with suppress(urllib.error.HTTPError):
            urllib.request.urlopen(issuer + path, timeout=10)
        with suppress(urllib.error.HTTPError):
            urllib.request.urlopen(f"{issuer}/next", timeout=10)
        lines = [printed.readline(), printed.readline()]

    assert lines[0].startswith("GET /%1B")
    assert lines[0].endswith("%0APOST%20/token%20200%E2%80%AE 404\n")
    assert lines[1] == "GET /next 404\n"


@pytest.mark.sockets
def test_practice_on_a_taken_port_says_so() -> None:
    with practice("--quiet") as printed:
        port = printed.readline().strip().rpartition(":")[2]
        command = [sys.executable, "-m", "oauth_tutorial", "practice", "--port", port]
        second = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    assert second.returncode == 1
    assert second.stderr == (
        f"Error: Port {port} of 127.0.0.1 is taken or not allowed. Choose another one, or leave "
        "it out to get any free port.\n"
    )


def test_practice_in_a_network_of_its_own_says_that_nobody_reaches_it(monkeypatch) -> None:
    monkeypatch.setenv("OAUTH_TUTORIAL_NETWORK", "virtual")
    run = CliRunner().invoke(cli.main, ["practice"])

    assert run.exit_code == 1
    assert "cannot be reached by other programs" in run.output


@pytest.mark.sockets
def test_practice_with_a_seed_says_whose_it_is_and_grades_what_was_found() -> None:
    """Authlib gets a token with the printed values; the faults on the way are named by the log."""
    with practice("--seed", "7") as printed:
        lines = [printed.readline().strip() for _ in range(7)]
        issuer = lines[0].removeprefix("Practice service ready at ")
        given = dict(line.split(": ", 1) for line in lines[1:5])
        token = _token_after_faults(issuer, given)

    assert lines[5].startswith("3 faults are hidden.")
    assert lines[6].startswith("Each NAME is one of: ")
    assert "clock_skewed" in lines[6]
    assert set(token["scope"].split()) == set(given["scope"].split())


def _token_after_faults(issuer: str, printed: dict[str, str]) -> dict[str, str]:
    """Sign in with an independent client until it works: four times at most."""
    callback = "http://127.0.0.1:8000/callback"
    with AuthlibSession(
        printed["client_id"],
        printed["client_secret"],
        scope=printed["scope"],
        redirect_uri=callback,
        token_endpoint_auth_method="client_secret_post",
    ) as client:
        for _ in range(4):
            url, _state = client.create_authorization_url(f"{issuer}/authorize")
            code = dict(parse_qsl(urlsplit(approve(url)).query)).get("code", "")
            with suppress(Exception):  # what a fault does to a client is the learner's to see
                return dict(client.fetch_token(f"{issuer}/token", code=code))
    raise AssertionError("no token after four sign-ins")
