"""Two 1-pixel images that the learner's browser loads while the cell still runs.

The first is drawn below the Jupyter server's own address, so it arrives by
jupyter-server-proxy, and its headers name the page. Only when that page came from
the browser's own machine a second one asks whether the browser reaches 127.0.0.1
of the kernel as well: a page on the internet must not probe loopback addresses.
"""

import base64
import hmac
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from markupsafe import Markup

from oauth_tutorial.location.evidence import is_loopback, only, page_origin
from oauth_tutorial.location.listener import Answer, Listener
from oauth_tutorial.network.surroundings import loopback
from oauth_tutorial.notebook.live import widget_bundle
from oauth_tutorial.text.readers import first_of_each, split_url

LIMIT = 2.0  # seconds: longer, and a notebook without a browser is felt to be slow
DIRECT_LIMIT = 0.5  # seconds that the second image gets
_PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
_HEADERS = {
    "Content-Type": "image/gif",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class Sighting:
    """What the images told: the page's origin, and whether 127.0.0.1 is near."""

    origin: str
    direct: bool
    seconds: float


class Beacon:
    """Both images and what became of them.

    Args:
        base_url: The Jupyter server's, with a slash at both ends.
    """

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.origin: str | None = None
        self.arrived, self.arrived_directly = threading.Event(), threading.Event()
        self._nonces = secrets.token_urlsafe(16), secrets.token_urlsafe(16)

    def images(self, port: int) -> tuple[str, str]:
        """Return the addresses of the image by way of Jupyter, and of the direct one."""
        proxied, direct = self._nonces
        return (
            f"{self.base_url}proxy/{port}/where.gif?n={proxied}",
            f"{loopback(port)}/where.gif?n={direct}",
        )

    def answer(self, target: str, headers: list[tuple[str, str]]) -> Answer:
        """Judge one request; whatever carries neither nonce gets 404 and changes nothing."""
        parts = split_url(target)
        nonce = first_of_each(parts.query).get("n", "")
        if parts.path != "/where.gif":
            return 404, {}, b""
        if _same(nonce, self._nonces[0]):
            self._see_page(headers)
        elif _same(nonce, self._nonces[1]):
            self._see_direct(headers)
        else:
            return 404, {}, b""
        return 200, _HEADERS, _PIXEL

    def _see_page(self, headers: list[tuple[str, str]]) -> None:
        origin = page_origin(headers, self.base_url)
        if origin is not None and not self.arrived.is_set():
            self.origin = origin
            self.arrived.set()

    def _see_direct(self, headers: list[tuple[str, str]]) -> None:
        # a page of another origin tells only this much of itself (Referrer Policy §4)
        if self.origin is not None and only(headers, "Referer") == f"{self.origin}/":
            self.arrived_directly.set()


def look(base_url: str, *, may_probe: bool) -> Sighting | None:
    """Draw the images in the running cell, and wait for them.

    Args:
        base_url: The Jupyter server's, with a slash at both ends.
        may_probe: Whether the direct image may be drawn. False where a variable
            says that the browser is on another machine.

    Returns:
        What was seen, or None after two seconds without a browser.
    """
    beacon = Beacon(base_url)
    listener = Listener(beacon.answer)
    proxied, direct = beacon.images(listener.port)
    try:
        with _drawing() as draw:
            begun = time.monotonic()
            draw(proxied)
            if not beacon.arrived.wait(LIMIT) or beacon.origin is None:
                return None
            if may_probe and is_loopback(beacon.origin):
                draw(direct)
                beacon.arrived_directly.wait(DIRECT_LIMIT)
            seconds = time.monotonic() - begun
    finally:
        listener.close()
    return Sighting(beacon.origin, beacon.arrived_directly.is_set(), seconds)


@contextmanager
def _drawing() -> Iterator[Callable[[str], None]]:
    import ipywidgets
    from IPython.display import display, update_display

    box = ipywidgets.HTML()

    def draw(address: str) -> None:
        box.value = Markup(
            '<img src="{}" alt="" width="1" height="1" referrerpolicy='
            '"strict-origin-when-cross-origin" style="position:absolute;opacity:0">'
        ).format(address)

    shown = display(widget_bundle(box, ""), raw=True, display_id=True)
    try:
        yield draw
    finally:
        box.value = ""
        box.close()
        update_display({}, raw=True, display_id=shown.display_id)  # nothing of it is saved


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())
