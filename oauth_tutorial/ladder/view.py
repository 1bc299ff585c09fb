"""``ladder(log)``: what really went over the wire, to look at, follow and copy."""

import secrets
import threading
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from os import PathLike
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.ladder import export
from oauth_tutorial.ladder.drawing import draw, draw_parts
from oauth_tutorial.ladder.in_words import text_twin
from oauth_tutorial.ladder.merge import merge
from oauth_tutorial.ladder.message import Message
from oauth_tutorial.ladder.redacted import redact_messages
from oauth_tutorial.ladder.travel import Sightings, everything_seen, values_in, who_sees
from oauth_tutorial.network import surroundings
from oauth_tutorial.notebook.shown import Panelled
from oauth_tutorial.text.glossary import PARAMETERS
from oauth_tutorial.wire.exchange import Exchange
from oauth_tutorial.wire.recording import Recording

if TYPE_CHECKING:  # it loads ipywidgets, which only a notebook needs
    from oauth_tutorial.ladder.panel import LadderPanel


class Ladder(Panelled):
    """A sequence diagram of a log. Made by :func:`ladder`.

    In a notebook it is a panel: choose a value to see where it travels, tick a box to
    see the secrets. A notebook saves only its repr, which shows the length of each secret.
    """

    def __init__(self, log: Sequence[Exchange], *, live: bool = False) -> None:
        self._log, self._live = log, live
        self._revealed = False
        self._name = f"oat-ladder-{secrets.token_hex(4)}"
        self._panel: LadderPanel | None = None

    @property
    def messages(self) -> list[Message]:
        """The messages as they were, secrets included; oldest first."""
        return merge(self._log)

    @property
    def values(self) -> list[str]:
        """The names of the secrets that travel, and of the code_challenge."""
        names = values_in(self.messages)
        return [name for name in names if PARAMETERS[name].secret or name == "code_challenge"]

    def reveal(self) -> "Ladder":
        """Return this ladder with its secrets visible. The repr still hides them."""
        revealed = Ladder(self._log, live=self._live)
        revealed._revealed = True
        return revealed

    def who_sees(self, name: str) -> Sightings:
        """Return every place where a value travels, and who could read it there.

        Args:
            name: A parameter: ``"code"``, ``"state"``, ``"access_token"``, …

        Example:
            ``ladder(log).who_sees("client_secret").readers`` is
            ``["client", "authorization server"]``
        """
        return who_sees(self.messages, name)

    def html(self, *, chosen: str = "", reveal: bool = False) -> Markup:
        """Return it as a self-contained piece of HTML.

        Args:
            chosen: The value whose places are marked. Default: none.
            reveal: Whether secrets are shown. Default: only their lengths.
        """
        return draw(*self._seen(reveal), chosen)

    def html_parts(self, *, chosen: str = "", reveal: bool = False) -> list[Markup]:
        """Return it as HTML in parts: head, messages, table. Arguments as in :meth:`html`."""
        return draw_parts(*self._seen(reveal), chosen, self._name)

    def _seen(self, reveal: bool) -> tuple[list[Message], list[Sightings]]:
        messages = self.messages
        sightings = everything_seen(messages, values_in(messages))
        return messages if reveal else redact_messages(messages), sightings

    def curl(self, number: int, *, reveal: bool = False) -> export.Copied:
        """Return a message's request as a curl command.

        Args:
            number: The message's number, from 1.
            reveal: Whether it contains the secrets, so that it can be run. Default: only their
                lengths. Beware of ``print``: a notebook saves what it prints.
        """
        return self._copy(export.curl, number, reveal)

    def code(self, number: int, *, reveal: bool = False) -> export.Copied:
        """Return a message's request as ``requests`` code. Arguments as in :meth:`curl`."""
        return self._copy(export.code, number, reveal)

    def har(self, *, reveal: bool = False) -> dict[str, Any]:
        """Return the log as a HAR 1.2 document, with secrets only if revealed."""
        try:
            installed = version("oauth-tutorial")
        except PackageNotFoundError:
            installed = "0"
        messages = self.messages
        return export.har(messages if reveal else redact_messages(messages), installed)

    def save_har(self, path: str | PathLike[str], *, reveal: bool = False) -> None:
        """Write the log to a ``.har`` file, which a browser's network panel can open."""
        export.save(self.har(reveal=reveal), path)

    def __repr__(self) -> str:
        return text_twin(redact_messages(self.messages))

    @property
    def controls(self) -> "LadderPanel":
        """The panel's parts, made on first use."""
        from oauth_tutorial.ladder.panel import LadderPanel

        if self._panel is None:
            self._panel = LadderPanel(
                lambda: self.values, self._drawn, self.who_sees, revealed=self._revealed
            )
            if self._live and isinstance(self._log, Recording):
                self._follow(self._log, self._panel.redraw)
        return self._panel

    def panel(self) -> Any:
        """Return the widget that a notebook shows, always the same one."""
        return self.controls.box

    def _drawn(self, chosen: str, reveal: bool) -> list[Markup]:
        return self.html_parts(chosen=chosen, reveal=reveal)

    def _follow(self, log: Recording, redraw: Callable[[], None]) -> None:
        """Redraw after each message, in a thread of its own, so that no message waits for it."""
        changed = threading.Event()
        log.on_change.append(changed.set)
        service = surroundings.service()
        stop = service.log.subscribe(lambda entry: changed.set()) if service else None

        def run() -> None:
            while log.ended_at is None:
                changed.wait()
                changed.clear()
                redraw()
            if stop is not None:
                stop()

        threading.Thread(target=run, name="ladder", daemon=True).start()

    def _copy(self, write: Callable[[Message], str], number: int, reveal: bool) -> export.Copied:
        messages = self.messages
        if not isinstance(number, int) or not 1 <= number <= len(messages):
            raise InvalidArgument(
                f"There is no message {number!r}; messages are numbered from 1 to {len(messages)}."
            )
        if not messages[number - 1].is_http:
            raise InvalidArgument(
                f"Message {number} is a link, not a request: open it in a browser.",
                hint="Choose the next message, which the browser sent.",
            )
        shown = write(redact_messages(messages)[number - 1])
        return export.Copied(write(messages[number - 1]) if reveal else shown, shown)


def ladder(log: Sequence[Exchange], *, live: bool = False) -> Ladder:
    """Draw what went over the wire, as both sides saw it.

    Args:
        log: What :func:`oauth_tutorial.record` returns, or a list of exchanges.
            What the practice service saw since the recording began is added.
        live: Whether the picture in the notebook grows with each new message, until the
            recording ends.

    Raises:
        InvalidArgument: When ``log`` holds something else.

    Example:
        >>> ladder([])
        Ladder: no message yet.
    """
    readable = isinstance(log, Recording | list | tuple)
    if not readable or not all(isinstance(one, Exchange) for one in log):
        raise InvalidArgument(
            f"ladder() needs a recording, got {type(log).__name__}.",
            hint="Write log = record() before the first request, then ladder(log).",
        )
    return Ladder(log, live=live)
