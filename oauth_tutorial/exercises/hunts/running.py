"""Run the client of a bug hunt against the practice service, with what it may use."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import requests

from oauth_tutorial.browser.notebook_browser import NotebookBrowser
from oauth_tutorial.browser.person import drive
from oauth_tutorial.client.authorization import build_authorization_url, new_state, read_redirect
from oauth_tutorial.client.tokens import exchange_code, refresh
from oauth_tutorial.exercises.hunts.cases import Bug
from oauth_tutorial.grading.assignment import assignment
from oauth_tutorial.grading.granted import issue_code
from oauth_tutorial.grading.photobox import photobox, watch
from oauth_tutorial.practice.model.log import Entry
from oauth_tutorial.practice.web.fault_effects import RETRY_AFTER_SECONDS
from oauth_tutorial.text.readers import read_pairs
from oauth_tutorial.text.redaction import hide_random
from oauth_tutorial.wire.recording import Recording, record

CODES_REDIRECT_URI = "http://127.0.0.1:8000/callback"
_FILE = "<case>"  # the name of the code in a traceback
_BACK_CHANNEL = ("/token", "/api/")
_ERROR_TEXT = 300  # characters


@dataclass(frozen=True, slots=True)
class Run:
    """How one run ended.

    Attributes:
        error: What was raised, or None.
        line: Of the code, counted from 1; 0 without an error.
        log: What the client sent and received.
        received: What reached token endpoint and API, with the status of the answer.
        refused: What PhotoBox had against the last of these, as a sentence; "" where nothing.
    """

    error: BaseException | None
    line: int
    log: Recording
    received: tuple[str, ...]
    refused: str = ""

    @property
    def said(self) -> str:
        """The error as a beginner meets it: its class and the first line of its text."""
        first = hide_random(str(self.error).partition("\n")[0][:_ERROR_TEXT])
        return f"{type(self.error).__name__}: {first}"


def run(bug: Bug, code: str, *, forged: bool = False) -> Run:
    """Run a case's code, broken or fixed. It leaves neither fault nor moved clock behind.

    Args:
        bug: The case.
        code: What runs.
        forged: Whether the browser brings back somebody else's state.
    """
    with watch() as entries, _misbehaving(bug.fault), record() as log:
        names = _given(bug, _forge if forged else approve)
        error: BaseException | None = None
        try:
            exec(compile(code, _FILE, "exec"), names)  # noqa: S102 - the learner's own kernel
        except (Exception, SystemExit) as raised:  # a learner's line can raise anything
            error = raised
    came = list(filter(_is_back_channel, entries))
    refused = _refused(came[-1]) if came else ""
    return Run(error, _line(error), log, tuple(map(_told, came)), refused)


def approve(url: str) -> str:
    """Be Alice, who signs in and approves; return the address that her browser ends on."""
    browser = NotebookBrowser()
    try:
        drive(browser, url, username="alice", decision="approve")
        return browser.page.address
    finally:
        browser.close()


def _forge(url: str) -> str:
    state = dict(read_pairs(url.partition("?")[2], blank=False)).get("state", "")
    return approve(url).replace(state or "state=", new_state())


def _given(bug: Bug, alice_approves: Callable[[str], str]) -> dict[str, Any]:
    service = photobox()
    form = {
        "grant_type": "authorization_code",
        "code": issue_code(CODES_REDIRECT_URI, client_id=assignment.client_id),
        "redirect_uri": CODES_REDIRECT_URI,
        **assignment.client,
    }
    return {
        "photobox": service,
        "requests": requests,
        "form": form,
        "code": form["code"],
        # a case that signs Alice in itself ends at an address of PhotoBox's own machine and
        # port, so that no program of the learner's is visited
        "redirect_uri": f"{service.issuer}/callback" if bug.signs_in else CODES_REDIRECT_URI,
        "client": assignment.client,
        "alice_approves": alice_approves,
        "sleep": _sleep,
        "build_authorization_url": build_authorization_url,
        "exchange_code": exchange_code,
        "new_state": new_state,
        "parse_qsl": parse_qsl,
        "read_redirect": read_redirect,
        "refresh": refresh,
    }


def _sleep(seconds: float) -> None:
    """Move PhotoBox's clock in place of waiting; whoever waits long enough is served again."""
    service = photobox()
    service.clock.advance(seconds=seconds)
    if seconds >= RETRY_AFTER_SECONDS:
        service.faults.remove("rate_limited")


@contextmanager
def _misbehaving(fault: str) -> Iterator[None]:
    service = photobox()
    if fault:
        service.faults.add(fault, times=None)
    try:
        with service.clock.borrowed():
            yield
    finally:
        if fault:
            service.faults.remove(fault)


def _is_back_channel(entry: Entry) -> bool:
    return entry.path.startswith(_BACK_CHANNEL)


def _told(entry: Entry) -> str:
    return f"{entry.method} {entry.path} {entry.status}"


def _refused(entry: Entry) -> str:
    if entry.outcome != "refused":
        return ""
    request = f"{entry.method} {entry.path}"
    if failed := entry.checks.failed:
        return f"PhotoBox refused {request}: the rule is that {failed.sentence}"
    return f"PhotoBox answered {request} with {entry.status}"


def _line(error: BaseException | None) -> int:
    """The line of the code that an error came from, however deep."""
    if isinstance(error, SyntaxError) and error.filename == _FILE:
        return error.lineno or 0
    line, traceback = 0, error.__traceback__ if error else None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == _FILE:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line
