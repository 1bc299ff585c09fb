"""The ladder in a notebook: choose, reveal, and see it grow."""

import threading

import ipywidgets
import pytest

from oauth_tutorial.ladder import ladder
from oauth_tutorial.ladder.panel import NOTHING
from oauth_tutorial.wire.exchange import Exchange
from oauth_tutorial.wire.recording import note, record
from tests.ladder.conftest import call_api

VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(autouse=True)
def in_a_notebook(monkeypatch):
    monkeypatch.setattr("oauth_tutorial.notebook.shown.in_notebook", lambda: True)


@pytest.fixture
def panel(flow):
    return ladder(flow.log).controls


def test_what_a_notebook_keeps_is_the_text(flow):
    drawn = ladder(flow.log)
    bundle = drawn._repr_mimebundle_()

    assert set(bundle) == {VIEW, "text/plain"}
    assert bundle["text/plain"] == repr(drawn)


def test_choosing_a_value_marks_its_places_and_says_who_reads_it(panel):
    assert "<mark>" not in panel.html

    panel.choice.value = "code"

    assert "<mark>code</mark>" in panel.html
    assert "browser history" in panel.answer.value
    assert 'role="status"' in panel.answer.value

    panel.choice.value = NOTHING
    assert "<mark>" not in panel.html


def test_secrets_show_while_the_box_is_ticked(panel, flow):
    assert flow.secrets["code"] not in panel.html

    panel.reveal.value = True
    assert flow.secrets["code"] in panel.html

    panel.reveal.value = False
    assert flow.secrets["code"] not in panel.html


def test_reveal_begins_with_the_box_ticked(flow):
    ladder(flow.log).reveal()._repr_mimebundle_()

    assert ladder(flow.log).reveal().controls.reveal.value is True


def test_the_secrets_are_what_can_be_followed(panel, flow):
    options = set(panel.choice.options)

    assert {NOTHING, "code_challenge", *flow.secrets} <= options
    assert "scope" not in options


def test_a_choice_survives_a_message_with_new_values(photobox):
    with record() as log:
        call_api(photobox, "not-a-token")
        panel = ladder(log).controls
        panel.choice.value = "access_token"
        note(Exchange(method="GET", url="https://idp.example/cb?code=abc"))
        panel.redraw()

    assert panel.choice.value == "access_token"
    assert "code" in panel.choice.options
    assert "<mark>access_token</mark>" in panel.html


def test_every_part_has_a_visible_label(panel):
    for control in (panel.choice, panel.reveal):
        assert isinstance(control, ipywidgets.DOMWidget)
        assert control.description


def test_a_live_ladder_grows_with_every_message(photobox):
    grown = threading.Event()
    with record() as log:
        drawn = ladder(log, live=True)
        drawn._repr_mimebundle_()
        panel = drawn._panel
        panel.picture.observe(
            lambda change: "/api/photos" in panel.html and grown.set(), names="children"
        )
        call_api(photobox, "not-a-token")

        assert grown.wait(timeout=10)
    assert "bearer_present" not in panel.html
    assert "token_valid" not in panel.html
    assert "not-a-token" not in panel.html


def test_a_message_that_is_there_is_not_drawn_again(flow):
    """Drawn again it would close, if the person had opened it."""
    *log, newest = flow.log
    panel = ladder(log).controls
    first, *messages, _ = panel.picture.children
    drawn_again = []
    for widget in messages:
        widget.observe(drawn_again.append, names="value")

    log.append(newest)
    panel.redraw()

    assert len(panel.picture.children) == len(messages) + 3
    assert panel.picture.children[: len(messages) + 1] == (first, *messages)
    assert drawn_again == []


def test_choosing_a_value_draws_only_the_messages_that_carry_it(panel):
    drawn_again = []
    messages = panel.picture.children[1:-1]
    for widget in messages:
        widget.observe(drawn_again.append, names="value")

    panel.choice.value = "access_token"

    assert 0 < len(drawn_again) < len(messages)


def test_a_ladder_that_is_not_live_stays_as_it_was(photobox):
    with record() as log:
        drawn = ladder(log)
        drawn._repr_mimebundle_()
        call_api(photobox, "not-a-token")

    assert "No message yet." in drawn._panel.html
    assert "/api/photos" in repr(drawn)


def test_a_live_ladder_ends_with_its_recording(photobox):
    """A cell that is run again and again must not leave threads behind."""
    subscribers = len(photobox.log._subscribers)
    log = record()
    ladder(log, live=True)._repr_mimebundle_()
    follower = [t for t in threading.enumerate() if t.name == "ladder"][-1]
    log.stop()
    follower.join(timeout=10)

    assert not follower.is_alive()
    assert len(photobox.log._subscribers) == subscribers
