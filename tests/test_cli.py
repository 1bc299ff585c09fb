"""What each command is called and takes."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from oauth_tutorial import cli, start
from oauth_tutorial.practice.model.variants import variant


def test_found_faults_are_graded_without_a_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The names are never printed before they are found; found ones are in the progress file."""
    file = tmp_path / "progress.json"
    monkeypatch.setenv("OAUTH_TUTORIAL_PROGRESS", str(file))
    right = variant(7).hidden_faults

    def found(*names: str, seed: tuple[str, ...] = ("--seed", "7")):
        given = [word for name in names for word in ("--found", name)]
        return CliRunner().invoke(cli.main, ["practice", *seed, *given])

    two = found(*right[:2])
    assert (two.exit_code, "You have found 2 of 3" in two.output) == (1, True)
    assert right[2] not in two.output + file.read_text()
    assert f"Noted in {file}." in two.output
    assert (found(*right).exit_code, found(*right).output[:8]) == (0, "Correct:")
    assert right[2] in file.read_text()
    assert found("html_500", seed=()).exit_code == 2


@pytest.mark.parametrize("seed", ["-1", "seven", "7.5"])
def test_a_seed_that_is_none_is_refused(seed: str) -> None:
    assert CliRunner().invoke(cli.main, ["practice", "--seed", seed]).exit_code == 2


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would have been run."""
    commands: list[list[str]] = []

    def remember(command: list[str]) -> int:
        commands.append(command)
        return 0

    monkeypatch.setattr(start, "_run", remember)
    return commands


def test_an_unknown_command_is_named(started: list[list[str]]) -> None:
    """A typing error starts nothing."""
    result = CliRunner().invoke(cli.main, ["practise"])

    assert result.exit_code == 2
    assert "practise" in result.output
    assert started == []
