"""Whose client_id, secret and scope a learner's exercises are about.

Exercises are written with the story's values. Where one declares ``assigned``, they are
replaced here, in one place, by those of the variant that the running service has.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from oauth_tutorial.grading.photobox import photobox
from oauth_tutorial.grading.verdict import Verdict, wrong
from oauth_tutorial.notebook.card import card
from oauth_tutorial.notebook.shown import Shown
from oauth_tutorial.practice.model.log import Entry
from oauth_tutorial.practice.model.variants import STORY, Variant, variant
from oauth_tutorial.practice.rules.client_authentication import read_basic

STORYS_CLIENT: dict[str, Any] = dict(STORY.client)
# What may be assigned → how its value is read from a variant.
_VALUE: dict[str, Callable[[Variant], str]] = {
    "client_id": lambda variant: variant.client_id,
    "client_secret": lambda variant: variant.client_secret,
    "public_client_id": lambda variant: variant.public_client_id,
    "scope": lambda variant: " ".join(variant.scope),
}


class Assignment(Shown):
    """The values of the learner in front of this kernel; without a seed the story's."""

    @property
    def variant(self) -> Variant:
        """What the running practice service was started with."""
        return photobox().variant

    @property
    def client_id(self) -> str:
        """The confidential client's."""
        return self.variant.client_id

    @property
    def client_secret(self) -> str:
        """The confidential client's."""
        return self.variant.client_secret

    @property
    def public_client_id(self) -> str:
        """Of the app without a secret."""
        return self.variant.public_client_id

    @property
    def scope(self) -> str:
        """The words, as they are sent."""
        return " ".join(self.variant.scope)

    @property
    def client(self) -> dict[str, str]:
        """``client_id`` and ``client_secret``, as a form has them."""
        return self.variant.client

    @property
    def neighbour(self) -> Variant:
        """Another learner's: for the example of an answer that was copied."""
        return variant((self.variant.seed or 0) + 1)

    def fill(self, text: str, names: tuple[str, ...] = tuple(_VALUE)) -> str:
        """Put the learner's values where a text has the story's.

        Args:
            text: A hint, a solution, code.
            names: Which of them: ``"client_id"``, ``"client_secret"``, … Default: all.
        """
        mine = {_VALUE[name](STORY): _VALUE[name](self.variant) for name in names}
        if not mine:
            return text
        words = "|".join(map(re.escape, mine))
        return re.sub(rf"(?<![\w.-])(?:{words})(?![\w-]|\.\w)", lambda found: mine[found[0]], text)

    def copied(self, entry: Entry, client_id: str | None = None) -> Verdict | None:
        """Return the verdict on another learner's client_id or secret, or None.

        Args:
            entry: What PhotoBox received: with a form, or with ``Authorization: Basic``.
            client_id: The one that the task asks for. Default: the confidential client's.
        """
        received = sent_client(entry)
        expected = self.client | ({"client_id": client_id} if client_id else {})
        for name, value in expected.items():
            came = received.get(name)
            if self.variant.is_copied(came):
                return wrong("copied", part=name, expected=value, received=came)
        return None

    def __repr__(self) -> str:
        return "\n".join(["Your assignment:", *(f"  {line}" for line in self._shown())])

    def _shown(self) -> list[str]:
        return [
            f"client_id: {self.client_id}",
            f"client_secret: {self.client_secret}",
            f"scope: {self.scope}",
            f"public_client_id: {self.public_client_id} (of the app without a secret)",
        ]

    def as_html(self) -> Markup:
        return card("Your assignment", ", ".join(self._shown()))


def sent_client(entry: Entry) -> Mapping[str, str]:
    """Return the parameters, and over them what a Basic header says (RFC 6749 §2.3.1)."""
    basic = read_basic(entry.request_headers.get("Authorization"))
    if basic is None:
        return entry.parameters
    client_id, client_secret = basic
    return {**entry.parameters, "client_id": client_id, "client_secret": client_secret}


assignment = Assignment()
