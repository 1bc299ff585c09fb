"""What the README and the docs say is there, works; and what is there, they say."""

import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from oauth_tutorial import cli

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
ALL_TEXT = "".join(page.read_text(encoding="utf-8") for page in PAGES)
COMMANDS = sorted(cli.main.commands.items())
OPTIONS = [
    (name, option)
    for name, command in COMMANDS
    for option in command.params
    if isinstance(option, click.Option)
]
# what a person types: an indented line, or one in `…`
TYPED = re.findall(r"^ {4}(.+?)(?: {2,}#.*)?$|`(oauth-tutorial [^`]+)`", ALL_TEXT, flags=re.M)
LINES = [first or second for first, second in TYPED]


def test_the_lines_to_type_are_found() -> None:
    """Else the tests below would say nothing."""
    assert {"make start", "make test", "oauth-tutorial start"} <= set(LINES)


@pytest.mark.parametrize(("name", "command"), COMMANDS)
def test_every_command_has_help_and_is_described(name: str, command: click.Command) -> None:
    """A sentence for the list, more for --help."""
    result = CliRunner().invoke(cli.main, [name, "--help"])

    assert result.exit_code == 0
    assert command.get_short_help_str().endswith(".")
    assert f"oauth-tutorial {name}" in README


@pytest.mark.parametrize(("name", "option"), OPTIONS, ids=str)
def test_every_option_has_help_and_is_described(name: str, option: click.Option) -> None:
    """In the line of its own command."""
    described = [line for line in LINES if line.startswith(f"oauth-tutorial {name}")]

    assert option.help
    assert any(option.opts[0] in line for line in described), option.opts


@pytest.mark.parametrize("line", [one for one in LINES if one.startswith("oauth-tutorial")])
def test_a_described_command_line_can_be_typed(line: str) -> None:
    """Brackets and dots are how a description says *optional* and *several*."""
    words = [word for word in shlex.split(re.sub(r"[\[\]|…]", " ", line)) if word != "-"][1:]
    if not words:
        return
    command = cli.main.commands[words[0]]
    numbers = [str(8000) if word in {"N", "PORT"} else word for word in words[1:]]

    # raises when there is no such option, or when it takes no such value
    command.make_context(words[0], numbers, resilient_parsing=False)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\bmake ([a-z]+)\b", " ".join(LINES)))))
def test_a_make_target_exists(target: str) -> None:
    """The Makefile has it."""
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M)


@pytest.mark.parametrize("line", [one for one in LINES if re.search(r"tools[\\/]", one)])
def test_a_script_that_is_typed_exists(line: str) -> None:
    """On Windows too, where its path has backslashes."""
    [script] = re.findall(r"tools[\\/]\w+\.py", line)

    assert (ROOT / script.replace("\\", "/")).is_file()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_binder_opens_ones_own_copy(page: Path) -> None:
    """The project has no address yet: nothing that looks alive may lead to nobody's repository."""
    text = page.read_text(encoding="utf-8")
    opened = re.findall(r"(.)https://mybinder\.org/v2/gh/([^?\s`]+)", text)

    assert {where for _, where in opened} <= {"OWNER/REPOSITORY/main"}
    assert {before for before, _ in opened} <= {" ", "`"}  # a line to fill in, not a link
    assert "badge" not in text
    assert opened or page.name not in {"README.md", "classroom.md"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_inside_the_project_lead_somewhere(page: Path) -> None:
    """Relative ones; the others would need a network."""
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_lists_every_notebook_in_order() -> None:
    """It is the table of contents."""
    listed = re.findall(r"\]\(notebooks/([^)]+\.ipynb)\)", README)

    assert listed == sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))


def test_the_readmes_failed_login_is_diagnosed() -> None:
    """The line that it shows names the cause that it shows."""
    line = next(one for one in LINES if one.startswith('oauth-tutorial doctor "Error'))
    result = CliRunner().invoke(cli.main, shlex.split(line)[1:])

    assert result.exit_code == 1
    assert "redirect_uri_mismatch" in result.output
