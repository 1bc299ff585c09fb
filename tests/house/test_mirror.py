"""The tests mirror the package: whoever changes a module knows where its tests are.

The tests of ``oauth_tutorial/<path>/<module>.py`` stand in ``tests/<path>/test_<module>.py``, or
in several files, ``test_<module>_<aspect>.py``.
"""

import re
from collections.abc import Mapping, Set
from pathlib import Path, PurePosixPath

import oauth_tutorial

PACKAGE = Path(oauth_tutorial.__file__).parent
TESTS = Path(__file__).parents[1]
FRAME = {"__init__.py", "__main__.py"}  # the lazy names, and ``python -m oauth_tutorial``

# A table or a small type, and the file whose tests would see it broken.
COVERED_ELSEWHERE: dict[str, str] = {
    "doctor/causes.py": "doctor/test_diagnosing_failures.py",
    "exercises/nb05_questions.py": "house/test_old_names.py",
    "exercises/nb06_questions.py": "house/test_old_names.py",
    "exercises/nb08_questions.py": "house/test_old_names.py",
    "grading/kinds.py": "exercises/test_every_exercise.py",
    "practice/model/people.py": "practice/rules/test_sign_in.py",
    "practice/model/scopes.py": "practice/rules/test_scope.py",
    "practice/rules/grants/table.py": "practice/rules/endpoints/test_token.py",
    "practice/rules/issue_code.py": "practice/rules/grants/test_authorization_code.py",
    "practice/web/notes.py": "practice/web/test_app.py",
    "presets/protocol.py": "presets/test_every_preset.py",
}
# What the notebooks ask is proved from its declaration, all in one file.
EXERCISE = re.compile(r"exercises/nb\d\d(?:/\w+)?\.py")
PROOF = "exercises/test_every_exercise.py"


def files(folder: Path, pattern: str) -> set[str]:
    """The Python files of a folder and those below it, as ``practice/model/clock.py``."""
    return {one.relative_to(folder).as_posix() for one in folder.rglob(pattern)}


def modules() -> set[str]:
    """Every module that can have tests."""
    return {
        one
        for one in files(PACKAGE, "*.py")
        if PurePosixPath(one).name not in FRAME and not one.startswith("lab_config/")
    }


def own_tests(module: str, known: Set[str], tests: Set[str]) -> set[str]:
    """The test files of a module. One that is named after a longer module is that one's."""
    own = PurePosixPath(module)

    def is_of(test: PurePosixPath, other: PurePosixPath) -> bool:
        stem = f"test_{other.stem}"
        return test.parent == other.parent and (
            test.stem == stem or test.stem.startswith(f"{stem}_")
        )

    longer = [one for one in map(PurePosixPath, known) if len(one.stem) > len(own.stem)]
    return {
        one
        for one in tests
        if is_of(PurePosixPath(one), own)
        and not any(is_of(PurePosixPath(one), other) for other in longer)
    }


def complaints(known: Set[str], tests: Set[str], elsewhere: Mapping[str, str]) -> list[str]:
    """What is wrong, a sentence each, with the name of the module.

    Args:
        known: The modules.
        tests: The test files.
        elsewhere: Modules without a file of tests, each with the one that covers it.
        not_yet: Modules that have none so far.
    """
    own = {one for one in known if own_tests(one, known, tests)}
    proved = {one for one in known if EXERCISE.fullmatch(one)} if PROOF in tests else set()
    listed = {*elsewhere}
    return sorted(
        [
            *(f"{one} has no tests of its own" for one in known - own - listed - proved),
            *(f"{one} has tests of its own: take it out of the list" for one in own & listed),
            *(f"{one} is no module: take it out of the list" for one in listed - known),
            *(f"{one}: there is no {test}" for one, test in elsewhere.items() if test not in tests),
        ]
    )


def test_every_module_has_its_tests() -> None:
    assert complaints(modules(), files(TESTS, "test_*.py"), COVERED_ELSEWHERE) == []


def test_what_is_missing_is_named() -> None:
    known = {"a/one.py", "a/one_more.py", "a/table.py", "b/one.py", "exercises/nb01.py"}
    tests = {"a/test_one.py", "a/test_one_more.py", "b/test_one_at_a_time.py", PROOF}
    elsewhere = {"a/table.py": "a/test_one.py"}

    def said(**changed: object) -> list[str]:
        given = {"known": known, "tests": tests, "elsewhere": elsewhere}
        return complaints(**(given | changed))  # type: ignore[arg-type]

    assert said() == []
    assert said(tests=tests - {PROOF}) == ["exercises/nb01.py has no tests of its own"]
    assert said(known={*known, "c/new.py"}) == ["c/new.py has no tests of its own"]
    assert said(known={*known, "one.py"}) == ["one.py has no tests of its own"]
    # the file of a longer name is another module's
    assert said(
        tests=tests - {"a/test_one.py"}, elsewhere={"a/table.py": "a/test_one_more.py"}
    ) == ["a/one.py has no tests of its own"]
    assert said(elsewhere={**elsewhere, "b/one.py": "a/test_one.py"}) == [
        "b/one.py has tests of its own: take it out of the list"
    ]
    assert said(elsewhere={**elsewhere, "b/gone.py": "a/test_one.py"}) == [
        "b/gone.py is no module: take it out of the list"
    ]
    assert said(elsewhere={"a/table.py": "a/test_gone.py"}) == [
        "a/table.py: there is no a/test_gone.py"
    ]
