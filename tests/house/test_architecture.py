"""docs/architecture.md is true: its names can be imported, its table is the one that is tested."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from tests.house.test_floors import FLOORS, PACKAGE

PAGE = (Path(__file__).parents[2] / "docs" / "architecture.md").read_text(encoding="utf-8")
NAMES = sorted(set(re.findall(r"`([a-z_]+(?:\.\w+)+)`", PAGE)))
PATHS = sorted(set(re.findall(r"`((?:[a-z_]+/)+(?:[a-z_]+\.py)?)`", PAGE)))
ROWS = re.findall(r"^\| (\d) \| ([^|]+) \|", PAGE, re.M)


@pytest.mark.parametrize("name", [one for one in NAMES if not one.endswith(".py")])
def test_a_name_on_the_page_exists(name: str) -> None:
    """As far as there are modules it is imported; the rest are attributes."""
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            thing: object = import_module(".".join(["oauth_tutorial", *parts[:cut]]))
        except ModuleNotFoundError:
            continue
        for attribute in parts[cut:]:
            thing = getattr(thing, attribute)
        return
    pytest.fail(f"{name} is nowhere")


@pytest.mark.parametrize("path", [one for one in PATHS if not one.startswith(("tests/", "docs/"))])
def test_a_path_on_the_page_exists(path: str) -> None:
    inside_practice = ("model/", "rules/", "dialect/", "web/")
    folder = PACKAGE / "practice" if path.startswith(inside_practice) else PACKAGE

    assert (folder / path).exists()


def test_the_floors_are_those_that_the_test_reads() -> None:
    """Packages that are to come stand on a floor, and are not on the page."""
    shown = {
        int(number): {name.strip("/`").removesuffix(".py") for name in names.split()}
        for number, names in ROWS
    }
    built = {path.stem for path in PACKAGE.iterdir() if not path.name.startswith("_")}

    assert shown == {number: rooms & built for number, rooms in enumerate(FLOORS)}
