"""One exercise is imported without the other notebooks' modules."""

import compileall
import importlib
import pkgutil
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from oauth_tutorial import exercises
from oauth_tutorial.exercises import Exercise, Predict

PACKAGE = Path(exercises.__file__).parent
HEAD = "oauth_tutorial.exercises."
FOUND = [m.name.removeprefix(HEAD) for m in pkgutil.walk_packages([str(PACKAGE)], HEAD)]
# the old names, which copies of older notebooks import from, come after the new ones
MODULES = sorted((m for m in FOUND if m[:2] == "nb"), key=lambda name: ("questions" in name, name))


def made_in(module: str) -> dict[str, Exercise | Predict]:
    """What a module holds once it is loaded: the truth that the catalogue is compared with."""
    names = vars(importlib.import_module(f"oauth_tutorial.exercises.{module}"))
    return {name: one for name, one in names.items() if isinstance(one, Exercise | Predict)}


EVERYTHING = {name: module for module in reversed(MODULES) for name in made_in(module)}
ONE_OF_EACH = {module: name for name, module in EVERYTHING.items()}


def in_a_fresh_interpreter(code: str, *path: Path) -> str:
    """Run it, and return the notebooks whose modules were loaded, or what it printed."""
    shown = (
        f"import sys; sys.path[:0] = {[str(p) for p in path]!r}\n{code}\n"
        "ours = {n: m for n, m in sys.modules.items() if '.exercises.nb' in n}\n"
        "names = {n.split('.')[2] for n, m in ours.items() if not hasattr(m, '__path__')}\n"
        "print(*sorted(names))"
    )
    command = [sys.executable, "-c", shown]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return run.stdout.strip()


@pytest.mark.parametrize("module", ONE_OF_EACH)
def test_an_exercise_loads_no_other_notebook(module: str) -> None:
    """One of each module, in a fresh interpreter."""
    code = f"from oauth_tutorial.exercises import {ONE_OF_EACH[module]}"

    assert in_a_fresh_interpreter(code) == module.split(".")[0]


def test_a_name_with_its_number_loads_no_other_notebook() -> None:
    code = "from oauth_tutorial.exercises import exercise; exercise('03.token_request')"

    assert in_a_fresh_interpreter(code) == "nb03"


@pytest.mark.parametrize(
    "code",
    [
        "import oauth_tutorial.exercises as e; dir(e)",
        "from oauth_tutorial.exercises import ____, bug_hunt, hidden_faults, attacks",
        "import oauth_tutorial.exercises as e; hasattr(e, 'two_scope')",
        "import oauth_tutorial.exercises as e; hasattr(e, '_two_scopes')",
    ],
)
def test_what_is_no_exercise_loads_no_notebook(code: str) -> None:
    """Listing, modules beside the exercises, names that nobody has."""
    assert in_a_fresh_interpreter(code) == ""


def test_the_catalogue_knows_what_the_modules_hold() -> None:
    """An exercise that is made in another way than ``name = Kind(…)`` would not be found."""
    assert set(EVERYTHING) <= set(dir(exercises))
    assert {name: getattr(exercises, name) for name in EVERYTHING} == {
        name: made_in(module)[name] for name, module in EVERYTHING.items()
    }


def test_dir_lists_exercises_and_helpers() -> None:
    """For the Tab key; and nothing that is not there."""
    listed = dir(exercises)

    assert {"two_scopes", "predict_encoding", "who_sends", "____", "progress"} <= set(listed)
    assert listed == sorted(set(listed))
    assert all(hasattr(exercises, name) for name in listed)


def test_all_exercises_come_in_the_order_of_the_notebooks() -> None:
    """And within each of them as its cells do, also where a notebook has a folder of modules."""
    names = [one.name for one in exercises.all_exercises()]
    sources = {
        path.name[:2]: "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)
        for path in sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
    }

    def place(name: str) -> tuple[str, int]:
        number, _, plain = name.partition(".")
        found = re.search(rf"^(?:{plain}\.check\(|{plain}$)", sources[number], re.M)
        assert found, f"{name} has no cell"
        return number, found.start()

    assert names == sorted(names, key=place)


@pytest.mark.parametrize(
    ("wrong", "near"),
    [("two_scope", "two_scopes"), ("predict_enc", "predict_encoding"), ("progres", "progress")],
)
def test_an_unknown_name_is_answered_with_the_nearest(wrong: str, near: str) -> None:
    with pytest.raises(AttributeError, match=rf"no exercise '{wrong}'. Did you mean .*\b{near}\b"):
        getattr(exercises, wrong)


def test_a_name_that_is_like_nothing_is_only_named() -> None:
    with pytest.raises(AttributeError, match=r"no exercise 'zzzzzz'$"):
        _ = exercises.zzzzzz


@pytest.mark.parametrize("name", ["03.two_scopes", "two_scopes", "00.two_scope", "", "00.____"])
def test_a_name_that_no_exercise_has_is_a_key_error(name: str) -> None:
    """Number and plain name belong together."""
    with pytest.raises(KeyError):
        exercises.exercise(name)


def test_without_sources_the_modules_are_asked(tmp_path: Path) -> None:
    """As in an installation of compiled files alone."""
    copy = tmp_path / "oauth_tutorial"
    shutil.copytree(PACKAGE.parent, copy, ignore=shutil.ignore_patterns("__pycache__", "*.ipynb"))
    compileall.compile_dir(copy / "exercises", quiet=1, legacy=True)
    for source in (copy / "exercises").glob("nb*.py"):
        source.unlink()

    code = (
        "from oauth_tutorial.exercises import who_sends, two_scopes\n"
        "import oauth_tutorial; print(oauth_tutorial.__file__)"
    )
    assert in_a_fresh_interpreter(code, tmp_path).startswith(str(copy))
