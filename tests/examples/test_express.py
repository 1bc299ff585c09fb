"""What docs/express.md shows of the Express app is what the app is."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "express"
SOURCE = (FOLDER / "printshop.mjs").read_text("utf-8")
PAGE = (ROOT / "docs" / "express.md").read_text("utf-8")
PIECES = re.findall(r"^```js\n(.*?)^```$", PAGE, re.M | re.S)


def pinned(path: Path) -> dict[str, str]:
    return dict(json.loads(path.read_text("utf-8"))["dependencies"])


def test_the_page_shows_most_of_the_app():
    """Else the test below would say nothing."""
    assert sum(map(len, PIECES)) > len(SOURCE) / 2


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.splitlines()[0])
def test_each_piece_of_code_stands_in_the_app(piece):
    assert SOURCE.count(piece) == 1


def test_one_version_of_each_package_is_named_everywhere():
    """What `make interop` tries is what a person installs."""
    there = pinned(FOLDER / "package.json")
    tried = pinned(ROOT / "tests" / "interop" / "package.json")
    typed = dict(re.findall(r"([\w-]+)@(\d[\w.]+)", PAGE))
    named = dict(re.findall(r"(openid-client) (\d+\.\d+\.\d+)", PAGE))

    assert there.items() <= tried.items()
    assert typed | named == there


def test_every_package_that_is_imported_is_installed():
    imported = {
        name
        for path in FOLDER.glob("*.mjs")
        for name in re.findall(r' from "([^":]+)"', path.read_text("utf-8"))
    }

    assert imported == set(pinned(FOLDER / "package.json"))
