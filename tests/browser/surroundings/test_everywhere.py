"""Wherever the kernel lives: the browser is found, and the path is walked to its end."""

import pytest

from tests.browser.person import NOTEBOOKS
from tests.browser.scratch import notebook

pytestmark = pytest.mark.browser
NAMES = [f"0{number}" for number in range(4)]
ASK = """
from oauth_tutorial import location
place = location.where()
print(place.template)
print(place.evidence)
"""


def test_the_browser_is_found(person, place, request, tmp_path, record_property):
    """During *Run all*, without a click; the time is shown in the summary and never judged."""
    person.open_notebook(notebook(tmp_path, "where", [ASK]))
    person.run_all()
    person.finish()
    [cell] = person.cells()
    template, evidence = cell["outputs"][-1].splitlines()
    record_property("browser found", f"{request.node.callspec.id}: {evidence}")

    assert template == place.template
    assert len(cell["outputs"]) == 2  # an emptied output, and what was printed


# in plain JupyterLab the same is walked by test_persons_path
@pytest.mark.parametrize(
    "place", ["notebook7", "binder", "hub", "tls"], indirect=True, scope="session"
)
@pytest.mark.parametrize("number", NAMES)
def test_a_person_reaches_the_end(person, number):
    [name] = NOTEBOOKS.glob(f"{number}_*.ipynb")
    person.open_notebook(name)
    person.run_all()
    person.finish()

    assert person.unexpected() == []
