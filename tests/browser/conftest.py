from urllib.parse import urlencode

import pytest

from oauth_tutorial import LoopbackReceiver
from oauth_tutorial.browser import link_card, visiting
from oauth_tutorial.browser.notebook_browser import NotebookBrowser

STATE = "s" * 43


@pytest.fixture
def receiver():
    with LoopbackReceiver(state=STATE) as receiver:
        yield receiver


@pytest.fixture
def browser():
    browser = NotebookBrowser()
    yield browser
    browser.close()


@pytest.fixture
def url(photobox, receiver):
    parameters = {
        "response_type": "code",
        "client_id": "printshop",
        "redirect_uri": receiver.redirect_uri,
        "scope": "photos.read orders.write",
        "state": STATE,
    }
    return f"{photobox.authorization_endpoint}?{urlencode(parameters)}"


@pytest.fixture
def shown(monkeypatch):
    """A notebook in which a person sits; what it shows is collected."""
    displayed = []
    monkeypatch.delenv("OAUTH_TUTORIAL_AUTOPILOT", raising=False)
    monkeypatch.setattr(visiting, "in_notebook", lambda: True)
    monkeypatch.setattr(visiting, "show_widget", lambda widget, text: displayed.append(widget))
    monkeypatch.setattr(link_card, "_of_this_kernel", NotebookBrowser)
    return displayed
