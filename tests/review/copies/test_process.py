"""Processes of every kind: each that does not run is told in a sentence, and each is ended."""

import os
import select
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
import requests

from oauth_tutorial.review.copies import process
from oauth_tutorial.review.copies.asked import read_asked
from oauth_tutorial.review.copies.copy import FLOODED, DoesNotRun
from oauth_tutorial.review.copies.process import ProcessCopy, free_port
from tests.review.conftest import Write

pytestmark = pytest.mark.sockets
SECRET = "a-secret-of-this-copy"
SERVER = """
import http.server, os, sys, threading
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        {answer}
    def log_message(self, *what):
        pass
class Server(http.server.ThreadingHTTPServer):
    address_family = {family}
port = int(os.environ["PORT"])
{before}
Server(({host!r}, {port}), Answer).serve_forever()
"""
ANSWER = "self.send_response(200); self.end_headers(); self.wfile.write(b'Hello')"


def server(
    answer: str = ANSWER,
    before: str = "",
    host: str = "127.0.0.1",
    port: str = "port",
    family: str = "2",
) -> str:
    return SERVER.format(answer=answer, before=before, host=host, port=port, family=family)


Start = Callable[..., ProcessCopy]


@pytest.fixture
def start(write: Write) -> Iterator[Start]:
    """Start a source of Python, or a command."""
    copies: list[ProcessCopy] = []

    def run(app: str | list[str], port: int = 0) -> ProcessCopy:
        asked = read_asked(app if isinstance(app, list) else write(app))
        port = port or free_port()
        given = {"PORT": str(port), "CLIENT_SECRET": SECRET}
        copies.append(ProcessCopy(asked, port, given))
        return copies[-1]

    yield run
    for copy in copies:
        copy.stop()


def why(copy: ProcessCopy) -> str:
    with pytest.raises(DoesNotRun) as raised:
        copy.wait_until_it_answers()
    return str(raised.value)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "START_SECONDS", 3)
    monkeypatch.setattr(process, "_ELSEWHERE_AFTER", 0.2)


def test_one_that_answers(start: Start) -> None:
    copy = start(server())

    copy.wait_until_it_answers()

    assert requests.get(f"http://127.0.0.1:{copy.port}/", timeout=5).text == "Hello"
    assert not copy.has_ended


@pytest.mark.parametrize(
    "answer",
    [
        "self.send_error(404)",
        "self.send_error(500)",
        "self.send_response(302); self.send_header('Location', 'https://a.example/')"
        "; self.end_headers()",
        "self.wfile.write(b'this is no HTTP')",
        "self.send_response(200); self.end_headers(); [self.wfile.write(b'x' * 65536) for _ in "
        "iter(int, 1)]",
    ],
)
def test_whatever_it_answers_it_runs(start: Start, answer: str, impatient: None) -> None:
    copy = start(server(answer))
    if "no HTTP" in answer:
        assert why(copy).startswith("It did not answer within 3 seconds")
    else:
        copy.wait_until_it_answers()


@pytest.mark.parametrize(
    ("source", "status", "last"),
    [
        ("def (", 1, "SyntaxError: invalid syntax"),
        ("import no_such_module", 1, "ModuleNotFoundError: No module named 'no_such_module'"),
        ("import os; os.environ['NO_SUCH_NAME']", 1, "KeyError: 'NO_SUCH_NAME'"),
        ("", 0, "It wrote nothing."),
        ("raise SystemExit(7)", 7, "It wrote nothing."),
        ("import os; os._exit(9)", 9, "It wrote nothing."),
        ("import os; os.abort()", -6, "It wrote nothing."),
    ],
)
def test_one_that_ends_by_itself(start: Start, source: str, status: int, last: str) -> None:
    said = why(start(source))

    assert said.startswith(f"It stopped by itself, with status {status}. ")
    assert said.endswith(last)


def test_the_secret_that_it_was_told_is_hidden(start: Start) -> None:
    said = why(start("import os, sys; sys.exit('secret: ' + os.environ['CLIENT_SECRET'])"))

    assert said == ("It stopped by itself, with status 1. Its last lines:\n    secret: <hidden>")


def test_the_last_lines_are_the_last(start: Start) -> None:
    said = why(start("for number in range(100): print('line', number)"))

    assert [line.strip() for line in said.splitlines()[1:]] == [f"line {n}" for n in range(95, 100)]


def test_one_on_another_port(start: Start, impatient: None) -> None:
    other = free_port()
    says = f"print('Running on http://127.0.0.1:{other}', flush=True)"

    said = why(start(server(before=says, port=str(other))))

    assert said.startswith(f"It listens on port {other}, but has to listen on the one in PORT")
    assert "os.environ['PORT']" in said


def test_one_on_a_usual_port_that_it_does_not_tell(
    start: Start, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = free_port()
    monkeypatch.setattr(process, "_USUAL", (other,))
    copy = start(server(port=str(other)))

    with pytest.raises(DoesNotRun, match=f"It listens on port {other}, but has to listen on"):
        copy.wait_until_it_answers()


def test_a_usual_port_that_is_somebody_elses_is_not_named(
    start: Start, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        monkeypatch.setattr(process, "_USUAL", (taken.getsockname()[1],))
        copy = start("import time; time.sleep(600)")

        with pytest.raises(DoesNotRun, match="It did not answer within"):
            copy.wait_until_it_answers()


def test_the_error_is_among_its_last_lines_wherever_it_stands(start: Start) -> None:
    copy = start("print('Error: Cannot find module x.mjs'); print('    at y\\n' * 30); exit(1)")

    with pytest.raises(
        DoesNotRun, match=r"Its last lines:\n    Error: Cannot find module x\.mjs\n"
    ):
        copy.wait_until_it_answers()
    assert copy.last_error() == "the app wrote Error: Cannot find module x.mjs"


def test_one_that_flask_or_uvicorn_would_serve_is_told_the_port(start: Start) -> None:
    copy = start(
        "import os; print(*(os.environ[n] == os.environ['PORT'] for n in "
        "('FLASK_RUN_PORT', 'UVICORN_PORT')))"
    )

    with pytest.raises(DoesNotRun, match="True True"):
        copy.wait_until_it_answers()


def test_one_that_names_a_port_on_which_nobody_listens(start: Start, impatient: None) -> None:
    says = f"print('debugger on port {free_port()}', flush=True); import time; time.sleep(60)"

    assert why(start(says)).startswith("It did not answer within 3 seconds on the port")


def test_one_on_ipv6_alone(start: Start, impatient: None) -> None:
    if not socket.has_ipv6:
        pytest.skip("this machine has no ::1")

    assert why(start(server(host="::1", family="10"))).startswith("It listens only on ::1")


def test_one_that_hears_and_says_nothing(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "START_SECONDS", 1)
    copy = start(
        "import os, socket, threading\n"
        "s = socket.create_server(('127.0.0.1', int(os.environ['PORT'])))\n"
        "kept = []\n"
        "while True: kept.append(s.accept())\n"
    )

    assert why(copy).startswith("It did not answer within 1 seconds on the port that PORT names")


@pytest.mark.parametrize("target", ["stdout", "stderr"])
def test_one_that_floods_before_it_answers(start: Start, target: str) -> None:
    copy = start(f"import sys\nwhile True: sys.{target}.write('x' * 65536)")

    assert why(copy) == FLOODED
    assert copy.floods
    assert len(copy.said()) <= process.KEPT_OUTPUT


def test_one_that_floods_later_is_ended(start: Start) -> None:
    copy = start(server(answer=f"{ANSWER}; [sys.stdout.write('x' * 65536) for _ in iter(int, 1)]"))
    copy.wait_until_it_answers()

    copy._process.wait(10)  # the reader ends it

    assert (copy.has_ended, copy.ends_now(), copy.floods) == (True, True, True)


def is_free(port: int) -> bool:
    with closing(socket.socket()) as one:
        return one.connect_ex(("127.0.0.1", port)) != 0


STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)"


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux, to wait for the child")
@pytest.mark.parametrize("child_alone", [False, True])
def test_one_that_ignores_the_signal_is_ended_with_its_child(
    start: Start, monkeypatch: pytest.MonkeyPatch, child_alone: bool
) -> None:
    """A reloader is a parent, and its child listens."""
    monkeypatch.setattr(process, "_TO_END", 0.3)
    source = server(before=f"{STUBBORN}; print('child', os.getpid(), flush=True)")
    copy = start(
        f"import subprocess, sys\n{'' if child_alone else STUBBORN}\n"
        f"subprocess.run([sys.executable, '-c', {source!r}])\n"
    )
    copy.wait_until_it_answers()
    child = os.pidfd_open(int(copy.said().split("child ")[1].split()[0]))

    copy.stop()

    assert select.select([child], [], [], 10)[0]  # it has ended
    os.close(child)
    assert copy.has_ended
    assert is_free(copy.port)


def test_ending_it_twice_is_harmless(start: Start) -> None:
    copy = start(server())
    copy.wait_until_it_answers()
    copy.stop()
    copy.stop()

    assert is_free(copy.port)


def test_a_command_with_its_words(start: Start) -> None:
    copy = start([sys.executable, "-c", server(before="print(sys.argv)"), "--fast", "a b"])

    copy.wait_until_it_answers()

    assert "['-c', '--fast', 'a b']" in copy.said()


def test_a_file_that_is_no_program(write: Write) -> None:
    app = write("no program", "shop")
    app.chmod(0o755)

    with pytest.raises(DoesNotRun, match="cannot be started: Exec format error"):
        ProcessCopy(read_asked(app), free_port(), {})


def test_what_is_ours_is_not_told(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTH_TUTORIAL_SEED", "7")
    monkeypatch.setenv("WERKZEUG_RUN_MAIN", "true")
    monkeypatch.setenv("SHOP", "theirs")

    said = why(start("import os; print(*sorted(os.environ), sep='\\n')"))
    copy = start("import os; print(sorted(os.environ))")
    why(copy)

    assert "SHOP" in copy.said()
    assert "'PORT'" in copy.said()
    assert "OAUTH_TUTORIAL" not in copy.said() + said
    assert "WERKZEUG" not in copy.said()


def test_a_port_that_is_free() -> None:
    assert is_free(free_port())
