"""A web site of a dozen lines, on loopback: PrintShop's and Mallory's are made of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qsl, urlsplit

from oauth_tutorial._loopback_server import IDLE, LoopbackServer


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a browser, or a client, sent. It may hold a code or a token: see the repr."""

    address: str = field(repr=False)
    form: dict[str, str] = field(repr=False)
    cookie: str = field(repr=False)
    referer: str = field(repr=False)

    @property
    def path(self) -> str:
        return urlsplit(self.address).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.address).query))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What goes back."""

    status: int = 200
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict, repr=False)


def redirect(address: str, **headers: str) -> Answer:
    """Send the browser on; a form becomes a GET (RFC 9700 §4.12)."""
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status=303, headers={"Location": address} | more)


def start(name: str, answer: Callable[[Request], Answer]) -> LoopbackServer:
    """Serve ``answer`` at a free port of 127.0.0.1, in a thread, until it is stopped."""

    class Handler(BaseHTTPRequestHandler):
        timeout = IDLE

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            cookie = SimpleCookie(self.headers.get("Cookie", "")).get(name)
            given = answer(
                Request(
                    address=self.path,
                    form=dict(parse_qsl(body)),
                    cookie=cookie.value if cookie else "",
                    referer=self.headers.get("Referer", ""),
                )
            )
            sent = given.body.encode()
            self.send_response(given.status)
            for header, value in given.headers.items():
                self.send_header(header, value)
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_POST = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Print nothing into the notebook: an address may hold a code."""

    server = LoopbackServer(0, Handler)
    server.start(name)
    return server
