"""The clients that the service knows (RFC 6749 §2)."""

from oauth_tutorial import LoopbackReceiver
from oauth_tutorial.location.finding import VARIABLE
from oauth_tutorial.practice.model.variants import variant
from oauth_tutorial.practice.service import PhotoBox


def test_the_storys_clients_are_known_beside_the_seeds():
    clients, one = PhotoBox(variant=variant(7)).clients, variant(7)

    assert clients.get("printshop").secret_is("printshop-secret")
    assert clients.get(one.client_id).secret_is(one.client_secret)
    assert clients.get(one.public_client_id).is_public
    assert PhotoBox().clients.get(one.client_id) is None


def test_an_address_without_a_port_in_it_is_good_while_a_receiver_listens(photobox, monkeypatch):
    monkeypatch.setenv(VARIABLE, "https://tunnel.example")
    client = photobox.clients.get("printshop")
    with LoopbackReceiver(state="xyz") as receiver:
        assert receiver.redirect_uri == "https://tunnel.example/callback"
        assert client.has_redirect_uri(receiver.redirect_uri)
    assert not client.has_redirect_uri(receiver.redirect_uri)


def test_without_a_receiver_nothing_but_loopback_matches(photobox):
    client = photobox.clients.get("printshop")

    assert not client.has_redirect_uri("https://hub.example/user/alice/proxy/9000/callback")
    assert client.has_redirect_uri("http://127.0.0.1:9000/callback")
