"""What is computed from two values."""

import base64
import hashlib

import pytest

from oauth_tutorial.doctor import diagnose
from oauth_tutorial.doctor.rules.compare import (
    Difference,
    challenge_fault,
    code_fault,
    difference,
    is_taken_out,
    pkce_fault,
    shape_fault,
)

# RFC 7636, appendix B
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def digest(verifier: str = VERIFIER) -> bytes:
    return hashlib.sha256(verifier.encode()).digest()


@pytest.mark.parametrize(
    ("left", "right", "component", "position"),
    [
        ("http://localhost/cb", "http://127.0.0.1/cb", "host", 8),
        ("http://a.example/cb", "https://a.example/cb", "scheme", 5),
        ("http://localhost:80/cb", "http://localhost:8080/cb", "port", 20),
        ("http://localhost/cb", "http://localhost:8080/cb", "port", 17),
        ("http://[::1]:80/cb", "http://[::1]:81/cb", "port", 15),
        ("http://localhost/cb", "http://localhost/cb/", "slash at the end", 20),
        ("http://localhost", "http://localhost/", "slash at the end", 17),
        ("http://localhost/cb", "http://localhost/callback", "path", 19),
        ("http://localhost/cb", "http://localhost/CB", "upper and lower case of the path", 18),
        ("http://localhost/cb", "http://localhost/cb?x=1", "query", 20),
        ("http://localhost/cb", "http://localhost/cb#x", "fragment", 20),
        ("http://[", "http://]", "text", 8),
    ],
)
def test_names_component_and_character(
    left: str, right: str, component: str, position: int
) -> None:
    """Characters are counted from 1."""
    differs = difference(left, right)

    assert differs is not None
    assert (component, position) == (differs.component, differs.position)


def test_equal_uris_do_not_differ() -> None:
    """To the letter."""
    assert difference("http://localhost/cb", "http://localhost/cb") is None
    assert Difference("host", 8, "a", "b") == difference("http://a/", "http://b/")


WRONG = [
    (VERIFIER, digest().hex(), "S256", "hex(sha256(verifier))"),
    (VERIFIER, digest().hex().upper(), "S256", "HEX(sha256(verifier))"),
    (
        VERIFIER,
        base64.urlsafe_b64encode(digest().hex().encode()).rstrip(b"=").decode(),
        "S256",
        "base64url(hex(sha256(verifier)))",
    ),
    (VERIFIER, CHALLENGE + "=", "S256", "padding"),
    # a verifier whose digest has + and / in base64
    ("a" * 43, base64.b64encode(digest("a" * 43)).decode(), "S256", "+ / ="),
    ("a" * 43, base64.b64encode(digest("a" * 43)).decode().rstrip("="), "S256", "+ and /"),
    (CHALLENGE, CHALLENGE, "S256", "sent as the verifier"),
    (VERIFIER, CHALLENGE, None, "code_challenge_method was not sent"),
    (VERIFIER, CHALLENGE, "SHA-256", "send S256"),
    ("v" * 42, "x" * 43, "S256", "42 characters"),
    ("v" * 129, "x" * 43, "S256", "129 characters"),
    ("v" * 42 + "+", "x" * 43, "S256", "other than"),
    (VERIFIER, "x" * 43, "S256", "generated in between"),
    (
        VERIFIER,
        base64.urlsafe_b64encode(VERIFIER.encode()).rstrip(b"=").decode(),
        "S256",
        "SHA-256 is missing",
    ),
    (
        VERIFIER,
        base64.urlsafe_b64encode(hashlib.sha256(digest()).digest()).rstrip(b"=").decode(),
        "S256",
        "hashed twice",
    ),
    (
        VERIFIER,
        base64.urlsafe_b64encode(hashlib.sha512(VERIFIER.encode()).digest()).rstrip(b"=").decode(),
        "S256",
        "sha512",
    ),
]


@pytest.mark.parametrize(("verifier", "challenge", "method", "words"), WRONG)
def test_names_the_wrong_way_that_was_taken(
    verifier: str, challenge: str, method: str | None, words: str
) -> None:
    """Each one is recomputed, not guessed; and the whole doctor says the same."""
    asked = {"response_type": "code", "client_id": "app", "code_challenge": challenge}
    asked |= {"code_challenge_method": method} if method else {}
    token = {"grant_type": "authorization_code", "code": "c" * 20, "code_verifier": verifier}

    diagnosis = diagnose(asked, token, '{"error": "invalid_grant"}')

    assert words in (pkce_fault(verifier, challenge, method) or "")
    assert diagnosis.cause == "pkce_mismatch"
    assert words in diagnosis.evidence[0]
    assert verifier not in repr(diagnosis)


def test_the_rfcs_own_pair_has_no_fault() -> None:
    """RFC 7636, appendix B; and plain, where it was asked for."""
    assert pkce_fault(VERIFIER, CHALLENGE, "S256") is None
    assert pkce_fault(VERIFIER, VERIFIER, "plain") is None


@pytest.mark.parametrize("code", ["4/0AeanS0abc-def_ghi", "SplxlOBeZQQYbYS6WxSbIA", "M.C5_BAY.2.U"])
def test_a_code_as_it_came_has_no_fault(code: str) -> None:
    """Slashes, dots and dashes are some providers' own."""
    assert code_fault(code) is None


@pytest.mark.parametrize(
    "value", ["REDACTED", "[REDACTED]", "<your code>", "xxxx", "***", "$CODE", "${CODE}", "%CODE%"]
)
def test_a_value_that_was_taken_out_has_no_fault(value: str) -> None:
    assert is_taken_out(value)
    assert shape_fault(value) is code_fault(value) is challenge_fault(value, "S256") is None
