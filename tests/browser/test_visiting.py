"""``visit``: which browser opens, and that all of them leave the same output."""

from urllib.parse import urlencode

import ipywidgets
import pytest

from oauth_tutorial import LoopbackReceiver, visit
from oauth_tutorial.browser import link_card, visiting
from oauth_tutorial.browser.notebook_browser import NotebookBrowser
from oauth_tutorial.errors import CallbackTimeout, InvalidArgument
from oauth_tutorial.location import finding

STATE = "s" * 43


@pytest.fixture
def receiver():
    with LoopbackReceiver(state=STATE) as receiver:
        yield receiver


@pytest.fixture
def url(receiver, photobox):
    query = {
        "response_type": "code",
        "client_id": "printshop",
        "redirect_uri": receiver.redirect_uri,
        "state": STATE,
    }
    return f"{photobox.authorization_endpoint}?{urlencode(query)}"


@pytest.fixture
def shown(monkeypatch):
    """A notebook in which a person sits; what it shows is collected."""
    displayed = []
    monkeypatch.delenv("OAUTH_TUTORIAL_AUTOPILOT", raising=False)
    monkeypatch.setattr(visiting, "in_notebook", lambda: True)
    monkeypatch.setattr(visiting, "show_widget", lambda widget, text: displayed.append(widget))
    monkeypatch.setattr(link_card, "_of_this_kernel", NotebookBrowser)
    return displayed


def inside(widget) -> list[object]:
    return [widget, *(one for child in getattr(widget, "children", ()) for one in inside(child))]


def descriptions(widget) -> list[str]:
    return [one.description for one in inside(widget) if getattr(one, "description", "")]


def press(widget, description: str) -> None:
    buttons = [one for one in inside(widget) if isinstance(one, ipywidgets.Button)]
    next(one for one in buttons if one.description == description).click()


def test_a_person_gets_a_link_and_may_stay_in_the_notebook(url, receiver, shown):
    visit(url)
    [card] = shown
    link = next(one.value for one in inside(card) if "<a " in getattr(one, "value", ""))
    assert 'target="_blank" rel="noopener"' in link
    assert "Sign in" not in descriptions(card)
    press(card, "Open it here in the notebook instead")

    assert "Open it here in the notebook instead" not in descriptions(card)
    assert {"User name", "Password", "Sign in"} <= set(descriptions(card))
    assert not receiver.person_needs_the_kernel


@pytest.mark.parametrize(
    ("variable", "value"), [(visiting.VARIABLE, "notebook"), ("COLAB_RELEASE_TAG", "release")]
)
def test_where_no_tab_gets_there_the_page_opens_in_the_notebook(
    url, receiver, shown, monkeypatch, variable, value
):
    monkeypatch.setenv(variable, value)
    monkeypatch.setattr(finding, "_found", None)
    visit(url)
    [card] = shown

    assert not [one for one in inside(card) if "<a " in getattr(one, "value", "")]
    assert {"Address", "User name", "Password", "Sign in"} <= set(descriptions(card))
    with pytest.raises(CallbackTimeout, match=r"(?s)Nobody has signed in yet.*run this cell again"):
        receiver.wait(timeout=60)


def test_the_autopilot_presses_the_same_buttons(url, receiver, capsys):
    visit(url)

    assert receiver.wait(timeout=1).state == STATE
    assert capsys.readouterr().out.startswith("Open the sign-in page. Sign in as alice (password")


def test_a_pushed_request_shows_the_status_of_the_live_receiver(url, receiver, shown):
    """RFC 9126 §4: its link holds no redirect URI."""
    visit(f"{url.partition('?')[0]}?client_id=printshop&request_uri=urn:x")
    [card] = shown

    assert [one.value for one in inside(card) if "Waiting" in str(getattr(one, "value", ""))]


def test_an_error_page_is_left_alone(url, receiver):
    visit(url.replace("client_id=printshop", "client_id=unknown"))

    assert not receiver.done


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"url": None}, "address as text"),
        ({"url": "javascript:alert(1)"}, "http or https"),
        ({"url": "http://127.0.0.1/", "username": "eve"}, "alice, bob"),
        ({"url": "http://127.0.0.1/", "decision": "maybe"}, "'approve' or 'deny'"),
    ],
)
def test_what_cannot_be_right_is_refused(arguments, message):
    with pytest.raises(InvalidArgument, match=message):
        visit(**arguments)
