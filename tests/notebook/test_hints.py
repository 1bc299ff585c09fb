"""A cell that was run too early, or was stopped, says what to run."""

import nbformat
import pytest
from nbclient import NotebookClient

from oauth_tutorial.exercises import ____
from oauth_tutorial.notebook import hints

ABOVE = "Run → Run All Above Selected Cell"
CELLS = {
    "import": "import oauth_tutorial",
    "above": "receiver.wait(timeout=1)",
    "in a function": "def get():\n    return photobox\n\nget()",
    "in a module": (
        "import sys, types\n"
        "broken = types.ModuleType('broken')\n"
        "exec('def call(): return nowhere', vars(broken))\n"
        "broken.call()"
    ),
    "another exception": "1 / 0",
    "stopped": "raise KeyboardInterrupt",
    "stopped asleep": "import _thread, time\n_thread.interrupt_main()\ntime.sleep(60)",
    "stopped while it waits": (
        "from oauth_tutorial import LoopbackReceiver, new_state\n"
        "waiting = LoopbackReceiver(state=new_state())\n"
        "_thread.interrupt_main()\n"
        "waiting.wait(timeout=60)"
    ),
}


@pytest.fixture(scope="module")
def ended() -> dict[str, nbformat.NotebookNode]:
    """Run the cells in one kernel, and return the last output of each."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in CELLS.values()],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    NotebookClient(notebook, timeout=60, allow_errors=True).execute()
    outputs = [cell.outputs[-1] if cell.outputs else None for cell in notebook.cells]
    return dict(zip(CELLS, outputs, strict=True))


def test_a_name_that_a_cell_above_makes(ended):
    output = ended["above"]

    assert (output.ename, output.evalue) == ("NameError", "name 'receiver' is not defined")
    assert len(output.traceback) > 2  # where it was, as always
    assert "imports 'receiver', choose" in output.traceback[-1]
    assert ABOVE in output.traceback[-1]


def test_a_name_in_a_function_of_a_cell(ended):
    assert "imports 'photobox', choose" in ended["in a function"].traceback[-1]


def test_a_kernel_is_fresh_until_the_setup_cell_has_run(monkeypatch):
    monkeypatch.setattr(hints, "in_notebook", lambda: True)

    assert hints.is_fresh({"record": 1})
    assert not hints.is_fresh({"record": 1, "____": ____})


def test_outside_a_notebook_no_kernel_is_fresh():
    assert not hints.is_fresh({})


def test_a_name_that_somebody_made_up_is_plain_text():
    assert "\x1b" not in hints.run_above("\x1b[2J")


@pytest.mark.parametrize(
    ("cell", "name"), [("in a module", "NameError"), ("another exception", "ZeroDivisionError")]
)
def test_what_no_cell_above_makes_is_shown_as_always(ended, cell, name):
    assert ended[cell].ename == name
    assert ABOVE not in "".join(ended[cell].traceback)


@pytest.mark.parametrize("cell", ["stopped", "stopped asleep", "stopped while it waits"])
def test_the_stop_button_leaves_one_sentence(ended, cell):
    said = "KeyboardInterrupt: Stopped. Run this cell again when you are ready."

    assert ended[cell].ename == "KeyboardInterrupt"
    assert ended[cell].traceback == [said]
