"""Issuers that resemble another one."""

from urllib.parse import urlsplit

import pytest

from oauth_tutorial.exercises.issuers import similar

ISSUER = "http://127.0.0.1:49152"
LAX = {
    "the host": lambda iss: urlsplit(iss).hostname == "127.0.0.1",
    "host and port": lambda iss: urlsplit(iss).netloc == "127.0.0.1:49152",
    "the beginning": lambda iss: iss.startswith(ISSUER),
    "a beginning of it": lambda iss: bool(iss) and ISSUER.startswith(iss),
    "the end": lambda iss: iss.endswith(ISSUER),
    "an end of it": lambda iss: bool(iss) and ISSUER.endswith(iss),
    "all of it somewhere": lambda iss: ISSUER in iss,
    "a part of it": lambda iss: bool(iss) and iss in ISSUER,
    "no capitals": lambda iss: iss.lower() == ISSUER,
    "no slash": lambda iss: iss.rstrip("/") == ISSUER,
    "no space at the end": lambda iss: iss.rstrip() == ISSUER,
    "no space before it": lambda iss: iss.lstrip() == ISSUER,
    "none": lambda iss: not iss or iss == ISSUER,
}


@pytest.mark.parametrize("how", LAX)
def test_every_lax_comparison_lets_one_through(how):
    assert any(LAX[how](iss) for _, iss, _ in similar(ISSUER))


@pytest.mark.parametrize("issuer", [ISSUER, "http://127.0.0.1:50001"])
def test_none_is_the_issuer_itself(issuer):
    assert issuer not in {iss for _, iss, _ in similar(issuer)}
