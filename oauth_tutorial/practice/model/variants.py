"""What a seed changes: the clients, the scope and the hidden faults of one learner.

Everything follows from the seed alone, the same on every machine and Python version: so a
class gets exercises that differ, and a check grades them without a list of answers. It
keeps an answer from being copied. It is no secret: whoever knows the seed knows the rest.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TypeVar

from oauth_tutorial.practice.model.scopes import DEFAULT_SCOPE

T = TypeVar("T")

ENVIRONMENT_VARIABLE = "OAUTH_TUTORIAL_SEED"
_ALPHABET = "bcdfghjkmnpqrstvwxz23456789"  # no vowel: no word; no letter that looks like a digit
_ID_LENGTH, _SECRET_LENGTH = 5, 12
# A seed's client_id is one of the story's, and a tail; its secret likewise.
_TAILED = re.compile(
    rf"printshop(?:-public)?(?:-[{_ALPHABET}]{{{_ID_LENGTH}}})?"
    rf"|printshop-secret(?:-[{_ALPHABET}]{{{_SECRET_LENGTH}}})?"
)
# Beside photos.read, without which there is nothing to print.
_MORE_SCOPES = (
    ("orders.write",),
    ("profile",),
    ("email",),
    ("orders.write", "profile"),
    ("orders.write", "email"),
    ("profile", "email"),
    ("orders.write", "profile", "email"),
)
# One of each group, so that no two act on the same message: the redirect, the first token
# request that arrives, the first one that is answered after it. Frozen: who is dealt what follows
# from the whole group, so a new fault does not come in here, and stays in the catalogue alone.
_FAULT_GROUPS = (
    ("wrong_state", "missing_state", "denied", "wrong_issuer"),
    ("html_500", "rate_limited", "dropped_connection"),
    (
        "code_reused",
        "expired_code",
        "scope_narrowed",
        "error_with_200",
        "empty_body",
        "no_token_type",
        "expires_in_text",
        "no_refresh_token",
    ),
)

# What a seed can hide, and how many of them it does.
MAY_BE_HIDDEN = tuple(name for group in _FAULT_GROUPS for name in group)
HIDDEN_AT_ONCE = len(_FAULT_GROUPS)


class SeedError(ValueError):
    """A seed that is none, or another one than that of the service that runs."""


@dataclass(frozen=True, slots=True)
class Variant:
    """What the exercises of one learner are about.

    Attributes:
        seed: Where it comes from. None: the story's own.
        client_id: Of PrintShop, the confidential client.
        client_secret: Its secret.
        public_client_id: Of PrintShop as an app that can keep no secret.
        scope: The words to ask for.
        hidden_faults: What the service plays for the learner to name.
    """

    seed: int | None
    client_id: str
    client_secret: str = field(repr=False)
    public_client_id: str
    scope: tuple[str, ...]
    hidden_faults: tuple[str, ...] = field(repr=False)

    @property
    def client(self) -> dict[str, str]:
        """``client_id`` and ``client_secret``, as a form has them (RFC 6749 §2.3.1)."""
        return {"client_id": self.client_id, "client_secret": self.client_secret}

    def is_copied(self, value: object) -> bool:
        """Whether a client_id or secret is that of another learner, or of the story."""
        own = (self.client_id, self.client_secret, self.public_client_id)
        return isinstance(value, str) and value not in own and bool(_TAILED.fullmatch(value))

    def shuffled(self, purpose: str, items: Iterable[T]) -> list[T]:
        """Return the items in this seed's order for that purpose; the story keeps theirs."""
        if self.seed is None:
            return list(items)
        seed = self.seed
        return sorted(items, key=lambda item: _digest(seed, f"{purpose} {item}"))


STORY = Variant(
    seed=None,
    client_id="printshop",
    client_secret="printshop-secret",  # noqa: S106 - public on purpose
    public_client_id="printshop-public",
    scope=DEFAULT_SCOPE,
    hidden_faults=(),
)


def variant(seed: int | None) -> Variant:
    """Return what belongs to a seed; without one the story's own.

    Args:
        seed: Any whole number of 0 or more.

    Raises:
        SeedError: For anything else.

    Example:
        >>> variant(None).client_id, variant(7) == variant(7)
        ('printshop', True)
    """
    if seed is None:
        return STORY
    if not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
        raise SeedError(f"A seed is a whole number of 0 or more, such as 7; got {_shown(seed)}.")
    return Variant(
        seed=seed,
        client_id=f"{STORY.client_id}-{_tail(seed, 'client_id', _ID_LENGTH)}",
        client_secret=f"{STORY.client_secret}-{_tail(seed, 'client_secret', _SECRET_LENGTH)}",
        public_client_id=f"{STORY.public_client_id}-{_tail(seed, 'public', _ID_LENGTH)}",
        scope=STORY.scope + _one_of(seed, "scope", _MORE_SCOPES),
        hidden_faults=tuple(_one_of(seed, "fault", group) for group in _FAULT_GROUPS),
    )


def read_seed(text: str) -> int:
    """Return the seed that stands in a text, as an environment variable holds it.

    Raises:
        SeedError: When it is no whole number of 0 or more.
    """
    digits = text.strip()
    if not re.fullmatch("[0-9]{1,1000}", digits):
        raise SeedError(f"A seed is a whole number of 0 or more, such as 7; got {_shown(text)}.")
    return int(digits)


def _shown(value: object) -> str:
    try:
        shown = repr(value)
    except ValueError:  # a number of more digits than Python writes out
        return "a number of thousands of digits"
    return shown if len(shown) <= 40 else f"{shown[:40]}…"


def _digest(seed: int, purpose: str) -> bytes:
    return sha256(f"oauth-tutorial {seed:x} {purpose}".encode()).digest()


def _tail(seed: int, purpose: str, length: int) -> str:
    digest = _digest(seed, purpose)[:length]
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest)


def _one_of(seed: int, purpose: str, choices: tuple[T, ...]) -> T:
    digest = _digest(seed, f"{purpose} {choices}")
    return choices[int.from_bytes(digest[:8], "big") % len(choices)]
