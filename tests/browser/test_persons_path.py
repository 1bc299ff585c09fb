"""A person runs each notebook: Run all, click the link, type, approve, come back."""

from pathlib import Path

import pytest

from tests.browser.person import NOTEBOOKS

pytestmark = pytest.mark.browser
NAMES = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))


@pytest.mark.parametrize("name", NAMES)
def test_a_person_reaches_the_end(person, name):
    person.open_notebook(name)
    person.run_all()
    person.finish()
    person.screenshot(Path(name).stem)

    assert person.unexpected() == []


def test_deny_is_explained(person):
    person.open_notebook("00_start_here.ipynb")
    person.run_all()
    person.finish("Deny")
    said = person.read("The answer is no")
    person.screenshot("denied")

    assert "access_denied" in said
