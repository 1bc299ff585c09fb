"""nbclient, which has no page: no image is drawn, and nothing waits for a browser."""

import nbformat
import pytest
from nbclient import NotebookClient

ASK = """
import time
from oauth_tutorial import location
from oauth_tutorial.location import beacon
beacon.LIMIT = 3600  # seconds: whoever waits for an image does not end
begun = time.monotonic()
place = location.where()
print(place.kind, f"{time.monotonic() - begun:.2f}")
"""


@pytest.mark.parametrize(
    ("prefix", "kind"), [("", "loopback"), ("/user/alice/", "paste")], ids=["laptop", "hub"]
)
def test_nobody_is_waited_for(monkeypatch, record_property, prefix, kind):
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", prefix)
    monkeypatch.delenv("OAUTH_TUTORIAL_AUTOPILOT", raising=False)
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(ASK)])
    NotebookClient(book, timeout=60, kernel_name="python3", allow_errors=False).execute()
    [output] = book.cells[0].outputs

    found, seconds = output["text"].split()
    record_property("browser found", f"nbclient: no browser, so {kind}, after {seconds} s.")

    assert found == kind
