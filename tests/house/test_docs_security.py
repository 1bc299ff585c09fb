"""The threat model: what it names exists, and what listens is on it."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.endswith(("| Tests |", "| How long |"))
]
OF_ATTACKS = [row for row in ROWS if len(row) == 3]
LISTENERS = {row[1].strip("`") for row in ROWS if len(row) == 5}


def known_tests() -> set[str]:
    """As the page names them: ``test_photo_api.py::test_userinfo_wants_openid``."""
    found = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found |= {
            f"{path.name}::{node.name}" for node in tree.body if isinstance(node, ast.FunctionDef)
        }
    return found


def names_of_listeners() -> set[str]:
    """What the package calls its servers: the ``name`` of each call that makes one."""
    found = set()
    for path in (ROOT / "oauth_tutorial").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            found |= {
                word.value.value
                for word in node.keywords
                if called in {"bind", "serve"}
                and word.arg == "name"
                and isinstance(word.value, ast.Constant)
            }
    return found


def test_every_test_that_the_page_names_exists() -> None:
    """A threat that nothing tests would look as if it were stopped."""
    named = set(re.findall(r"`(test_\w+\.py::\w+)`", PAGE))

    assert len(named) > 80
    assert named - known_tests() == set()


@pytest.mark.parametrize("row", OF_ATTACKS, ids=lambda row: row[0][:40])
def test_each_threat_names_a_test_or_says_why_not(row: list[str]) -> None:
    """The dash is for what is not stopped, and for what is no matter of a test."""
    assert "test_" in row[2] or row[2].startswith("–")


def test_everything_that_listens_is_on_the_page() -> None:
    """Whoever adds a server thinks of who can reach it."""
    assert names_of_listeners() == LISTENERS
