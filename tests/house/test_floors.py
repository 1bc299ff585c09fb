"""The package is built in floors: a package imports only from strictly lower ones.

What is imported under ``TYPE_CHECKING`` and inside functions counts: a reader has to know it.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import oauth_tutorial

PACKAGE = Path(oauth_tutorial.__file__).parent
NAME = "oauth_tutorial"

FLOORS = (
    {"errors"},
    {"text"},
    {"wire", "notebook", "network", "presets"},
    {"practice", "location"},
    {"client"},
    {"browser", "doctor", "ladder", "widgets"},
    {"grading", "providers", "review"},
    {"exercises"},
    {"classroom", "start"},
    {"cli"},
)
# The frame: the lazy names of the package, and ``python -m oauth_tutorial``.
FRAME = {"__init__", "__main__"}
OF_THE_JUDGE = {"errors", "text", "network", "presets"}  # it shares nothing with the client
ROOMS_OF_THE_JUDGE = ("model", "rules", "dialect", "web", "service", "brought", "command")
INSIDE_RULES = ("grants", "endpoints", "rulebook")  # above the single modules
MOST_FILES, MOST_FILES_AT_THE_ROOT, MOST_LINES = 20, 6, 350


def sources(folder: Path) -> list[Path]:
    """Every Python file of the package, without what is no part of it."""
    return sorted(one for one in folder.rglob("*.py") if "lab_config" not in one.parts)


def name_of(path: Path) -> str:
    """As ``oauth_tutorial.practice.model.clock``."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


@cache
def modules() -> dict[str, Path]:
    return {name_of(path): path for path in sources(PACKAGE)}


def imported(source: str, known: frozenset[str]) -> Iterator[str]:
    """The modules among *known* that a source imports, wherever in the file."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide the floor: write them out"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield from [one for one in (whole, node.module) if one in known][:1]


@cache
def graph() -> dict[str, frozenset[str]]:
    """Each module with those of ours that it imports."""
    known = frozenset(modules())
    return {
        name: frozenset(imported(path.read_text(encoding="utf-8"), known)) - {name}
        for name, path in modules().items()
    }


def part(name: str) -> str:
    """The module, or the package of the first level, that a name belongs to."""
    return name.split(".")[1] if "." in name else "__init__"


def floor(name: str) -> int:
    found = [number for number, rooms in enumerate(FLOORS) if part(name) in rooms]
    assert found, f"{part(name)} stands on no floor: add it to FLOORS"
    return found[0]


def offences(imports: dict[str, frozenset[str]]) -> list[str]:
    """Every import that does not go down."""
    return [
        f"{name} imports {other}"
        for name, others in imports.items()
        for other in sorted(others)
        if part(name) not in FRAME
        and part(name) != part(other)
        and (part(other) in FRAME or floor(other) >= floor(name))
    ]


def circles(imports: dict[str, frozenset[str]]) -> list[set[str]]:
    """Every group of modules of which each one needs all others."""

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        ahead = [start]
        while ahead:
            for other in imports.get(ahead.pop(), frozenset()) - seen:
                seen.add(other)
                ahead.append(other)
        return seen

    far = {name: reached(name) for name in imports}
    found = {frozenset(b for b in far[a] if a in far.get(b, set())) for a in far if a in far[a]}
    return [set(one) for one in found]


def test_imports_go_down() -> None:
    assert offences(graph()) == []


def test_no_module_needs_itself() -> None:
    assert circles(graph()) == []


@pytest.mark.parametrize("name", [one for one in modules() if one.startswith(f"{NAME}.practice")])
def test_the_judge_shares_no_code_with_the_client(name: str) -> None:
    others = {part(other) for other in graph()[name]} - {"practice"}

    assert others <= OF_THE_JUDGE


def test_the_rooms_of_the_judge_have_an_order_too() -> None:
    """``model`` < ``rules`` < ``dialect`` < ``web`` < ``service``.

    In ``rules`` the endpoints stand highest.
    """

    def rank(name: str) -> tuple[int, int] | None:
        path = name.split(".")[2:]
        if not path or path[0] not in ROOMS_OF_THE_JUDGE:
            return None
        inner = path[1] if path[0] == "rules" and len(path) > 1 else ""
        return (
            ROOMS_OF_THE_JUDGE.index(path[0]),
            INSIDE_RULES.index(inner) + 1 if inner in INSIDE_RULES else 0,
        )

    wrong = [
        f"{name} imports {other}"
        for name, others in graph().items()
        if name.startswith(f"{NAME}.practice.") and rank(name)
        for other in others
        if other.startswith(f"{NAME}.practice.") and (rank(other) or (9, 9)) > (rank(name) or ())
    ]

    assert wrong == []


@pytest.mark.parametrize("folder", sorted({path.parent for path in modules().values()}))
def test_a_folder_can_be_seen_at_a_glance(folder: Path) -> None:
    most = MOST_FILES_AT_THE_ROOT if folder == PACKAGE else MOST_FILES

    assert len(list(folder.glob("*.py"))) <= most


@pytest.mark.parametrize("path", modules().values(), ids=name_of)
def test_a_module_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_an_import_is_seen_wherever_it_stands() -> None:
    source = (
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    from oauth_tutorial.wire import record\n"
        "def f():\n    from oauth_tutorial import cli\n    import oauth_tutorial.errors\n"
    )
    known = frozenset({NAME, f"{NAME}.wire", f"{NAME}.cli", f"{NAME}.errors"})

    assert set(imported(source, known)) == known - {NAME}


def test_a_wrong_import_is_named() -> None:
    down = {f"{NAME}.cli": frozenset({f"{NAME}.doctor.causes"})}
    up = {f"{NAME}.doctor.causes": frozenset({f"{NAME}.cli"})}
    beside = {f"{NAME}.wire.joined": frozenset({f"{NAME}.network.surroundings"})}

    assert offences(down) == []
    assert offences(up) == ["oauth_tutorial.doctor.causes imports oauth_tutorial.cli"]
    assert len(offences(beside)) == 1


def test_a_circle_is_found() -> None:
    chain = {"a": frozenset("b"), "b": frozenset("c"), "c": frozenset("d")}

    assert circles(chain) == []
    assert circles({**chain, "d": frozenset("b")}) == [{"b", "c", "d"}]
