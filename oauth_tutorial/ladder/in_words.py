"""The ladder as text: the same in every run, so that a notebook can be compared."""

from collections.abc import Iterable, Sequence

from oauth_tutorial.ladder.message import ANSWER, REDIRECT, Item, Message
from oauth_tutorial.text.glossary import PARAMETERS
from oauth_tutorial.text.plain import plain

TIMES = frozenset({"exp", "iat", "nbf", "auth_time"})  # different in every run
WIDEST = 96  # columns
MOST = 2000  # characters of a path or a remark


def text_twin(messages: Sequence[Message]) -> str:
    """Return the (redacted) messages as lines of text.

    Example:
        ``7. PrintShop (you) → PhotoBox sign-in: POST /token → 200 OK (back channel)``
    """
    if not messages:
        return "Ladder: no message yet."
    plural = "s" if len(messages) > 1 else ""
    lines = [f"Ladder: {len(messages)} message{plural}"]
    for number, message in enumerate(messages, 1):
        lines += _lines(number, message)
    return "\n".join(lines)


def headline(message: Message) -> str:
    """Return what is asked, and what the answer is."""
    if message.method == "LINK":
        return "a link to open"
    remark = plain(message.remark, MOST)
    answer = message.status_line if message.status else remark or "no answer"
    verb = "a pasted address" if message.method == "PASTE" else plain(message.method)
    return f"{verb} {plain(message.target, MOST)} → {answer}"


def _lines(number: int, message: Message) -> list[str]:
    way = f"{message.sender} → {message.recipient}"
    lines = [f"{number:>2}. {way}: {headline(message)} ({message.channel} channel)"]
    items = message.items
    lines += _values("sends", [i for i in items if i.part not in {REDIRECT, ANSWER}])
    lines += _values("redirects with", [i for i in items if i.part == REDIRECT])
    lines += _values("gets", [i for i in items if i.part == ANSWER])
    lines += [f"    {line}" for line in _verdict(message)]
    return lines


def _verdict(message: Message) -> Iterable[str]:
    if message.failed:
        yield str(message.failed)
    elif message.checks:
        count = len(message.checks)
        yield f"✓ {count} check{'s' if count > 1 else ''} passed"
    if message.remark and message.status:
        yield f"→ {plain(message.remark, MOST)}"


def _values(verb: str, items: Sequence[Item]) -> list[str]:
    shown = [_pair(item) for item in items]
    known = list(dict.fromkeys(text for text in shown if text))
    return _wrap(f"    {verb} ", known) if known else []


def _pair(item: Item) -> str:
    if item.name not in PARAMETERS:  # its value may differ in every run
        return ""
    if item.name in TIMES:
        return f"{item.name}=<time>"
    value = item.value.encode("unicode_escape").decode() if not item.value.isprintable() else ""
    return f"{item.name}={value or item.value[:120]}"


def _wrap(start: str, parts: Sequence[str]) -> list[str]:
    lines = [start + parts[0]]
    for part in parts[1:]:
        if len(lines[-1]) + len(part) + 2 > WIDEST:
            lines[-1] += ","
            lines.append(" " * len(start) + part)
        else:
            lines[-1] += f", {part}"
    return lines
