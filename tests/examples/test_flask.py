"""Both apps of examples/flask: what their page says works, against the service of the command."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from oauth_tutorial import practice
from oauth_tutorial.browser.notebook_browser import NotebookBrowser
from oauth_tutorial.browser.person import drive
from oauth_tutorial.review import review
from oauth_tutorial.review.copies.asked import read_asked
from oauth_tutorial.review.copies.process import ProcessCopy, free_port

pytestmark = pytest.mark.sockets
FOLDER = Path(__file__).parents[2] / "examples" / "flask"
APPS = ["printshop.py", "printshop_authlib.py"]
SIGN_IN, SIGN_OUT = "Sign in with PhotoBox", "Sign out"


@contextmanager
def running(name: str, **environment: str) -> Iterator[str]:
    """Start an app as its page says, and give its address."""
    port = free_port()
    home = f"http://127.0.0.1:{port}"
    given = {"PORT": str(port), "HOME_URL": home, **environment}
    copy = ProcessCopy(read_asked(FOLDER / name), port, given)
    try:
        copy.wait_until_it_answers()
        yield f"{home}/"
        assert copy.said() == ""
    finally:
        copy.stop()


@pytest.mark.parametrize("name", APPS)
def test_a_person_signs_in_and_out(name: str) -> None:
    """With the story's client, which an app has where nobody says otherwise."""
    photobox = practice.start()
    with running(name, PHOTOBOX=photobox.issuer) as home:
        browser = NotebookBrowser()
        browser.open(home)
        request = browser.press(SIGN_IN).address
        drive(browser, request, username="alice", decision="approve")
        assert (browser.page.address, browser.page.status) == (home, 200)
        assert "Hello, Alice Liddell." in browser.page.text
        assert "White rabbit" in browser.page.text
        browser.press(SIGN_OUT)
        assert browser.has(SIGN_IN)
        assert "Alice" not in browser.page.text
        browser.close()


@pytest.mark.parametrize("name", APPS)
def test_below_a_prefix_every_link_stays_below_it(name: str) -> None:
    """As on a hub, whose proxy takes the prefix away."""
    photobox = practice.start()
    port = free_port()
    home = photobox.expect_app(port, f"http://127.0.0.1:{port}/user/alice/proxy/{port}")
    copy = ProcessCopy(
        read_asked(FOLDER / name),
        port,
        {"PORT": str(port), "HOME_URL": home, "PHOTOBOX": photobox.issuer},
    )
    try:
        copy.wait_until_it_answers()
        page = requests.get(f"http://127.0.0.1:{port}/", timeout=10)
    finally:
        copy.stop()

    assert re.findall(r'action="([^"]*)"', page.text) == ["sign-in"]
    assert f"Path=/user/alice/proxy/{port}" in page.headers["Set-Cookie"]


@pytest.mark.parametrize("name", APPS)
def test_without_photobox_it_does_not_start(name: str) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "PHOTOBOX"}
    ended = subprocess.run(
        [sys.executable, FOLDER / name], env=environment, capture_output=True, text=True, timeout=60
    )

    assert ended.returncode != 0
    assert "PHOTOBOX" in ended.stderr


@pytest.mark.parametrize("name", APPS)
def test_the_review_finds_nothing(name: str) -> None:
    found = review(FOLDER / name)

    assert [(check.name, check.evidence) for check in found.checks if not check.passed] == []
    assert found.exit_status == 0
