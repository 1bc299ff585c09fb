"""An app as a process of its own, with what it starts itself."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress

import requests

from oauth_tutorial.network import PortTaken, bind
from oauth_tutorial.network.loopback import keep_direct, session_for
from oauth_tutorial.review.copies.asked import Asked
from oauth_tutorial.review.copies.copy import (
    FLOODED,
    KEPT_OUTPUT,
    MOST_OUTPUT,
    START_SECONDS,
    DoesNotRun,
    last_error,
    last_lines,
)

_LOOK_EVERY = 0.03  # seconds, while it starts
_A_MOMENT = 0.3  # seconds, between its last answer and its end
_ELSEWHERE_AFTER = 3.0  # seconds, until other ports are looked at
_USUAL = (3000, 4000, 5000, 5173, 8000, 8080, 8888)  # where frameworks listen by default
_TO_END = 2.0  # seconds that it has, once it is asked to
_OWN = ("OAUTH_TUTORIAL_", "WERKZEUG_")  # of the process that reviews, and not of the app
_ADDRESS = re.compile(
    r"(?:127\.0\.0\.1|localhost|0\.0\.0\.0|\[::1?\])?:([1-9][0-9]{3,4})\b"
    r"|\bport:? ([1-9][0-9]{3,4})\b",
    re.I,
)


class ProcessCopy:
    """A process that is told which port to listen on.

    Args:
        asked: What to run.
        port: Where it has to listen.
        environment: What it is told; see ``review``.
    """

    def __init__(self, asked: Asked, port: int, environment: Mapping[str, str]) -> None:
        self.port, self._given = port, dict(environment)
        self._pieces: list[bytes] = []
        self._bytes = 0
        self._more = threading.Lock()
        self._taken = {port for port in _USUAL if _is_taken(port)}  # by somebody else
        own_group = {} if sys.platform == "win32" else {"start_new_session": True}
        try:
            self._process = subprocess.Popen(  # noqa: S603 - what the learner asks for
                asked.words,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=_environment(self._given),
                **own_group,  # type: ignore[call-overload]
            )
        except OSError as error:
            raise DoesNotRun(f"It cannot be started: {error.strerror or error}.") from error
        self._reader = threading.Thread(target=self._read, name="review-output", daemon=True)
        self._reader.start()

    @property
    def has_ended(self) -> bool:
        """Whether it ended by itself, or was ended for what it wrote."""
        return self._process.poll() is not None

    def ends_now(self) -> bool:
        """Whether it has ended, or does in a moment: a connection closes a little earlier."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_A_MOMENT)
        return self.has_ended

    @property
    def floods(self) -> bool:
        """Whether it wrote more than it may."""
        return self._bytes > MOST_OUTPUT

    def said(self) -> str:
        """Return what it has written so far."""
        with self._more:
            return b"".join(self._pieces).decode("utf-8", "replace")

    def last_lines(self) -> str:
        """Return a sentence with the last of it."""
        return last_lines(self.said(), self._given)

    def last_error(self) -> str:
        """Return the last line that names an error."""
        return last_error(self.said(), self._given)

    def stop(self) -> None:
        """End it, and whatever it started: a reloader has a child."""
        self._signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_TO_END)
        self._signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
        self._process.wait()
        self._reader.join(_TO_END)
        if self._process.stdout is not None and not self._reader.is_alive():
            self._process.stdout.close()

    def wait_until_it_answers(self) -> None:
        """Return when it has answered for the first time, with whatever.

        Raises:
            DoesNotRun: When it ends, or listens elsewhere, or does not answer.
        """
        end = time.monotonic() + START_SECONDS
        pause = threading.Event()
        with session_for("http://127.0.0.1/") as session:
            while (left := end - time.monotonic()) > 0:
                if self.has_ended:
                    raise DoesNotRun(self._why_it_ended())
                try:
                    session.get(self._address, timeout=left, allow_redirects=False, stream=True)
                    return
                except requests.ConnectionError:
                    pause.wait(_LOOK_EVERY)
                except requests.RequestException:  # it hears, and says nothing in time
                    break
                if left < START_SECONDS - _ELSEWHERE_AFTER and (elsewhere := self._elsewhere()):
                    raise DoesNotRun(elsewhere)
        raise DoesNotRun(self._why_silent())

    @property
    def _address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def _why_it_ended(self) -> str:
        self._reader.join(_TO_END)
        if self.floods:
            return FLOODED
        status = self._process.returncode
        return f"It stopped by itself, with status {status}. {self.last_lines()}"

    def _why_silent(self) -> str:
        if elsewhere := self._elsewhere():
            return elsewhere
        return (
            f"It did not answer within {START_SECONDS} seconds on the port that PORT names, at "
            f"127.0.0.1. Take the port from the environment: port=int(os.environ['PORT']), or "
            f"Number(process.env.PORT). {self.last_lines()}"
        )

    def _elsewhere(self) -> str:
        """Say where it listens instead; empty if that is not known."""
        if _hears(f"http://[::1]:{self.port}/"):
            return (
                "It listens only on ::1, but HOME_URL names 127.0.0.1. Name the host when "
                "you listen: 127.0.0.1."
            )
        named = [int(one or other) for one, other in _ADDRESS.findall(self.said())]
        usual = [port for port in _USUAL if port not in self._taken]
        ports = (port for port in [*named, *usual] if port != self.port and port < 65536)
        for port in dict.fromkeys(ports):
            if _hears(f"http://127.0.0.1:{port}/") or _hears(f"http://[::1]:{port}/"):
                return (
                    f"It listens on port {port}, but has to listen on the one in PORT. "
                    "Take the port from the environment: port=int(os.environ['PORT']), or "
                    "Number(process.env.PORT)."
                )
        return ""

    def _read(self) -> None:
        output = self._process.stdout
        while output is not None and (piece := os.read(output.fileno(), 65536)):
            with self._more:
                self._bytes += len(piece)
                if self._bytes <= KEPT_OUTPUT:
                    self._pieces.append(piece)
            if self.floods:
                self._signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
                return

    def _signal(self, number: signal.Signals) -> None:
        try:
            if sys.platform == "win32":
                subprocess.run(  # noqa: S603
                    ["taskkill", "/F", "/T", "/PID", str(self._process.pid)],  # noqa: S607
                    capture_output=True,
                    check=False,
                )
            else:
                os.killpg(self._process.pid, number)
        except (ProcessLookupError, PermissionError):  # all of it has ended
            pass


def _is_taken(port: int) -> bool:
    try:
        bind(port, name="review-port").stop()
    except PortTaken:
        return True
    return False


def free_port() -> int:
    """Return a port on which nobody listens now."""
    server = bind(0, name="review-port")
    port = server.port
    server.stop()
    return port


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OWN)}
    whole = kept | {
        "PYTHONUNBUFFERED": "1",  # what it prints is looked at
        "PYTHONDONTWRITEBYTECODE": "1",  # nothing is written beside the app
        "FLASK_RUN_HOST": "127.0.0.1",  # what `flask run` and uvicorn read in place of PORT
        "FLASK_RUN_PORT": given.get("PORT", ""),
        "UVICORN_PORT": given.get("PORT", ""),
        **given,
    }
    keep_direct(whole)
    return whole


def _hears(address: str) -> bool:
    with session_for(address) as session:
        try:
            session.get(address, timeout=1, allow_redirects=False, stream=True)
        except requests.Timeout:
            return True
        except requests.RequestException:
            return False
    return True
