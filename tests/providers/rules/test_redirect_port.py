"""The port, from run to run."""

import pytest

from ..conftest import Invent
from ..found import first, levels

HERE = {"hosts": ["127.0.0.1"]}


@pytest.mark.parametrize(
    ("loopback", "port", "level"),
    [
        ("exact", ":8765", []),
        ("exact", "", ["may fail"]),  # http://localhost, which Twitch and Google take
        ("exact", ":49152", ["may fail"]),
        ("exact", ":443", ["may fail"]),
        ("prefix", ":49152", ["may fail"]),
        ("any-port", "", []),
        ("any-port", ":49152", []),
        ("domain", ":49152", []),
    ],
)
def test_it_is_the_same_or_may_differ(
    invent: Invent, loopback: str, port: str, level: list[str]
) -> None:
    name = invent(redirect={**HERE, "loopback": loopback})

    assert levels("redirect_port", name, redirect_uri=f"http://127.0.0.1{port}/a") == level


def test_a_port_that_stays_is_offered_with_the_text_to_register(invent: Invent) -> None:
    name = invent(redirect={**HERE, "loopback": "exact"})
    finding = first("redirect_port", name, redirect_uri="http://127.0.0.1:49152/callback")

    assert "LoopbackReceiver(port=8765)" in finding.sentence
    assert finding.paste == "http://127.0.0.1:8765/callback"


def test_an_address_without_a_port_means_the_standard_one(invent: Invent) -> None:
    name = invent(redirect={**HERE, "loopback": "exact"})
    finding = first("redirect_port", name, redirect_uri="http://127.0.0.1/callback")

    assert "means port 80: your program has to listen there" in finding.sentence
    assert finding.paste == "http://127.0.0.1:8765/callback"


def test_where_none_is_registered_any_is_taken(invent: Invent) -> None:
    name = invent(redirect={**HERE, "loopback": "any-port", "registered_without_port": True})

    assert levels("redirect_port", name, redirect_uri="http://127.0.0.1:8000/a") == []
    finding = first("redirect_port", name, redirect_uri="http://127.0.0.1:49152/a")
    assert (finding.level, finding.paste) == ("may fail", "http://127.0.0.1/a")
