"""The clients that the service knows (RFC 6749 §2)."""

import pytest

from oauth_tutorial import LoopbackReceiver
from oauth_tutorial.location.finding import VARIABLE
from oauth_tutorial.practice.model.clients import Client, Clients, Registration
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


def test_a_client_that_registered_is_known_until_the_reset():
    clients = Clients()
    clients.add(Client("client-1", "An app", ("https://shop.example/cb",), "secret"))
    assert clients.get("client-1").secret_is("secret")

    clients.reset()

    assert clients.get("client-1") is None
    assert clients.get("printshop") is not None


def test_nobody_takes_the_place_of_a_client_of_the_course():
    clients = Clients()
    clients.add(Client("printshop", "Mallory", ("https://evil.example/",)))

    assert clients.get("printshop").name == "PrintShop"


def test_a_public_client_has_no_secret_and_no_wrong_one_fits():
    public, shop = Clients().get("printshop-public"), Clients().get("printshop")

    assert (public.is_public, shop.is_public) == (True, False)
    for secret in ("", "printshop-secre", "printshop-secret ", "ü", "\ud800"):
        assert not shop.secret_is(secret)


def test_only_the_unsafe_mode_takes_a_beginning():
    shop = Clients().get("printshop")
    uri = "http://127.0.0.1:1/callback/../elsewhere"

    assert not shop.has_redirect_uri(uri)
    assert shop.has_redirect_uri(uri, loose=True)
    assert shop.why_not(uri).startswith("the path differs")


def test_a_client_without_a_page_has_no_redirect_uri():
    frame = Clients().get("photobox-printer")

    assert not frame.has_redirect_uri("http://127.0.0.1/callback")
    assert frame.why_not("http://127.0.0.1/callback") == ""


def test_a_request_without_scope_gets_what_the_client_may_ask_for():
    """RFC 6749 §3.3: a default; never more than was registered (RFC 7591 §2)."""
    narrow = Client("one", "One", (), scope=("openid", "email"))

    assert Client("two", "Two", ()).default_scope == ("photos.read",)
    assert narrow.default_scope == ("openid", "email")


def test_tokens_are_signed_as_the_client_registered_and_else_by_the_default():
    """OpenID Connect Registration §2: RS256."""
    clients = Clients()
    clients.add(Client("one", "One", (), id_token_signed_response_alg="ES256"))

    assert clients.signing_algorithm("one") == "ES256"
    assert clients.signing_algorithm("printshop") == "RS256"
    assert clients.signing_algorithm("nobody") == "RS256"


def test_a_client_that_registered_itself_can_be_forgotten_and_no_other():
    clients = Clients()
    clients.add(Client("one", "One", ()))
    for client_id in ("one", "one", "printshop"):
        clients.remove(client_id)

    assert clients.get("one") is None
    assert clients.get("printshop") is not None


def test_the_token_of_a_registration_opens_it_and_is_not_shown():
    registration = Registration(access_token="very-secret", issued_at=0, auth_method="none")

    assert registration.token_is("very-secret")
    assert not any(registration.token_is(token) for token in ("", "very-secre", "ü", "\ud800"))
    assert "very-secret" not in repr(registration)


def test_whoever_registers_without_end_pushes_out_nobody_that_is_used():
    """501 registrations of a web page, which does not see their names, made one forget an app."""
    clients = Clients()
    clients.add(Client("mine", "My app", ("https://shop.example/cb",)))
    assert clients.get("mine")
    for number in range(2000):
        clients.add(Client(f"client-{number}", "", ()))

    assert clients.get("mine").name == "My app"
    assert clients.get("client-0") is None
    assert clients.get("client-1999") is not None


def test_whoever_looks_up_what_they_register_pushes_out_nobody_that_somebody_signed_in_for():
    """A page of another site can open /authorize for each of its clients; it cannot sign in."""
    clients = Clients()
    clients.add(Client("mine", "My app", ()))
    clients.use("mine")
    clients.use("printshop")
    clients.use("nobody")
    for number in range(600):
        clients.add(Client(f"client-{number}", "", ()))
        assert clients.get(f"client-{number}")

    assert clients.get("mine").name == "My app"
    assert clients.get("client-0") is None
    assert all(clients.is_self_registered(one) for one in ("mine", "client-599"))
    assert not any(clients.is_self_registered(one) for one in ("printshop", "nobody"))


@pytest.mark.parametrize("do", [lambda *_: None, Clients.get, Clients.use])
def test_a_client_that_is_changed_or_forgotten_is_so_wherever_it_is_kept(do):
    clients = Clients()
    clients.add(Client("mine", "My app", ()))
    do(clients, "mine")
    clients.add(Client("mine", "Another name", ()))
    assert clients.get("mine").name == "Another name"

    do(clients, "mine")
    clients.remove("mine")
    assert clients.get("mine") is None
    assert not clients.is_self_registered("mine")


def test_what_was_brought_at_the_start_stays():
    clients = Clients()
    clients.add(Client("made-up", "Mine", ()))
    clients.give(Client("mine", "Mine", ()), instead_of="made-up")
    clients.reset()

    assert clients.get("mine").name == "Mine"
    assert clients.get("made-up") is None
    assert not clients.is_self_registered("mine")
