"""The practice service and a person, as its own tests have them."""

from tests.practice.conftest import _start_state, alice, authorization_url, exchange, photobox

__all__ = ["_start_state", "alice", "authorization_url", "exchange", "photobox"]
