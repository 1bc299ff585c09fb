"""The package is built in floors: a module imports only from lower ones."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "oauth_tutorial"

FLOORS = {
    "errors": 0,
    "redaction": 0,
    "glossary": 0,
    "authorization": 0,
    "pkce": 0,
    "network": 0,
    "wire": 1,
    "tokens": 1,
    "_status": 2,
    "_receiver_app": 2,
    "_page": 2,
    "notebook_browser": 2,
    "_browser_view": 2,
    "location": 2,
    "receiver": 2,
    "browser": 2,
    "practice": 3,
    "exercises": 3,
    "doctor": 3,
    "providers": 3,
    "ladder": 4,
    "widgets": 4,
    "classroom": 4,
    "cli": 4,
}
# Where a floor has an order of its own, left may not import right.
ORDER_INSIDE = [
    ["errors", "redaction", "glossary", "authorization"],
    ["location", "receiver", "_page", "notebook_browser", "_browser_view", "browser"],
]
FRAME = {"__init__", "__main__"}  # the lazy exports and the entry point see everything


def modules() -> list[Path]:
    found = [path for path in PACKAGE.rglob("*.py") if "notebooks" not in path.parts]
    return sorted(p for p in found if not (p.parent == PACKAGE and p.stem in FRAME))


def part_of(path: Path) -> str:
    """The name of the module, or of the subpackage, that a file belongs to."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imported_parts(source: str) -> set[str]:
    """The parts of oauth_tutorial that a source imports, wherever in the file."""
    parts: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide the floor: write them out"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        parts |= {name.split(".")[1] for name in names if name.startswith("oauth_tutorial.")}
    return parts


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_only_from_lower_floors(path: Path) -> None:
    """A name imported from the package itself counts as unknown: write its module."""
    own = part_of(path)
    assert own in FLOORS, f"{own} stands on no floor: add it to FLOORS"

    for other in imported_parts(path.read_text(encoding="utf-8")) - {own}:
        assert other in FLOORS, f"{path.name} imports {other!r}: import it from its module"
        assert FLOORS[other] <= FLOORS[own], f"{own} imports {other}, which stands above it"
        for order in ORDER_INSIDE:
            if own in order and other in order:
                assert order.index(other) < order.index(own)


@pytest.mark.parametrize("path", sorted((PACKAGE / "practice").rglob("*.py")), ids=lambda p: p.stem)
def test_the_practice_service_imports_nothing_of_the_client(path: Path) -> None:
    """It judges the client, so it shares no code with it."""
    others = imported_parts(path.read_text(encoding="utf-8")) - {"practice", "network"}

    assert {part for part in others if FLOORS.get(part, 0) < 3} == set()


def test_an_import_from_above_is_seen() -> None:
    """Imports inside functions count."""
    source = "def f():\n    from oauth_tutorial.cli import main\n    import oauth_tutorial.wire\n"

    assert {"cli", "wire"} == imported_parts(source)
