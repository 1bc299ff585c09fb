"""The practice service and a person, as its own tests have them."""

from tests.practice.conftest import alice, authorization_url, exchange, next_entry

__all__ = ["alice", "authorization_url", "exchange", "next_entry"]
