"""The receiver's own address, however it is written: every spelling that a browser sends."""

import pytest
import requests

from oauth_tutorial import LoopbackReceiver
from oauth_tutorial.client import receiver as module
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.location import VARIABLE

STATE = "s" * 43


@pytest.mark.parametrize(
    "template",
    ["https://HUB.Example/proxy/{port}", "https://hub.example:443/proxy/{port}"],
)
def test_the_public_address_in_another_spelling(template, monkeypatch):
    """A browser writes Host in small letters, and without the port of the scheme."""
    monkeypatch.setenv(VARIABLE, template)
    with LoopbackReceiver(state=STATE) as receiver:
        answer = requests.get(
            f"http://127.0.0.1:{receiver.port}/callback?code=c&state={STATE}",
            headers={"Host": "hub.example"},
            timeout=5,
        )

        assert (answer.status_code, receiver.wait(timeout=5).code) == (200, "c")


@pytest.mark.parametrize("template", ["http://[", "https://u:SECRET@hub.example/{port}", "nowhere"])
def test_an_address_that_is_none_leaves_no_half_receiver(template, monkeypatch):
    monkeypatch.setenv(VARIABLE, template)
    with pytest.raises(InvalidArgument, match=VARIABLE) as raised:
        LoopbackReceiver(state=STATE)

    assert "SECRET" not in str(raised.value)
    assert module.current() is None

    monkeypatch.delenv(VARIABLE)
    with LoopbackReceiver(state=STATE) as receiver:
        assert module.current() is receiver


@pytest.mark.parametrize("path", ["/a%20b", "/café", "//x", "/a?b", "callback", "/a\\b", "/a b"])
def test_a_path_that_no_request_would_match_is_refused(path):
    with pytest.raises(InvalidArgument, match="path must be"):
        LoopbackReceiver(state=STATE, path=path)


@pytest.mark.parametrize("path", ["/", "/callback", "/auth/github/callback", "/a.b/~c;d=e"])
def test_a_path_is_matched_as_it_is_written(path):
    with LoopbackReceiver(state=STATE, path=path) as receiver:
        address = f"{receiver.redirect_uri}?code=c&state={STATE}"

        assert requests.get(address, timeout=5).status_code == 200


@pytest.mark.parametrize("pasted", ["http://[", "http://[?code=c&state=s", "", "://", "?"])
def test_what_is_pasted_is_answered_in_words(pasted):
    with LoopbackReceiver(state=STATE) as receiver:
        assert isinstance(receiver.paste(pasted), str)
        assert not receiver.done


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_redirect_uri_names_the_machine_as_asked(host):
    with LoopbackReceiver(state=STATE, host=host) as receiver:
        assert receiver.redirect_uri == f"http://{host}:{receiver.port}/callback"
        address = f"{receiver.redirect_uri}?code=c&state={STATE}"

        assert requests.get(address, timeout=5).status_code == 200
        assert receiver.wait(timeout=5).code == "c"


def test_another_host_is_told_which_one_is_wanted():
    with LoopbackReceiver(state=STATE, host="localhost") as receiver:
        page = requests.get(
            f"http://127.0.0.1:{receiver.port}/callback?code=c&state={STATE}",
            headers={"Host": "evil.example"},
            timeout=5,
        )

        assert page.status_code == 421
        assert f"localhost:{receiver.port}" in page.text
        assert not receiver.done


def test_a_public_address_comes_before_a_name_of_this_machine(monkeypatch):
    monkeypatch.setenv(VARIABLE, "https://hub.example/proxy/{port}")
    with LoopbackReceiver(state=STATE, host="localhost") as receiver:
        assert receiver.redirect_uri == f"https://hub.example/proxy/{receiver.port}/callback"
