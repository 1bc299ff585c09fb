"""The learner's notebooks, and JupyterLab on the first of them."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from oauth_tutorial import cli, start


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


@pytest.mark.parametrize("args", [[], ["start"], ["--no-browser"], ["start", "--", "--debug"]])
def test_start_is_the_default_and_opens_the_checkout(
    args: list[str], started: list[list[str]]
) -> None:
    """A checkout needs no copy."""
    result = CliRunner().invoke(cli.main, args)

    assert result.exit_code == 0, result.output
    assert "--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb" in started[0]
