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
from oauth_tutorial.practice import command, running
from oauth_tutorial.practice.model.clients import Clients
from oauth_tutorial.practice.service import PortTaken
from oauth_tutorial.practice.web.fault_effects import FAULTS


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
def test_practice_says_which_provider_it_plays_and_where() -> None:
    with practice("--personality", "github", "--quiet") as printed:
        issuer = printed.readline().strip().rpartition(" ")[2]
        line = printed.readline().strip()

    assert line.startswith(f"It plays GitHub. Register an app: {issuer}/developer, ")
    for path in ("/login/oauth/authorize", "/login/oauth/access_token", "/user", "/developer"):
        assert f" {issuer}{path}" in line


@pytest.mark.sockets
def test_requests_are_listed_by_the_provider_s_own_paths() -> None:
    with practice("--personality", "github") as printed:
        issuer = printed.readline().strip().rpartition(" ")[2]
        printed.readline()
        with suppress(urllib.error.HTTPError):
            urllib.request.urlopen(f"{issuer}/user?token=very-secret", timeout=10)
        line = printed.readline()

    assert line.startswith("GET /user 401  The rule: ")
    assert "very-secret" not in line


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
        f"Error: Port {port} of 127.0.0.1 is in use, or you may not listen on it. Choose another "
        "one, or leave it out to get any free port.\n"
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


@pytest.mark.sockets
def test_a_client_of_a_file_is_printed_and_signs_in_after_each_start(tmp_path) -> None:
    """With the options of a service that misbehaves."""
    file = tmp_path / "app.json"
    wish = {"redirect_uris": ["http://localhost:3000/cb"], "client_id": "my-app"}
    file.write_text(json.dumps(wish | {"client_secret": "my-secret"}), encoding="utf-8")
    options = ("--client", str(file), "--clock", "300", "--lifetime", "access_token=30")
    for _ in range(2):
        with practice("--quiet", "--jwt-access-tokens", *options) as printed:
            issuer = printed.readline().strip().rpartition(" ")[2]
            lines = [printed.readline().strip() for _ in range(2)]
            assert lines == ["client_id: my-app", "client_secret: my-secret"]
            with AuthlibSession(
                "my-app", "my-secret", redirect_uri=wish["redirect_uris"][0]
            ) as app:
                url, _state = app.create_authorization_url(f"{issuer}/authorize")
                code = dict(parse_qsl(urlsplit(approve(url)).query))["code"]
                token = app.fetch_token(f"{issuer}/token", code=code)

        assert token["expires_in"] == 30
        assert token["access_token"].count(".") == 2


@pytest.mark.sockets
def test_a_fault_acts_every_time() -> None:
    with practice("--quiet", "--fault", "html_500") as printed:
        issuer = printed.readline().strip().rpartition(" ")[2]
        for _ in range(2):
            with pytest.raises(urllib.error.HTTPError, match="500"):
                urllib.request.urlopen(f"{issuer}/token", data=b"", timeout=10)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--fault", "html500"], "There is no fault 'html500'. Did you mean html_500?"),
        (["--lifetime", "code"], "Expected KIND=SECONDS, as in access_token=30; got 'code'."),
        (["--resource", "x"], "Expected a resource that is an absolute URI"),
        (["--client", "/no such file"], "/no such file cannot be read: No such file"),
        (["--clock", "-1"], "--clock"),
        pytest.param(
            ["--personality", "githup"], "Did you mean github?", marks=pytest.mark.sockets
        ),
        (["--redirect", "loose"], "--redirect"),
        pytest.param(["--redirect", "lenient"], "name one with", marks=pytest.mark.sockets),
    ],
)
def test_an_option_that_cannot_be_right_is_an_error_of_usage(options, said) -> None:
    run = CliRunner().invoke(cli.main, ["practice", *options])

    assert run.exit_code == 2
    assert said in run.output
    assert "Traceback" not in run.output


@pytest.mark.sockets
def test_a_client_that_the_rules_refuse_is_an_error_of_usage(tmp_path) -> None:
    """And nothing listens afterwards."""
    (tmp_path / "app.json").write_text('{"redirect_uris": ["no URL"]}', encoding="utf-8")
    run = CliRunner().invoke(cli.main, ["practice", "--client", str(tmp_path / "app.json")])

    assert run.exit_code == 2
    assert "invalid_redirect_uri" in run.output
    assert running() is None


def test_resources_are_given_to_the_service_as_they_are(monkeypatch) -> None:
    """And without the option the service decides."""
    started: list[dict[str, object]] = []

    def start(**given: object) -> None:
        started.append(given)
        raise PortTaken(1)

    monkeypatch.setattr(command, "start", start)
    monkeypatch.setattr(command, "is_virtual", lambda: False)
    mcp = "http://127.0.0.1:4000/mcp"
    for options in ([], ["--resource", mcp, "--resource", mcp + "2"]):
        assert CliRunner().invoke(cli.main, ["practice", *options]).exit_code == 1

    assert [one.get("resources") for one in started] == [None, (mcp, mcp + "2")]


def test_the_list_of_faults_can_be_read() -> None:
    run = CliRunner().invoke(cli.main, ["practice", "--fault", "list"])

    assert run.exit_code == 0
    assert all(f"{name}: " in run.output for name in FAULTS)


def test_the_help_is_a_page_that_one_can_learn_from() -> None:
    """Every option stands in a group; every client that is there is named, with its secret."""
    page = CliRunner().invoke(cli.main, ["practice", "--help"], terminal_width=200).output

    for option in cli.main.commands["practice"].params:
        assert page.count(f"  {option.opts[0]} ") == 1, option
    for client in Clients().course():
        if client.client_secret:
            assert f"{client.client_id}  " in page
            assert client.client_secret in page
    for group in ("The service:", "For an app of your own:", "When something goes wrong:"):
        assert group in page


@pytest.mark.sockets
def test_a_wrong_address_is_told_the_right_one_in_the_terminal_too() -> None:
    """Many clients do not show the body of an error."""
    with practice() as printed:
        issuer = printed.readline().strip().rpartition(" ")[2]
        with suppress(urllib.error.HTTPError):
            urllib.request.urlopen(f"{issuer}/oauth/token", data=b"a=1", timeout=10)
        line = printed.readline().strip()

    assert line.startswith("POST /oauth/token 404  ")
    assert f"Did you mean {issuer}/token?" in line
