"""The learner's copy of the course, and JupyterLab on the first of its notebooks."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
import requests
from click.testing import CliRunner
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from oauth_tutorial import cli, start
from oauth_tutorial.network import own_address


@pytest.fixture
def course(tmp_path: Path) -> Path:
    source = tmp_path / "course"
    (source / "solutions").mkdir(parents=True)
    (source / "00_start_here.ipynb").write_text("zero", encoding="utf-8")
    (source / "solutions" / "01.ipynb").write_text("one", encoding="utf-8")
    return source


def test_copies_the_course(course: Path, tmp_path: Path) -> None:
    """Subfolders too."""
    start.copy_notebooks(course, tmp_path / "mine")

    assert (tmp_path / "mine" / "00_start_here.ipynb").read_text(encoding="utf-8") == "zero"
    assert (tmp_path / "mine" / "solutions" / "01.ipynb").exists()


def test_the_program_to_take_home_lies_beside_the_notebooks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a copy that was changed stays."""
    monkeypatch.setattr(start, "_run", lambda command: 0)
    mine = tmp_path / "mine"
    start.open_course(mine, [], no_browser=True, port=None)
    program = mine / "my_github_login.py"
    whole = program.read_text(encoding="utf-8")
    program.write_text("my own", encoding="utf-8")

    start.open_course(mine, [], no_browser=True, port=None)

    assert "login/oauth/access_token" in whole
    assert program.read_text(encoding="utf-8") == "my own"


def test_never_overwrites_a_changed_notebook(course: Path, tmp_path: Path) -> None:
    """The learner's work stays; the course's version is laid beside it."""
    mine = tmp_path / "mine"
    start.copy_notebooks(course, mine)
    (mine / "00_start_here.ipynb").write_text("my work", encoding="utf-8")

    start.copy_notebooks(course, mine)

    assert (mine / "00_start_here.ipynb").read_text(encoding="utf-8") == "my work"
    assert (mine / "00_start_here.new.ipynb").read_text(encoding="utf-8") == "zero"


@pytest.mark.parametrize("target", ["elsewhere", "nowhere"])
@pytest.mark.parametrize("link", ["00_start_here.ipynb", "00_start_here.new.ipynb"])
def test_writes_through_no_link(course: Path, tmp_path: Path, link: str, target: str) -> None:
    """In a folder that others may write to, one could lead to any file of the learner's."""
    mine, elsewhere = tmp_path / "mine", tmp_path / "elsewhere"
    mine.mkdir()
    elsewhere.write_text("mine", encoding="utf-8")
    (mine / "00_start_here.ipynb").write_text("my work", encoding="utf-8")
    (mine / link).unlink(missing_ok=True)
    (mine / link).symlink_to(tmp_path / target)

    start.copy_notebooks(course, mine)

    assert elsewhere.read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "nowhere").exists()
    assert "zero" in {one.read_text(encoding="utf-8") for one in mine.glob("*.ipynb")}


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would have been run."""
    commands: list[list[str]] = []

    def remember(command: list[str]) -> int:
        commands.append(command)
        return 0

    monkeypatch.setattr(start, "_run", remember)
    return commands


@pytest.mark.parametrize(
    "args",
    [
        ["start", "DIR", "--no-browser", "--port", "9999", "--", "--LabApp.x=1"],
        ["start", "--no-browser", "--port", "9999", "DIR", "--", "--LabApp.x=1"],
    ],
)
def test_start_passes_its_options_on(
    args: list[str],
    started: list[list[str]],
    course: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What follows -- reaches JupyterLab as it is."""
    monkeypatch.setattr(start, "notebooks_source", lambda: course)
    target = tmp_path / "mine"

    result = CliRunner().invoke(cli.main, [str(target) if a == "DIR" else a for a in args])

    assert result.exit_code == 0, result.output
    [command] = started
    assert [sys.executable, "-m", "jupyterlab"] == command[:3]
    assert {
        f"--ServerApp.root_dir={target}",
        "--LabApp.default_url=/lab/tree/00_start_here.ipynb",
        "--no-browser",
        "--ServerApp.port=9999",
        "--LabApp.x=1",
    } <= set(command)
    assert (target / "00_start_here.ipynb").exists()


def roots(commands: list[list[str]]) -> list[Path]:
    """Which folders JupyterLab shows."""
    options = [one for command in commands for one in command if "root_dir" in one]
    return [Path(one.partition("=")[2]) for one in options]


@pytest.mark.parametrize("args", [[], ["start"], ["--no-browser"], ["start", "--", "--debug"]])
def test_start_is_the_default_and_opens_a_copy(
    args: list[str],
    started: list[list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without outputs and without what only tests need; one line says where it is."""
    monkeypatch.chdir(tmp_path)

    results = [CliRunner().invoke(cli.main, args) for _ in range(2)]
    mine = tmp_path / "my-oauth-course"
    made = {one.name for one in mine.iterdir()}
    lessons = [json.loads(one.read_bytes()) for one in mine.glob("*.ipynb")]

    assert [one.exit_code for one in results] == [0, 0]
    assert [one.output for one in results] == [
        "Your copy of the course: my-oauth-course. Your changes there are kept.\n"
    ] * 2
    assert roots(started) == [mine, mine]
    assert "--LabApp.default_url=/lab/tree/00_start_here.ipynb" in started[0]
    assert made == {
        *(one.name for one in start.notebooks_source().glob("*.ipynb")),
        "my_github_login.py",
    }
    assert not any(one.get("outputs") for lesson in lessons for one in lesson["cells"])
    assert not any(one.get("execution_count") for lesson in lessons for one in lesson["cells"])


@pytest.mark.parametrize("stands", [".", "notebooks", "my-oauth-course", "docs/deep"])
def test_there_is_one_copy_wherever_in_the_checkout_one_stands(
    stands: str, started: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Among the course's own notebooks too, which are no copy."""
    own = tmp_path / "notebooks"
    own.mkdir()
    (own / "00_start_here.ipynb").write_text("zero", encoding="utf-8")
    monkeypatch.setattr(start, "_CHECKOUT", tmp_path)
    monkeypatch.setattr(start, "notebooks_source", lambda: own)
    (tmp_path / stands).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(tmp_path / stands)
    CliRunner().invoke(cli.main)
    CliRunner().invoke(cli.main)

    assert roots(started) == [tmp_path / "my-oauth-course"] * 2


def test_in_a_copy_it_is_the_copy_that_opens(
    started: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not one inside the other."""
    mine = tmp_path / "mine"
    start.copy_course(mine)
    monkeypatch.chdir(mine)
    CliRunner().invoke(cli.main)

    assert roots(started) == [mine]
    assert not (mine / "my-oauth-course").exists()


def test_the_copy_of_an_earlier_course_is_found(
    started: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the progress in it; where there is one of today's as well, that counts."""
    monkeypatch.chdir(tmp_path)
    earlier = tmp_path / "oauth-tutorial-notebooks"
    start.copy_course(earlier)
    said = CliRunner().invoke(cli.main).output
    shutil.copytree(earlier, tmp_path / "my-oauth-course")
    CliRunner().invoke(cli.main)

    assert said.startswith("Your copy of the course: oauth-tutorial-notebooks.")
    assert roots(started) == [earlier, tmp_path / "my-oauth-course"]


def test_progress_that_lies_beside_the_courses_own_notebooks_is_told_of(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """In a checkout one worked there once."""
    monkeypatch.setattr(start, "notebooks_source", lambda: course)
    (course / ".oauth-tutorial").mkdir()
    start.copy_course(tmp_path / "mine")
    told = capfd.readouterr().out
    (tmp_path / "mine" / ".oauth-tutorial").mkdir()
    start.copy_course(tmp_path / "mine")

    assert told == (
        f"To keep your progress, copy {course / '.oauth-tutorial'} into {tmp_path / 'mine'}.\n"
    )
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize("given", [["start", "taken"], ["start", "taken/deeper"]])
def test_where_there_can_be_no_copy_two_lines_say_why_and_what_to_do(
    given: list[str],
    started: list[list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """And no JupyterLab opens."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken").write_text("a file")
    status = start.open_course(Path(given[1]), [], no_browser=True, port=None)
    why, what = capsys.readouterr().err.splitlines()

    assert (status, started) == (1, [])
    assert re.fullmatch(
        rf"The course cannot be copied to {given[1]}: (File exists|Not a directory)\.", why
    )
    assert what == "Name another folder: oauth-tutorial start FOLDER"


def test_it_does_not_open_the_courses_own_folder(
    started: list[list[str]], course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is run there would change it."""
    monkeypatch.setattr(start, "notebooks_source", lambda: course)
    monkeypatch.setattr(start, "_CHECKOUT", course.parent)
    before = sorted(course.parent.rglob("*"))
    for folder in (course, course / "mine", course.parent):
        result = CliRunner().invoke(cli.main, ["start", str(folder)])

        assert result.exit_code == 1
        assert result.stderr.splitlines()[0].endswith(": that is the course's own folder.")
    assert started == []
    assert sorted(course.parent.rglob("*")) == before


def test_a_copy_alone(tmp_path: Path) -> None:
    """For the homes of a hub."""
    command = [sys.executable, "-m", "oauth_tutorial.start"]
    environment = os.environ | {"PYTHONPATH": str(Path(start.__file__).parents[1])}

    def call(*given: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, *given], cwd=tmp_path, env=environment, capture_output=True, text=True
        )

    made = call("skel/oauth-tutorial")
    copy = tmp_path / "skel" / "oauth-tutorial"

    assert made.stdout.startswith(f"Your copy of the course: {Path('skel', 'oauth-tutorial')}.")
    assert (made.returncode, made.stderr) == (0, "")
    assert (copy / "00_start_here.ipynb").is_file()
    assert (copy / "my_github_login.py").is_file()
    for wrong in ((), ("--help",), ("one", "two")):
        assert call(*wrong).stderr == "usage: python -m oauth_tutorial.start FOLDER\n"


@pytest.mark.parametrize("found", ["127.0.0.1", "::1"])
def test_on_ipv6_alone_jupyterlab_and_its_kernels_need_no_127_0_0_1(
    found: str, started: list[list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What the person says comes after it, so it counts."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(own_address, "_found", found)

    CliRunner().invoke(cli.main, ["start", "--", "--ServerApp.ip=::"])

    ours = [one for one in started[0] if ".ip=" in one or ".transport=" in one]
    added = ["--ServerApp.ip=::1", "--KernelManager.transport=ipc"] if found == "::1" else []
    assert ours == [*added, "--ServerApp.ip=::"]


TOKEN = "only-of-this-test"
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
RETRY = Retry(60, backoff_factor=0.1, backoff_max=0.5)
WAIT = 60  # seconds, for what takes a few on a quiet machine


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[tuple[psutil.Popen, list[psutil.Process]]]:
    """``oauth-tutorial start``, and what it started: a JupyterLab with a kernel."""
    options = ["--ServerApp.ip=127.0.0.1", "--ServerApp.port=0"]
    options += [f"--IdentityProvider.token={TOKEN}"]
    command = [sys.executable, "-m", "oauth_tutorial", "start", "mine", "--no-browser"]
    checkout = str(Path(start.__file__).parents[1])
    process = psutil.Popen(
        [*command, "--", *options],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": checkout},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    children: list[psutil.Process] = []
    try:
        address = next(found[0] for line in process.stderr if (found := ADDRESS.findall(line)))
        sent = {"Authorization": f"token {TOKEN}"}
        with requests.Session() as session:  # it says its address a moment before it listens
            session.mount("http://", HTTPAdapter(max_retries=RETRY))
            made = session.post(f"{address}/api/kernels", headers=sent, timeout=WAIT)
        made.raise_for_status()
        children += process.children(recursive=True)
        yield process, children
    finally:
        for one in (*(children or process.children(recursive=True)), process):
            with suppress(psutil.NoSuchProcess):
                one.kill()
        process.wait()
        process.stderr.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a process without a word to it")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_what_ends_start_ends_jupyterlab_and_its_kernels(
    lab: tuple[psutil.Popen, list[psutil.Process]], name: str
) -> None:
    """As ``kill``, a service manager or the end of a session does."""
    process, children = lab
    assert len(children) >= 2  # extensions of JupyterLab may run more
    process.send_signal(getattr(signal, name))

    assert psutil.wait_procs([process, *children], timeout=WAIT)[1] == []


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a process without a word to it")
def test_a_signal_that_comes_while_jupyterlab_is_being_started_ends_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It must not be lost between the two processes."""
    made: list[subprocess.Popen[bytes]] = []

    def make(command: list[str], **more: object) -> subprocess.Popen[bytes]:
        signal.raise_signal(signal.SIGTERM)
        made.append(popen(command, **more))  # type: ignore[call-overload]
        return made[-1]

    popen = subprocess.Popen
    monkeypatch.setattr(start.subprocess, "Popen", make)
    heard: list[int] = []

    def hear(number: int, _: object) -> None:
        heard.append(number)

    before = signal.signal(signal.SIGTERM, hear)
    try:
        status = start._run([sys.executable, "-c", f"import time; time.sleep({WAIT})"])
        now = signal.getsignal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)

    assert (status, made[0].poll()) == (-signal.SIGTERM, -signal.SIGTERM)
    assert (heard, now) == ([], hear)  # what this process did before, it does again
