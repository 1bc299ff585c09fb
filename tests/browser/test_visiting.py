"""``visit``: which browser opens, and that all of them leave the same output."""

import pytest

from oauth_tutorial import record, visit
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.location import finding
from tests.browser.conftest import STATE


def test_the_autopilot_presses_the_same_buttons(url, receiver, capsys):
    visit(url)

    assert receiver.wait(timeout=1).state == STATE
    assert capsys.readouterr().out.startswith("Open the sign-in page. Sign in as alice (password")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (
            "https://github.com/login/oauth/authorize?client_id=a",
            "Open the sign-in page. Sign in with your own account, and decide. It is the real "
            "github.com.",
        ),
        (
            "http://127.0.0.1:9/developer",
            "Open the settings page. Paste the redirect URI into its field, and register.",
        ),
    ],
)
def test_the_instruction_fits_the_page(address, said, monkeypatch, capsys):
    """At a real provider Alice has no account, and the password is nobody's business."""
    monkeypatch.delenv("OAUTH_TUTORIAL_AUTOPILOT", raising=False)
    visit(address)

    assert capsys.readouterr().out.startswith(said)


def test_a_receiver_that_has_its_answer_needs_another_link(url, receiver, capsys):
    receiver.paste(f"{receiver.redirect_uri}?code=abc&state={STATE}")
    with record() as log:
        visit(url)

    assert "run the cell that makes the receiver" in capsys.readouterr().out.lower()
    assert list(log) == []


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


def test_in_a_terminal_far_away_the_way_back_is_told(url, receiver, monkeypatch, capsys):
    monkeypatch.delenv("OAUTH_TUTORIAL_AUTOPILOT", raising=False)
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22")
    monkeypatch.setattr(finding, "_found", None)
    visit(url)

    assert "receiver.paste(" in capsys.readouterr().out
