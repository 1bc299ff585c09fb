"""One exercise is imported without the other notebooks' modules."""

import compileall
import importlib
import pkgutil
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from oauth_tutorial import exercises
from oauth_tutorial.exercises import Exercise, Predict

PACKAGE = Path(exercises.__file__).parent
MODULES = sorted(m.name for m in pkgutil.iter_modules([str(PACKAGE)]) if m.name[:2] == "nb")


def made_in(module: str) -> dict[str, Exercise | Predict]:
    """What a module holds once it is loaded: the truth that the catalogue is compared with."""
    names = vars(importlib.import_module(f"oauth_tutorial.exercises.{module}"))
    return {name: one for name, one in names.items() if isinstance(one, Exercise | Predict)}


EVERYTHING = {name: module for module in MODULES for name in made_in(module)}
FIRST_OF_EACH = {module: name for name, module in reversed(EVERYTHING.items())}


def in_a_fresh_interpreter(code: str, *path: Path) -> str:
    """Run it, and return the course's modules that were loaded, or what it printed."""
    shown = (
        f"import sys; sys.path[:0] = {[str(p) for p in path]!r}\n{code}\n"
        "names = (n.rpartition('.')[2] for n in sys.modules if '.exercises.nb' in n)\n"
        "print(*sorted(names))"
    )
    command = [sys.executable, "-c", shown]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return run.stdout.strip()


@pytest.mark.parametrize("module", MODULES)
def test_an_exercise_loads_no_other_notebook(module: str) -> None:
    """One of each module, in a fresh interpreter."""
    code = f"from oauth_tutorial.exercises import {FIRST_OF_EACH[module]}"

    assert in_a_fresh_interpreter(code) == module


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
    graded = [one for module in MODULES for one in made_in(module).values()]

    assert exercises.all_exercises() == [one for one in graded if isinstance(one, Exercise)]


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
