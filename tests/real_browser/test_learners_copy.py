"""Whoever works through the course in a clone changes nothing of the clone."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.real_browser.conftest import started
from tests.real_browser.person import Person
from tests.real_browser.scratch import notebook
from tests.real_browser.surroundings.servers import needs
from tools.try_binder import as_cloned

pytestmark = pytest.mark.browser
FIRST = "00_start_here.ipynb"
# What notebooks 01 and 10 do besides: note progress, and write an app.
WORK = [
    "from oauth_tutorial.exercises import pseudonym",
    'pseudonym("blue heron")',
    'from pathlib import Path; Path("printshop.py").write_text("app = 1"); import printshop',
]
SAVE = "() => window.jupyterapp.commands.execute('docmanager:save').then(() => true)"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    folder = as_cloned(tmp_path / "clone")
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    who = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.org")
    git(folder, *who, "commit", "--quiet", "--no-verify", "--message", "All")
    return folder


def git(folder: Path, *words: str) -> str:
    command = [needs("git", "on Debian: apt-get install git"), *words]
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return subprocess.run(
        command, cwd=folder, env=own, check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture
def person(chromium, clone: Path, tmp_path: Path) -> Iterator[Person]:
    """Somebody who types ``oauth-tutorial start`` there, and nothing more."""
    folder = tmp_path / "lab"
    folder.mkdir()
    with started(folder, cwd=clone, PYTHONPATH=str(clone), OAUTH_TUTORIAL_PROGRESS="") as server:
        context = chromium.new_context(viewport={"width": 1280, "height": 900})
        person = Person(context, server)
        yield person
        person.leave()
        context.close()


def test_the_clone_stays_clean_and_the_work_is_there_again(person, clone, tmp_path):
    """The copy opens without an output; what is run, solved and written stands in the copy."""
    person.open_there(FIRST)
    fresh = person.cells()
    listed = person.page.locator(".jp-DirListing-item")
    expect(listed.filter(has_text="my_github_login.py")).to_have_count(1)
    names = " ".join(listed.all_inner_texts())
    person.run_all()
    person.finish()
    assert person.unexpected() == []
    assert person.page.evaluate(SAVE)
    person.open_notebook(notebook(tmp_path, "work", WORK))
    person.run_all()
    person.finish()
    assert person.unexpected() == []

    copy = clone / "my-oauth-course"
    assert fresh
    assert [(one["outputs"], one["count"]) for one in fresh] == [([], None)] * len(fresh)
    assert FIRST in names
    assert "sanitize.cfg" not in names
    assert (copy / ".oauth-tutorial" / "progress.json").is_file()
    assert (copy / ".ipynb_checkpoints").is_dir()
    assert (copy / "printshop.py").is_file()
    assert git(clone, "status", "--porcelain") == ""

    saved = (copy / FIRST).read_bytes()
    again = [sys.executable, "-m", "oauth_tutorial", "start", "--", "--version"]
    subprocess.run(again, cwd=clone, env=os.environ | {"PYTHONPATH": str(clone)}, check=True)

    assert (copy / FIRST).read_bytes() == saved
    assert b"TokenResponse(" in saved
    assert list(copy.glob("*.new*")) == []
    assert git(clone, "status", "--porcelain") == ""
