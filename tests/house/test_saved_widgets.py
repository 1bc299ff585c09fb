"""What a notebook holds when it is saved with the state of its widgets: no secret of the flow.

JupyterLab saves it where *Save Widget State Automatically* is ticked; nbclient does, too.
"""

import json
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
SHORTEST = 8  # characters of a secret; a shorter one is a sample
# A link, a denied one, a ladder; a nonce; a pushed request and a device's code. The link of 01 is
# made by the learner's own code, and nobody comes back to its receiver. A provider's personality.
# An app of the learner's own.
FLOWS = [next(NOTEBOOKS.glob(f"{number}_*.ipynb")) for number in ("02", "06", "08", "09", "10")]
SECRETS = """
import json
from oauth_tutorial.practice import running
from oauth_tutorial.text.redaction import SECRET_PARAMETERS

found = set()
for entry in running().log if running() else []:
    answer = json.loads(entry.response_body) if entry.response_body.startswith("{") else {}
    for name, value in [*entry.parameters.items(), *answer.items()]:
        if name in SECRET_PARAMETERS and isinstance(value, str):
            found.add(value)
print(json.dumps(sorted(found)))
"""
REVIEW = re.compile(r"^review\(", re.M)


TYPED = "a-secret-of-github-0123456789abcdef"
TYPING = f"""
from IPython.display import display
from oauth_tutorial.providers import provider

client = provider("github").client()
panel = client.panel()
display(panel)
panel.client_id.value = "Ov23liabcdefghijklmn"
panel.secret.value = bytes.fromhex("{TYPED.encode().hex()}").decode()
panel.button.click()
display(client, panel, panel.children, vars(panel), [client])
"""
KNOWN = "print(len(client.client_secret), client.source)"


@pytest.mark.sockets
def test_a_secret_that_was_typed_is_nowhere_in_a_saved_notebook(monkeypatch, tmp_path):
    monkeypatch.setenv("OAUTH_TUTORIAL_AUTOPILOT", "1")
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [
        nbformat.v4.new_code_cell(source)
        for source in (TYPING, KNOWN, "provider('github').forget()", "%whos")
    ]
    path = {"metadata": {"path": tmp_path}}
    NotebookClient(notebook, timeout=60, store_widget_state=True, resources=path).execute()
    saved = json.dumps(notebook)

    assert notebook.cells[1].outputs[0].text == f"{len(TYPED)} panel\n"
    assert "PasswordModel" in json.dumps(notebook.metadata.widgets)
    assert TYPED not in saved


@pytest.mark.sockets
@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
def test_no_secret_of_a_flow_is_in_the_saved_state_of_its_widgets(path, monkeypatch, tmp_path):
    monkeypatch.setenv("OAUTH_TUTORIAL_AUTOPILOT", "1")
    monkeypatch.setenv("OAUTH_TUTORIAL_PROGRESS", str(tmp_path / "progress.json"))
    notebook = nbformat.read(path, as_version=4)
    # a review has a service of its own, and takes its time
    for cell in notebook.cells:
        cell.source = REVIEW.split(cell.source)[0]
    # before the last cells: a provider's personality ends where the next one begins
    ends = [n for n, cell in enumerate(notebook.cells, 1) if "poll_device(" in cell.source]
    asked = ends[-1] if path.stem.startswith("09") else len(notebook.cells)
    notebook.cells.insert(asked, nbformat.v4.new_code_cell(SECRETS))
    client = NotebookClient(
        notebook, timeout=60, store_widget_state=True, resources={"metadata": {"path": tmp_path}}
    )
    client.execute()
    secrets = [
        one for one in json.loads(notebook.cells[asked].outputs[0].text) if len(one) >= SHORTEST
    ]
    saved = json.dumps(notebook.metadata.widgets)

    assert secrets
    assert "model_name" in saved
    assert [one for one in secrets if one in saved] == []
