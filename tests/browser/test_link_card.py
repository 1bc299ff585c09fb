"""The card of a visit: a link to a real tab, or a window inside the notebook."""

from contextlib import closing

import ipywidgets
import pytest
import requests

from oauth_tutorial import LoopbackReceiver, visit
from oauth_tutorial.browser import link_card, visiting
from oauth_tutorial.browser.notebook_browser import NotebookBrowser
from oauth_tutorial.browser.person import drive
from oauth_tutorial.client.arrivals import Event
from oauth_tutorial.errors import CallbackTimeout
from oauth_tutorial.location import finding
from oauth_tutorial.network import serve
from oauth_tutorial.notebook.region import Live
from tests.browser.conftest import STATE


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


def test_a_pushed_request_shows_the_status_of_the_live_receiver(url, receiver, shown):
    """RFC 9126 §4: its link holds no redirect URI."""
    visit(f"{url.partition('?')[0]}?client_id=printshop&request_uri=urn:x")
    [card] = shown

    assert [one.value for one in inside(card) if "Waiting" in str(getattr(one, "value", ""))]


def test_a_pasted_address_counts_and_leaves_no_code_in_the_notebook(url, receiver, shown):
    visit(url)
    [card] = shown
    [field] = [one for one in inside(card) if isinstance(one, ipywidgets.Text)]
    field.value = f"{receiver.redirect_uri}?code=very-secret&state={STATE}"
    press(card, "Use this address")

    assert receiver.wait(timeout=1).code == "very-secret"
    assert field.value == ""
    assert "very-secret" not in str([getattr(one, "value", "") for one in inside(card)])


def test_of_an_apps_link_its_address_stays_when_the_person_has_decided(photobox, shown):
    """The app is there to be looked at again; who signs in, and how, is no longer said."""
    app = LittleApp(photobox)
    with closing(app):
        visit(app.url)
        [card] = shown
        link = next(one for one in inside(card) if "<a " in getattr(one, "value", ""))
        before = link.value
        drive(NotebookBrowser(), app.url, username="alice", decision="approve")

    assert "Press Sign in with PhotoBox. Sign in as alice (password wonderland)" in before
    assert app.url in link.value
    assert "wonderland" not in state_of(card)


class LittleApp:
    """Its first page has a link to PhotoBox."""

    def __init__(self, photobox) -> None:
        self._photobox = photobox
        self._server = serve(self._answer, name="little-app")
        self.url = photobox.expect_app(self._server.port) + "/"
        self.close = self._server.stop

    def _answer(self, environ, start_response):
        asked = "response_type=code&client_id=printshop&scope=photos.read"
        where = f"{self._photobox.authorization_endpoint}?{asked}&redirect_uri={self.url}back"
        start_response("200 OK", [("Content-Type", "text/html")])
        return [f"<a href='{where}'>Sign in with PhotoBox</a>".encode()]


def test_the_instruction_and_the_link_are_escaped(receiver):
    card = link_card.link_card(link_card.Visit('http://127.0.0.1/?"><b>', "<i>"), receiver, False)
    [link] = [one.value for one in inside(card) if "<a " in getattr(one, "value", "")]

    assert "<b>" not in link
    assert "<i>" not in link


def test_a_link_that_was_answered_is_taken_away(url, receiver, shown):
    """A notebook may be saved with the state of its widgets."""
    visit(url)
    [card] = shown
    assert STATE in state_of(card)

    receiver.paste(f"{receiver.redirect_uri}?error=access_denied&state={STATE}")

    assert STATE not in state_of(card)
    assert "run the cell that makes the receiver and the link again" in state_of(card)
    assert "Open it here in the notebook instead" not in descriptions(card)


@pytest.mark.parametrize("decision", ["approve", "deny"])
def test_the_link_of_a_device_is_taken_away_when_the_person_has_decided(photobox, shown, decision):
    client = {"client_id": "photobox-printer", "scope": "photos.read"}
    answer = requests.post(photobox.device_authorization_endpoint, client, timeout=5).json()
    visit(answer["verification_uri_complete"])
    [card] = shown
    assert answer["user_code"] in state_of(card)

    sign_in(answer["verification_uri_complete"], decision)

    assert answer["user_code"] not in state_of(card)
    assert "run the cell that asks for the codes again" in state_of(card)


def test_the_link_to_a_settings_page_stays_when_somebody_signs_in(photobox, shown):
    visit(f"{photobox.issuer}/developer")
    client = {"client_id": "photobox-printer", "scope": "photos.read"}
    answer = requests.post(photobox.device_authorization_endpoint, client, timeout=5).json()

    sign_in(answer["verification_uri_complete"], "approve")

    assert "Open the settings page" in state_of(shown[0])


def sign_in(url: str, decision: str) -> None:
    """Be Alice, in a browser of her own."""
    with closing(NotebookBrowser()) as alice:
        alice.open(url)
        alice.press("Continue")
        alice.fill("User name", "alice")
        alice.fill("Password", "wonderland")
        alice.press("Sign in")
        alice.press(decision.title())


def state_of(card) -> str:
    """What a notebook would hold of it: the state of each of its models."""
    return str([one.get_state() for one in inside(card)])


def field_of(card) -> ipywidgets.Text:
    [field] = [one for one in inside(card) if isinstance(one, ipywidgets.Text)]
    return field


def status_of(card) -> str:
    [status] = [one.text.value for one in inside(card) if isinstance(one, Live)]
    return status


def test_enter_uses_the_address_in_the_field(url, receiver, shown):
    visit(url)
    [card] = shown
    field_of(card).value = f"{receiver.redirect_uri}?code=very-secret&state={STATE}"
    field_of(card)._handle_custom_msg({"event": "submit"}, [])

    assert receiver.wait(timeout=1).code == "very-secret"
    assert "Received. The code has arrived." in status_of(card)
    assert "Waiting" not in status_of(card)
    assert "very-secret" not in state_of(card)


@pytest.mark.parametrize("in_the_notebook", [True, False])
def test_a_pasted_address_is_not_saved_where_the_tab_answers_first(
    url, receiver, shown, monkeypatch, in_the_notebook
):
    if in_the_notebook:
        monkeypatch.setenv(visiting.VARIABLE, "notebook")
    visit(url)
    [card] = shown
    [field] = [one for one in inside(card) if "Did the page" in getattr(one, "description", "")]
    address = f"{receiver.redirect_uri}?code=very-secret&state={STATE}"
    field.value = address
    requests.get(address, timeout=5)
    receiver.wait(timeout=5)

    assert field.value == ""
    assert field.disabled
    assert "very-secret" not in state_of(card)


def test_why_an_address_was_refused_stays_until_an_answer_comes(url, receiver, shown):
    visit(url)
    [card] = shown
    field_of(card).value = f"{receiver.redirect_uri}?code=very-secret&state=another"
    press(card, "Use this address")
    refused = status_of(card)
    assert "Waiting. The redirect carries a different state" in refused

    receiver._note(Event(404, "an icon", "not_a_navigation"))
    assert status_of(card) == refused
    receiver.paste(f"{receiver.redirect_uri}?code=very-secret&state={STATE}")
    assert "a different state" not in status_of(card)
    assert "Received" in status_of(card)


def test_the_card_of_a_closed_receiver_says_so(url, receiver, shown):
    visit(url)
    [card] = shown
    field_of(card).value = "?code=very-secret"
    with LoopbackReceiver(state=STATE):
        assert "very-secret" not in state_of(card)
        assert "Closed" in status_of(card)
        assert "run the cell that makes the receiver and the link again" in status_of(card)
        assert "Waiting" not in status_of(card)


def test_the_card_of_an_answered_receiver_does_not_change_when_it_is_closed(url, receiver, shown):
    visit(url)
    [card] = shown
    receiver.paste(f"{receiver.redirect_uri}?code=very-secret&state={STATE}")
    receiver.close()

    assert "Received" in status_of(card)
    assert "Closed" not in status_of(card)
