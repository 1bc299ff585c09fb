"""Each mistake in the good app is found by its check, and by no other.

A review of two seconds for each of many mistakes: they are tried once, where nothing listens.
"""

from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest

from oauth_tutorial.network import is_virtual
from oauth_tutorial.review.copies.asked import read_asked
from oauth_tutorial.review.reviewing import reviewed
from oauth_tutorial.review.rules.table import RULES
from tests.review.mutants import MUTANTS, Mutant

# One waits until an app has lost its patience, the other signs in nine times: a mistake
# elsewhere makes no redirect.
SLOW = {"token_endpoint_silent", "no_open_redirect"}
IN_PROCESS = [one for one in MUTANTS if not one.needs_process]


def test_each_check_has_a_mutant() -> None:
    assert {name for one in MUTANTS for name in one.fails} == {rule.name for rule in RULES}


def test_each_mutant_is_another_one() -> None:
    assert len({one.name for one in MUTANTS}) == len(MUTANTS)
    assert len({one.source() for one in MUTANTS}) == len(MUTANTS)


@pytest.fixture(scope="module")
def _compiled_once() -> Iterator[None]:
    """A third of a review is the app's template, which every copy would compile for each page."""
    compile_it, known = jinja2.Environment.compile, dict[tuple[object, ...], object]()

    def once(self: jinja2.Environment, source: object, *how: object) -> object:
        if not isinstance(source, str):
            return compile_it(self, source, *how)
        if (source, *how) not in known:
            known[source, *how] = compile_it(self, source, *how)
        return known[source, *how]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(jinja2.Environment, "compile", once)
        yield


@pytest.mark.skipif(
    not is_virtual(), reason="takes minutes, and runs in make test-virtual: nothing listens there"
)
@pytest.mark.usefixtures("_compiled_once")
@pytest.mark.parametrize("one", IN_PROCESS, ids=lambda one: one.name)
def test_its_check_fails_and_no_other(one: Mutant, tmp_path: Path) -> None:
    app = tmp_path / "app.py"
    app.write_text(one.source(), encoding="utf-8")
    rules = [rule for rule in RULES if rule.name not in SLOW - one.fails]

    result = reviewed(read_asked(app), rules, lambda done, total, name: None)

    assert result.problem == ""
    assert {check.name for check in result.failed} == one.fails, result
    untried = {check.name for check in result.checks if check.applies and check.passed is None}
    assert untried == one.untried or one.untried is None
