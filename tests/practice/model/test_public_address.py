"""A browser far from the kernel: its addresses, and the redirect URIs that match there."""

import socket

import pytest
import requests

from oauth_tutorial import LoopbackReceiver
from tests.practice.model.conftest import PUBLIC

OTHER_PORT = "in this notebook the receiver is on port"


@pytest.fixture
def receiver(far_away):
    with LoopbackReceiver(state="xyz") as receiver:
        yield receiver


@pytest.fixture
def ask(far_away):
    """Ask for a sign-in page as the browser does, in a kernel that the browser has to proxy to."""

    def send(redirect_uri: str) -> requests.Response:
        query = {"response_type": "code", "client_id": "printshop", "state": "xyz"}
        query["redirect_uri"] = redirect_uri
        return requests.get(f"{far_away.issuer}/authorize", query, timeout=5)

    return send


def test_the_receivers_own_port_is_good_below_the_public_address(receiver, ask):
    assert receiver.redirect_uri == f"{PUBLIC.replace('{port}', str(receiver.port))}/callback"
    assert "Sign in to PhotoBox" in ask(receiver.redirect_uri).text


def test_a_cell_that_is_run_again_keeps_its_link_good(receiver, ask):
    with LoopbackReceiver(state="another") as again:
        assert again.redirect_uri == receiver.redirect_uri
        assert ask(receiver.redirect_uri).status_code == 200


def test_another_persons_port_is_refused_and_the_page_says_which(receiver, ask):
    with socket.create_server(("127.0.0.1", 0)) as bobs:
        port = bobs.getsockname()[1]
        page = ask(f"{PUBLIC.replace('{port}', str(port))}/callback")

    assert page.status_code == 400
    assert f"the port differs: {port} was sent, but {OTHER_PORT} {receiver.port}" in page.text
    assert f"Expected</dt><dd><code>&#39;{receiver.redirect_uri}&#39;" in page.text


def test_an_old_link_of_a_closed_receiver_is_refused_and_says_what_to_run(far_away, ask):
    """Somebody else may have taken the port since."""
    with LoopbackReceiver(state="xyz") as closed:
        pass
    page = ask(closed.redirect_uri)

    assert page.status_code == 400
    assert f"{closed.port} was sent, but in this notebook no receiver is open" in page.text
    assert "Run the cell that makes the receiver" in page.text


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ("https://hub.example/user/alice/proxy/{port}/calback", "the path differs"),
        ("https://hub.example/user/alice/proxy/{port}/callback/..", "the path differs"),
        ("https://hub.example/user/alice/proxy/{port}/callback?a=b", "the query differs"),
        ("https://hub.example/user/alice/proxy/{port}@evil.example/callback", "the path differs"),
        ("https://hub.example/user/alice/proxy/evil.example:{port}/callback", "the path differs"),
        ("https://hub.example/user/alice/proxy/127.0.0.1:{port}/callback", "the path differs"),
        ("https://hub.example/user/alice/proxy/absolute/{port}/callback", "the path differs"),
        ("https://hub.example/user/alice/proxy/0{port}/callback", "the path differs"),
        ("https://hub.example/user/bob/proxy/{port}/callback", "the path differs"),
        ("https://hub.example/user/alice/proxy/0/callback", "the path differs"),
        ("https://hub.example/user/alice/proxy/65536/callback", "the path differs"),
        ("http://hub.example/user/alice/proxy/{port}/callback", "the scheme differs"),
        ("https://hub.example.evil.example/user/alice/proxy/{port}/callback", "differs"),
    ],
)
def test_what_only_looks_like_the_public_address_is_refused(receiver, ask, changed, says):
    page = ask(changed.replace("{port}", str(receiver.port)))

    assert page.status_code == 400
    assert says in page.text


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]"])
def test_loopback_matches_on_any_port_as_ever(receiver, ask, host):
    """RFC 8252 §7.3: it is the port of the browser's own machine."""
    assert ask(f"http://{host}:9000/callback").status_code == 200


HOME = "https://hub.example/user/alice/proxy/5000"


@pytest.fixture
def app_at(far_away):
    """The address of an app of the learner's own, that PhotoBox was told of."""
    yield far_away.expect_app(5000)
    far_away.address.apps.clear()


@pytest.mark.parametrize("path", ["/callback", "/cb/", "/auth/photobox/callback", "/a.b~c_d-e/F0"])
def test_any_path_below_an_app_that_is_expected(app_at, ask, path):
    assert app_at == HOME
    assert ask(HOME + path).status_code == 200


@pytest.mark.parametrize(
    "redirect_uri",
    [
        HOME,
        f"{HOME}/",
        f"{HOME}//callback",
        f"{HOME}//evil.example/callback",
        f"{HOME}/callback/..",
        f"{HOME}/../5001/callback",
        f"{HOME}/./callback",
        f"{HOME}/a/../../5001/callback",
        f"{HOME}/%2e%2e/5001/callback",
        f"{HOME}/..%2f5001/callback",
        f"{HOME}/.%2e/callback",
        f"{HOME}/a\\..\\callback",
        f"{HOME}/callback;a=b",
        f"{HOME}/callback?next=/",
        f"{HOME}/callback?",
        f"{HOME}/callback#a",
        f"{HOME}/call back",
        f"{HOME}/callback\n",
        f"{HOME}/cällback",
        f"{HOME}0/callback",
        f"{HOME}@evil.example/callback",
        f"{HOME}.evil.example/callback",
        f"{HOME}callback",
        HOME.replace("5000", "5001") + "/callback",
        HOME.replace("https", "http") + "/callback",
        HOME.replace("alice", "bob") + "/callback",
        f" {HOME}/callback",
        HOME.upper() + "/callback",
    ],
)
def test_what_only_looks_like_a_path_of_the_app_is_refused(app_at, ask, redirect_uri):
    assert ask(redirect_uri).status_code == 400


def test_an_app_that_nobody_spoke_of_is_refused(far_away, ask):
    assert ask(f"{HOME}/callback").status_code == 400


def test_an_app_whose_address_is_known_already(far_away, ask):
    home = far_away.expect_app(5000, "https://shop.example/")

    assert home == "https://shop.example"
    assert ask(f"{home}/callback").status_code == 200
    far_away.address.apps.clear()
    assert ask(f"{home}/callback").status_code == 400
