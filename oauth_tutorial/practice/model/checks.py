"""A request is judged by named rules; the list of their results is the grade.

A rule stands beside the code that judges by it; ``rules/rulebook.py`` collects them all.
"""

from dataclasses import dataclass, field, replace

from oauth_tutorial.text.plain import plain

_MOST = 400  # characters of what came: a redirect_uri is cut before
NO_CAUSE: tuple[str, ...] = ()
"""Of a rule that the doctor has nothing to say about beyond the rule itself."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a request is held against.

    Attributes:
        name: In small letters, with underscores: exercises and the doctor know it by that.
        section: Where it comes from, as ``"RFC 6749 §4.1.3"``.
        sentence: True when the rule is kept.
        error: The RFC's error code, sent when it is broken.
        status: The HTTP status of the refusal.
        causes: What the doctor takes a broken one for, the likeliest first; or ``NO_CAUSE``.
    """

    name: str
    section: str
    sentence: str
    error: str = field(default="invalid_request", kw_only=True)
    status: int = field(default=400, kw_only=True)
    causes: tuple[str, ...] = field(kw_only=True)

    def sent_as(self, error: str | None = None, status: int | None = None) -> "Rule":
        """Return the same rule for an endpoint that answers with another code or status."""
        return replace(
            self,
            error=self.error if error is None else error,
            status=self.status if status is None else status,
        )


@dataclass(frozen=True, slots=True, repr=False)
class Check:
    """The result of one rule for one request."""

    rule: Rule
    passed: bool
    expected: str = ""
    received: str = ""

    @property
    def name(self) -> str:
        """The rule's."""
        return self.rule.name

    @property
    def section(self) -> str:
        """The rule's."""
        return self.rule.section

    @property
    def sentence(self) -> str:
        """The rule's."""
        return self.rule.sentence

    @property
    def causes(self) -> tuple[str, ...]:
        """The rule's."""
        return self.rule.causes

    def __str__(self) -> str:
        mark = "✓" if self.passed else "✗"
        differs = ""
        if not self.passed and (self.expected or self.received):
            expected, received = plain(self.expected, _MOST), plain(self.received, _MOST)
            differs = f": expected {expected}, received {received}"
        return f"{mark} {self.sentence} ({self.section}){differs}"

    __repr__ = __str__


class Refused(Exception):
    """Raised when a request breaks a rule; carries what the client is told."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.error = error
        self.description = _plain(description)
        self.status = status


class Checklist(list[Check]):
    """The checks of one request, in the order in which they were made."""

    def require(
        self,
        rule: Rule,
        passed: object,
        *,
        description: str = "",
        expected: str = "",
        received: str = "",
    ) -> None:
        """Note the result of a rule, and stop the request where it is broken.

        Args:
            rule: Which one.
            passed: Whether the rule is kept.
            description: What the client is told. Default: made of the rule.
            expected: What the rule wants, fit to be shown.
            received: What came, fit to be shown: never a secret.

        Raises:
            Refused: When the rule is broken.
        """
        check = Check(rule, bool(passed), expected, received)
        self.append(check)
        if not check.passed:
            raise Refused(rule.error, description or _describe(check), rule.status)

    @property
    def failed(self) -> Check | None:
        """The rule that ended the request, or None."""
        return next((check for check in self if not check.passed), None)


def _plain(text: str) -> str:
    # RFC 6749 §5.2: printable ASCII, neither a double quote nor a backslash
    plain = text.replace("§", "section ").replace('"', "'").replace("\\", "/")
    return "".join(character if " " <= character <= "~" else "?" for character in plain)


def _describe(check: Check) -> str:
    text = f"The rule is that {check.sentence} ({check.section})."
    if check.expected:
        text += f" Expected {check.expected}"
        text += f", received {check.received}." if check.received else "."
    return text
