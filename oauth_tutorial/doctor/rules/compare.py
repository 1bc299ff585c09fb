"""What can be computed is not guessed: URIs, PKCE, codes, scopes."""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote

from oauth_tutorial.text.readers import split_url

_UNRESERVED = re.compile(r"[A-Za-z0-9\-._~]*")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
METHOD = "S256"
# What stands for a value that was taken out, or that a shell was to fill in
_TAKEN_OUT = re.compile(r"\W*REDACTED\W*|<[^<>]*>|x{3,}|\*{3,}|[.…]+|\$\{?\w+\}?|%\w+%", re.I)


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two URIs differ: ``position`` counts characters from 1."""

    component: str
    position: int
    left: str
    right: str


def difference(left: str, right: str) -> Difference | None:
    """Compare two redirect URIs exactly (RFC 9700 §2.1); None where they are equal.

    Example:
        >>> difference("http://localhost/cb", "http://127.0.0.1/cb")
        Difference(component='host', position=8, left='localhost', right='127.0.0.1')
    """
    if left == right:
        return None
    position = next(
        (n for n, (a, b) in enumerate(zip(left, right, strict=False), 1) if a != b),
        min(len(left), len(right)) + 1,
    )
    components = _components(split_url(left), split_url(right))
    found = next((one for one in components if one[1] != one[2]), None)
    if found is None:
        return Difference("text", position, left, right)
    name, a, b = found
    return Difference(_kind(name, a, b), position, a, b)


def _components(one: SplitResult, other: SplitResult) -> list[tuple[str, str, str]]:
    def port(parts: SplitResult) -> str:
        return parts.netloc.rpartition("@")[2].partition("]")[2].rpartition(":")[2] or (
            parts.netloc.rpartition("@")[2].partition(":")[2] if "[" not in parts.netloc else ""
        )

    def host(parts: SplitResult) -> str:
        netloc = parts.netloc.rpartition("@")[2]
        return netloc[: len(netloc) - len(port(parts)) - 1] if port(parts) else netloc

    return [
        ("scheme", one.scheme, other.scheme),
        ("host", host(one), host(other)),
        ("port", port(one), port(other)),
        ("path", one.path, other.path),
        ("query", one.query, other.query),
        ("fragment", one.fragment, other.fragment),
    ]


def _kind(name: str, left: str, right: str) -> str:
    if name == "path" and left.rstrip("/") == right.rstrip("/"):
        return "slash at the end"
    if left.lower() == right.lower():
        return f"upper and lower case of the {name}"
    return name


def s256(verifier: str) -> str:
    """Return BASE64URL-ENCODE(SHA256(ASCII(code_verifier))), as RFC 7636 §4.2 defines it."""
    return _base64url(hashlib.sha256(verifier.encode()).digest())


def pkce_fault(verifier: str, challenge: str, method: str | None) -> str | None:
    """Say why this pair does not match, or None where it does (RFC 7636 §4.6).

    Args:
        verifier: ``code_verifier`` of the token request.
        challenge: ``code_challenge`` of the authorization request.
        method: ``code_challenge_method``, None where it was not sent.
    """
    if method is None and challenge == s256(verifier):
        return "code_challenge_method was not sent, so the server assumes plain: send S256"
    if method not in {None, METHOD, "plain"}:
        return "code_challenge_method has an unknown value: send S256"
    if method in {None, "plain"} and verifier == challenge:
        return None
    if challenge == s256(verifier):
        return shape_fault(verifier)
    if verifier == challenge:
        return "code_verifier equals code_challenge: the challenge was sent as the verifier"
    for what, compute in _VARIANTS.items():
        if challenge == compute(verifier):
            return f"your challenge equals {what}"
    return shape_fault(verifier) or (
        "the challenge was made from another verifier: a new one was generated in between"
    )


def is_taken_out(value: str) -> bool:
    """Whether a value is not the one that was sent: ``REDACTED``, ``xxxx``, ``$CODE_VERIFIER``.

    Example:
        >>> is_taken_out("$CODE_VERIFIER"), is_taken_out("SplxlOBeZQQYbYS6WxSbIA")
        (True, False)
    """
    return _TAKEN_OUT.fullmatch(value) is not None


def challenge_fault(challenge: str, method: str | None) -> str | None:
    """Say what is wrong with a challenge, judging by its looks alone, or None."""
    if method is None:
        return "code_challenge_method is missing, which means plain: add S256"
    if is_taken_out(method) or is_taken_out(challenge):
        return None
    if method != METHOD:
        return "code_challenge_method must be exactly S256"
    if re.fullmatch(r"[0-9a-fA-F]{64}", challenge):
        return "code_challenge has 64 hex digits: that is the hex digest, but base64url is needed"
    if len(challenge.rstrip("=")) == 86:
        return (
            "code_challenge has 86 characters: that is the hex digest in base64url, not its bytes"
        )
    if challenge.endswith("="):
        return "code_challenge ends in '=': remove the padding"
    if "+" in challenge or "/" in challenge or " " in challenge:
        return "code_challenge has '+' or '/': that is base64, but base64url is needed"
    if len(challenge) != 43:
        return f"code_challenge has {len(challenge)} characters; S256 gives 43"
    return None


def shape_fault(verifier: str) -> str | None:
    """Say how a verifier breaks RFC 7636 §4.1, or None."""
    if is_taken_out(verifier):
        return None
    if not 43 <= len(verifier) <= 128:
        return f"code_verifier has {len(verifier)} characters; 43 to 128 are allowed"
    if not _UNRESERVED.fullmatch(verifier):
        return "code_verifier has characters other than A-Z a-z 0-9 - . _ ~"
    return None


def code_fault(code: str) -> str | None:
    """Say what a code has that the server did not put into it, or None.

    Only what is never part of a code is named: percent escapes of reserved
    characters, white space, the rest of the query.
    """
    if is_taken_out(code):
        return None
    if re.search(r"&(?:scope|state|iss|authuser|prompt)=", unquote(code)):
        return "the rest of the query, from '&' on, was copied with the code"
    if code.endswith(("#", "#_=_")):
        return "the fragment, from '#' on, was copied with the code"
    if code != code.strip() or any(c.isspace() for c in code):
        return "the code has white space in it"
    if _ESCAPE.search(code):
        return (
            f"the code is still percent-encoded: it contains {_ESCAPE.search(code)[0]!r} "  # type: ignore[index]
            f"and decodes from {len(code)} to {len(unquote(code))} characters"
        )
    if code[:1] in "\"'" and code[-1:] in "\"'":
        return "the code is in quotes"
    return None


def scope_words(scope: object) -> frozenset[str]:
    """Return the words of a scope: a string with spaces or commas, or a list."""
    if isinstance(scope, str):
        return frozenset(re.split(r"[\s,+]+", scope)) - {""}
    return frozenset(map(str, scope)) if isinstance(scope, list) else frozenset()


def _base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _of_decoded(verifier: str) -> str:
    try:
        raw = base64.urlsafe_b64decode(verifier + "=" * (-len(verifier) % 4))
    except (binascii.Error, ValueError):
        return ""
    return _base64url(hashlib.sha256(raw).digest())


_VARIANTS: dict[str, Callable[[str], str]] = {
    "base64url(hex(sha256(verifier))): encode the digest's bytes, not its hex text": lambda v: (
        _base64url(_digest(v).hex().encode())
    ),
    "hex(sha256(verifier)): base64url is needed": lambda v: _digest(v).hex(),
    "HEX(sha256(verifier)): base64url is needed": lambda v: _digest(v).hex().upper(),
    "base64url(sha256(verifier)) with its '=' padding: strip it": lambda v: (
        base64.urlsafe_b64encode(_digest(v)).decode()
    ),
    "base64(sha256(verifier)), with the characters + / =: base64url is needed": lambda v: (
        base64.b64encode(_digest(v)).decode()
    ),
    "base64(sha256(verifier)), with the characters + and /: base64url is needed": lambda v: (
        base64.b64encode(_digest(v)).rstrip(b"=").decode()
    ),
    "base64url(verifier): the SHA-256 is missing": lambda v: _base64url(v.encode()),
    "base64url(sha256(the decoded verifier)): hash its ASCII text": _of_decoded,
    "base64url(sha256(sha256(verifier))): it was hashed twice": lambda v: _base64url(
        hashlib.sha256(_digest(v)).digest()
    ),
    "the challenge of a challenge: code_challenge was computed twice": lambda v: s256(s256(v)),
    "base64url(sha1(verifier)): SHA-256 is needed": lambda v: _base64url(
        hashlib.sha1(v.encode(), usedforsecurity=False).digest()
    ),
    "base64url(sha512(verifier)): SHA-256 is needed": lambda v: _base64url(
        hashlib.sha512(v.encode()).digest()
    ),
    "the S256 of the verifier with a line feed after it": lambda v: s256(v + "\n"),
}
