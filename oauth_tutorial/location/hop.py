"""The start hop: one click on a link without a host, where no image told anything.

The browser adds the host of the page by itself, so the request that arrives says
where the kernel is seen from. The link stays good until it was used.
"""

import hmac
import secrets
from collections.abc import Callable

from markupsafe import Markup

from oauth_tutorial.location.evidence import page_origin
from oauth_tutorial.location.listener import Answer, Listener
from oauth_tutorial.network.small_page import HEADERS, page
from oauth_tutorial.notebook.live import show_widget
from oauth_tutorial.notebook.style import framed


class Hop:
    """A link, and the listener behind it.

    Args:
        base_url: The Jupyter server's, with a slash at both ends.
        found: Called once with the origin of the page that the click came from.
    """

    def __init__(self, base_url: str, found: Callable[[str], None]) -> None:
        self._base_url, self._found = base_url, found
        self._path = f"/start/{secrets.token_urlsafe(16)}"
        self._listener = Listener(self.answer)

    @property
    def address(self) -> str:
        """Where the link goes: a path, below whatever host the page has."""
        return f"{self._base_url}proxy/{self._listener.port}{self._path}"

    def show(self) -> None:
        """Show the link below the running cell."""
        from oauth_tutorial.notebook.region import Html

        link = Markup(
            '<p>No page showed where your browser is. <a href="{}" target="_blank" rel="noopener" '
            'referrerpolicy="same-origin">'
            "Find out with one click ↗</a>, then run this cell again.</p>"
        ).format(self.address)
        show_widget(Html(framed(link)), "Find out with one click where your browser is.")

    def answer(self, target: str, headers: list[tuple[str, str]]) -> Answer:
        """Learn from the click, and tell the person what to do next."""
        if not hmac.compare_digest(target.encode(), self._path.encode()):
            return 404, HEADERS, page("Not found", "There is nothing here.")
        origin = page_origin(headers, self._base_url)
        if origin is None:
            text = "The address of this page is not certain. Paste the address instead."
            return 400, HEADERS, page("Not used", text)
        self._found(origin)
        return 200, HEADERS, page("Found", "Go back to the notebook and run the cell again.")

    def close(self) -> None:
        """Stop listening."""
        self._listener.close()
