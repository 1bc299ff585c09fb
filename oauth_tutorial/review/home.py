"""Where an app is: the address that a browser uses, and the port that it listens on."""

from dataclasses import dataclass
from urllib.parse import urlunsplit

from oauth_tutorial.text.plain import plain
from oauth_tutorial.text.readers import split_url


@dataclass(frozen=True, slots=True)
class Home:
    """The two addresses of an app.

    Args:
        url: ``HOME_URL``, without a slash at the end; https where a proxy stands before the app.
        port: Where it listens on 127.0.0.1: ``PORT``.

    Example:
        >>> Home("https://127.0.0.1:5000", 5000).reached_at("https://127.0.0.1:5000/?a=1")
        'http://127.0.0.1:5000/?a=1'
    """

    url: str
    port: int

    def has(self, address: str) -> bool:
        """Whether an address is one of the app, as a browser reads it."""
        here, there = split_url(self.url), split_url(address)
        return (here.scheme, here.netloc) == (there.scheme, there.netloc)

    def reached_at(self, address: str) -> str:
        """Return where this machine reaches one of its addresses."""
        parts = split_url(address)
        return urlunsplit(parts._replace(scheme="http", netloc=f"127.0.0.1:{self.port}"))

    @property
    def is_https(self) -> bool:
        """Whether the browser comes by https, so that cookies can be Secure."""
        return self.url.startswith("https:")

    def unlike(self, address: str) -> str:
        """Say how a redirect URI differs from it, so that PhotoBox refuses it.

        Example:
            >>> Home("https://127.0.0.1:5000", 5000).unlike("http://localhost:5000/callback")
            'the redirect_uri begins with http://localhost, but HOME_URL with https://127.0.0.1'
        """
        given, wanted = (
            f"{parts.scheme}://{parts.hostname or ''}"
            for parts in (split_url(address), split_url(self.url))
        )
        if given == wanted:
            return "the redirect_uri has a different port from HOME_URL"
        return f"the redirect_uri begins with {plain(given, 60)}, but HOME_URL with {wanted}"

    @property
    def start(self) -> str:
        """Its first page."""
        return self.url + "/"
