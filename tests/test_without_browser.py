"""nbclient, which has no page: no image is drawn, and nothing waits for a browser."""

import nbformat
import pytest
from nbclient import NotebookClient

ASK = """
import time
from oauth_tutorial import location
from oauth_tutorial.location import beacon
begun = time.monotonic()
place = location.where()
print(place.kind, time.monotonic() - begun < beacon.LIMIT / 2)
"""


@pytest.mark.parametrize(
    ("prefix", "kind"), [("", "loopback"), ("/user/alice/", "paste")], ids=["laptop", "hub"]
)
def test_nobody_is_waited_for(monkeypatch, prefix, kind):
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", prefix)
    monkeypatch.delenv("OAUTH_TUTORIAL_AUTOPILOT", raising=False)
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(ASK)])
    NotebookClient(book, timeout=60, kernel_name="python3", allow_errors=False).execute()
    [output] = book.cells[0].outputs

    assert output["text"] == f"{kind} True\n"
