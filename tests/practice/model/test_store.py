"""What the service remembers, in memory and bounded."""

from collections import deque

import pytest

from oauth_tutorial import practice
from oauth_tutorial.practice.model.store import Bounded, Grant, Session, Token


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
