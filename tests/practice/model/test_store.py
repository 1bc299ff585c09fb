"""What the service remembers, in memory and bounded."""

from collections import deque

import pytest

from oauth_tutorial import practice
from oauth_tutorial.practice.model.store import (
    AuthorizationRequest,
    Bounded,
    Code,
    DeviceRequest,
    Grant,
    PushedRequest,
    Session,
    Shared,
    Store,
    Token,
    Waiting,
)
from tests.practice.conftest import CALLBACK, CHALLENGE, GRANT

OWN = {
    "redirect_uris": [CALLBACK],
    "grant_types": ["authorization_code", GRANT],
    "token_endpoint_auth_method": "none",
}


def test_memory_is_bounded():
    store = practice.PhotoBox("http://photobox.example").store
    for number in range(store.codes.limit + 10):
        store.codes[str(number)] = None

    assert len(store.codes) == store.codes.limit


@pytest.fixture
def token():
    grant = Grant("printshop", "alice", ("photos.read",), auth_time=0)
    return Token(grant, grant.scope, issued_at=100, expires_at=200, audience=())


def test_the_oldest_entry_is_forgotten_first():
    memory = Bounded(limit=2)
    for name in ("a", "b", "a", "c"):  # "a" again makes no room
        memory[name] = name

    assert list(memory) == ["b", "c"]


def test_a_token_lives_until_it_expires_or_its_grant_ends(token):
    assert [token.lives(now) for now in (100, 199, 200, 201)] == [True, True, False, False]

    token.grant.alive = False
    assert not token.lives(100)


def test_a_used_token_lives_and_is_good_for_nothing(token):
    """So that its second use can be told from an unknown one (RFC 9700 §4.14.2)."""
    assert token.is_good(100)
    token.used = True

    assert token.lives(100)
    assert not token.is_good(100)


def test_a_token_of_a_client_itself_is_about_the_client():
    assert Grant("nightly", "", (), auth_time=0).subject == "nightly"
    assert Grant("printshop", "alice", (), auth_time=0).subject == "alice"


def test_clear_forgets_everything(service):
    store = service.store
    for memory in vars(store).values():
        memory.append(1.0) if isinstance(memory, deque) else memory.update(a=1)
    store.clear()

    assert not any(vars(store).values())


def test_two_sessions_have_two_form_tokens():
    assert Session().form_token != Session().form_token
    assert len(Session().form_token) == 43


def of_client(store, client_id):
    """Fill every memory with one thing of a client, and return its grant."""
    grant = Grant(client_id, "alice", ("photos.read",), auth_time=0)
    request = AuthorizationRequest(
        client_id, "", True, grant.scope, state=None, code_challenge=None, nonce=None
    )
    device = DeviceRequest(client_id, grant.scope, "", "", expires_at=0, interval=5)
    token = Token(grant, grant.scope, issued_at=0, expires_at=9, audience=())
    store.codes[client_id] = Code(grant, request, expires_at=9)
    store.access_tokens[client_id] = store.refresh_tokens[client_id] = token
    store.requests[client_id] = Waiting(request, "a browser")
    store.requests[f"{client_id}'s device"] = Waiting(device, "a browser")
    store.pushed[client_id] = PushedRequest(request, expires_at=9)
    store.devices[client_id] = store.user_codes[client_id] = device
    store.consents[f"alice {client_id}"] = frozenset(grant.scope)
    return grant


def test_a_client_that_is_forgotten_takes_along_all_that_is_its_own():
    """RFC 7592 §2.3."""
    store = Store()
    one, other = of_client(store, "one"), of_client(store, "other")
    store.forget_client("one")
    left = {key for memory in vars(store).values() for key in memory}

    assert (one.alive, other.alive) == (False, True)
    assert left == {"other", "other's device", "alice other"}


def test_a_client_whose_consents_are_forgotten_keeps_its_tokens():
    store = Store()
    one, _ = of_client(store, "one"), of_client(store, "other")
    store.forget_consents("one")

    assert (list(store.consents), list(store.pushed)) == (["alice other"], ["other"])
    assert one.alive
    assert "one" in store.refresh_tokens


MEMORIES = ("codes", "access_tokens", "refresh_tokens", "devices", "user_codes", "requests")


class Busy:
    """What is remembered, in a memory that others write to whenever it is looked at."""

    def __init__(self, memory):
        self.memory, self.number = memory, 0

    def __getattr__(self, name):
        self.number += 1
        self.memory[f"new {self.number}"] = self.memory.pop("goes", None) or self.memory["stays"]
        return getattr(self.memory["stays"], name)


@pytest.mark.parametrize("name", [*MEMORIES, "pushed"])
def test_others_write_while_a_client_is_forgotten(name):
    store = Store()
    of_client(store, "one")
    of_client(store, "other")
    memory = getattr(store, name)
    memory["stays"], memory["goes"] = memory["other"], memory["one"]
    memory["busy"] = Busy(memory)
    memory.move_to_end("busy", last=False)
    store.forget_client("one")

    assert "one" not in memory
    assert "other" in memory


def test_who_stores_without_end_pushes_out_their_own_alone():
    """As a page does that has tokens, devices or requests made for a client whom all know."""
    shared = Shared(lambda one: one.partition("-")[0], limit=5)
    for name in ("mine-1", "mine-2", *(f"theirs-{number}" for number in range(50))):
        shared[name] = name
    shared["theirs-48"] = "theirs-48"

    assert list(shared) == ["mine-1", "mine-2", "theirs-47", "theirs-48", "theirs-49"]
    shared["another-1"] = "another-1"
    assert list(shared) == ["mine-1", "mine-2", "theirs-48", "theirs-49", "another-1"]


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("path", ["/token", "/par", "/device_authorization"])
def test_505_requests_in_a_known_clients_name_push_out_no_other_client(service, client, path):
    """Each can be sent by a page of another site: no cookie is needed."""
    own = client.post("/register", json=OWN).json["client_id"]
    form, known = {"client_id": own, "response_type": "code"}, "printshop-public"
    form |= {"code_challenge": CHALLENGE, "code_challenge_method": "S256", "redirect_uri": CALLBACK}
    store = service.store
    for where in ("/par", "/device_authorization"):
        assert client.post(where, data=form).status_code < 300
    store.access_tokens["hers"] = Token(Grant(own, "alice", (), 0), (), 0, 9e9, ())
    memories = (store.pushed, store.devices, store.user_codes, store.access_tokens)
    firsts = [next(iter(memory)) for memory in memories]
    sent = form | {"client_id": known}
    if path == "/device_authorization":
        sent = {"client_id": "photobox-printer"}
    if path == "/token":
        sent = {"client_id": "printshop-nightly", "client_secret": "printshop-nightly-secret"}
        sent |= {"grant_type": "client_credentials"}
    for _ in range(505):
        assert client.post(path, data=sent).status_code < 300

    assert all(first in memory for first, memory in zip(firsts, memories, strict=True))
