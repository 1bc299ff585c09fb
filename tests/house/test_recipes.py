"""The recipes of CONTRIBUTING.md: whatever must know a new thing says its name when it does not.

Each of the six is added in memory, without a name anywhere else, and each place that should
know it complains. Today nothing is forgotten.
"""

import inspect
import re
from pathlib import Path

import nbformat
import pytest

from oauth_tutorial import presets
from oauth_tutorial.doctor import CAUSES
from oauth_tutorial.doctor.causes import Cause
from oauth_tutorial.exercises import Exercise, all_exercises, nb00
from oauth_tutorial.exercises import exercise as exercise_of
from oauth_tutorial.practice.model.checks import Rule
from oauth_tutorial.practice.model.clients import Clients
from oauth_tutorial.practice.rules import endpoints, rulebook
from oauth_tutorial.practice.rules.endpoints import token
from oauth_tutorial.practice.rules.endpoints.metadata import metadata
from oauth_tutorial.practice.rules.grants.table import GRANTS
from oauth_tutorial.practice.service import PhotoBox
from oauth_tutorial.practice.web.fault_effects import FAULTS, Fault
from oauth_tutorial.presets import loading
from tests.doctor import test_diagnosing_failures as pasted
from tests.practice.web import test_fault_effects as faults

FIELDS = inspect.signature(Exercise).parameters
ROOT = Path(__file__).parents[2]
SECTION = re.compile(
    r"(RFC \d{4}|OpenID Connect (Core|Registration|RP-Initiated Logout)"
    r"|OAuth Multiple Response Types) (§\d|App\. [A-Z])|PhotoBox"
)
FILES = re.compile(r"^\*\*(?P<kind>[^*]+)\*\* \((?P<count>\d) files?\)", re.M)


def forgotten_of_faults() -> list[str]:
    tables = {*faults.REDIRECTS, *faults.TOKEN_ANSWERS, *faults.ELSEWHERE}
    return [
        *(
            f"{name}: no row in tests/practice/web/test_fault_effects.py"
            for name in {*FAULTS} - tables
        ),
        *(
            f"{name}: {one.cause!r} is no cause of the doctor"
            for name, one in FAULTS.items()
            if one.cause is not None and one.cause not in CAUSES
        ),
    ]


def forgotten_of_exercises() -> list[str]:
    cells = {
        path.name[:2]: "\n".join(cell.source for cell in nbformat.read(path, 4).cells)
        for path in (ROOT / "notebooks").glob("*.ipynb")
    }
    return [
        f"{one.name}: no cell in its notebook names it"
        for one in all_exercises()
        if not re.search(rf"\b{one.name[3:]}\b", cells.get(one.name[:2], ""))
    ]


def forgotten_of_causes() -> list[str]:
    page = (ROOT / "docs" / "doctor.md").read_text(encoding="utf-8")
    reached = {cause for _, cause, _ in pasted.CASES} | {"unknown"}
    return [
        *(f"{name}: nobody pastes it in tests/doctor" for name in {*CAUSES} - reached),
        *(f"{name}: not in docs/doctor.md" for name in CAUSES if f"| `{name}` |" not in page),
    ]


def forgotten_of_grants() -> list[str]:
    used = {grant for client in Clients().course() for grant in client.grant_types}
    listed = metadata(PhotoBox())["grant_types_supported"]
    assert isinstance(listed, list)
    return [
        *(f"{name}: no client may use it" for name in GRANTS if name not in used),
        *(f"{name}: not in the metadata" for name in GRANTS if name not in listed),
        *(
            f"{name}: no tests/practice/rules/grants/test_{module(grant)}.py"
            for name, grant in GRANTS.items()
            if not list((ROOT / "tests/practice/rules/grants").glob(f"test_{module(grant)}*.py"))
        ),
    ]


def forgotten_of_presets() -> list[str]:
    page = (ROOT / "docs" / "providers.md").read_text(encoding="utf-8")
    return [
        f"{name}: not in docs/providers.md"
        for name in presets.names()
        if f"\n## {presets.load(name).name}\n" not in page
    ]


def module(thing: object) -> str:
    found = inspect.getmodule(thing)
    assert found is not None
    return found.__name__.rpartition(".")[2]


def forgotten_of_rules() -> list[str]:
    folder = Path(endpoints.__file__).parents[2]
    source = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    return [
        problem
        for name, rule in rulebook.collect().items()
        for problem in (
            *(
                f"{name}: {cause!r} is no cause of the doctor"
                for cause in rule.causes
                if cause not in CAUSES
            ),
            *([] if SECTION.match(rule.section) else [f"{name}: {rule.section!r} is no section"]),
            *([] if judges(source, name.upper()) else [f"{name}: nothing judges by it"]),
        )
    ]


def judges(source: str, constant: str) -> bool:
    """Whether a rule is used anywhere besides the line that makes it, and imports."""
    made = len(re.findall(rf"^{constant} = ", source, re.M))
    imported = len(re.findall(rf"import [^\n]*\b{constant}\b|^    {constant},$", source, re.M))
    return len(re.findall(rf"\b{constant}\b", source)) > made + imported


ALL = (
    forgotten_of_faults,
    forgotten_of_exercises,
    forgotten_of_causes,
    forgotten_of_grants,
    forgotten_of_presets,
    forgotten_of_rules,
)


@pytest.mark.parametrize("forgotten", ALL, ids=lambda one: one.__name__)
def test_nothing_is_forgotten(forgotten):
    assert forgotten() == []


def test_a_fault_without_a_row_or_with_an_unknown_cause(monkeypatch):
    monkeypatch.setitem(FAULTS, "nameless", Fault("answer", lambda: True, "It is, as X.", "ghost"))

    assert len([one for one in forgotten_of_faults() if one.startswith("nameless: ")]) == 2


def test_an_exercise_without_a_cell(monkeypatch):
    like = exercise_of("00.two_scopes")
    nameless = type(like)(
        **{**{k: v for k, v in vars(like).items() if k in FIELDS}, "name": "00.nameless"}
    )
    monkeypatch.setattr(nb00, "nameless", nameless, raising=False)

    assert forgotten_of_exercises() == ["00.nameless: no cell in its notebook names it"]


def test_a_cause_that_nobody_has(monkeypatch):
    monkeypatch.setitem(CAUSES, "nameless", Cause("It is.", "Do.", "RFC 6749 §5.2"))

    assert len([one for one in forgotten_of_causes() if one.startswith("nameless: ")]) == 2


def test_a_grant_that_nobody_may_use(monkeypatch):
    monkeypatch.setitem(GRANTS, "nameless", lambda photobox, asked: {})

    assert "nameless: no client may use it" in forgotten_of_grants()
    assert "nameless: no tests/practice/rules/grants/test_test_recipes.py" in forgotten_of_grants()


def test_a_preset_that_is_not_on_the_page(monkeypatch, tmp_path):
    for path in Path(presets.__file__).parent.glob("*.toml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "nameless.toml").write_text('like = "github"\nname = "Nameless"\n')
    monkeypatch.setattr(loading, "_FOLDER", tmp_path)
    loading.names.cache_clear()
    try:
        assert forgotten_of_presets() == ["nameless: not in docs/providers.md"]
    finally:
        monkeypatch.undo()
        loading.names.cache_clear()
        loading.load.cache_clear()


def test_a_rule_with_an_unknown_cause_that_nothing_judges_by(monkeypatch):
    nameless = Rule("nameless", "nowhere", "it is kept", causes=("ghost",))
    monkeypatch.setattr(token, "NAMELESS", nameless, raising=False)

    assert len([one for one in forgotten_of_rules() if one.startswith("nameless: ")]) == 3


def test_the_recipes_say_how_many_files():
    recipes = FILES.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))

    assert dict(recipes) == {
        "A fault": "2",
        "An exercise": "2",
        "What a server or a library writes": "1",
        "A cause of the doctor": "2",
        "A grant": "4",
        "A preset": "1",
        "A rule": "2",
    }
