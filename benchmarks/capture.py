"""From the browser's first byte to the code in hand, and what closing costs.

``python -m benchmarks.capture [ROUNDS]``

The browser is a process of its own, so that it takes no turn of the interpreter
that is measured; both read the same clock.
"""

import http.client
import multiprocessing
import random
import statistics
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from multiprocessing.connection import Connection
from typing import Any
from urllib.parse import parse_qs, urlsplit

from benchmarks.measure import has, headline, milliseconds, table, verdict
from oauth_tutorial import LoopbackReceiver

STATE, CODE = "af0ifjsldkj", "SplxlOBeZQQYbYS6WxSbIA"
ANSWER = f"code={CODE}&state={STATE}"
OURS, INLINE = "LoopbackReceiver", "http.server, handle_request()"
Timing = tuple[float, float]  # capture and close, in milliseconds


def browse(orders: Connection) -> None:
    """Come back to each port that is ordered, and report when the first byte was sent."""
    while True:
        port, method, pause = orders.recv()
        time.sleep(pause)
        begun = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        if method == "POST":
            connection.request("POST", "/callback", ANSWER)
        else:
            connection.request("GET", f"/callback?{ANSWER}")
        connection.getresponse().read()
        connection.close()
        orders.send(begun)


class Capture:
    """One way to wait for the redirect, driven by the browser."""

    def __init__(self, browser: Connection) -> None:
        self.browser = browser

    def timed(
        self,
        port: int,
        wait: Callable[[], Any],
        close: Callable[[], Any],
        method: str = "GET",
        pause: float = 0.02,
    ) -> Timing:
        """Send the browser, wait for the code, close; milliseconds of both."""
        self.browser.send((port, method, pause))
        code = wait()
        arrived = time.perf_counter()
        assert code == CODE, code
        begun = self.browser.recv()
        return (arrived - begun) * 1000, milliseconds(close)

    def ours(self) -> Timing:
        receiver = LoopbackReceiver(state=STATE)
        return self.timed(receiver.port, lambda: receiver.wait(10).code, receiver.close)

    def inline(self) -> Timing:
        server = HTTPServer(("127.0.0.1", 0), _Handler)

        def wait() -> str:
            server.handle_request()
            return _Handler.code

        return self.timed(server.server_address[1], wait, server.server_close)

    def thread(self) -> Timing:
        server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        _Handler.arrived.clear()
        threading.Thread(target=server.serve_forever, daemon=True).start()

        def wait() -> str:
            _Handler.arrived.wait(10)
            return _Handler.code

        def close() -> None:
            server.shutdown()
            server.server_close()

        return self.timed(server.server_address[1], wait, close)

    def google(self) -> Timing:
        """What ``InstalledAppFlow.run_local_server`` does between its two other steps."""
        from wsgiref.simple_server import make_server

        from google_auth_oauthlib.flow import _RedirectWSGIApp, _WSGIRequestHandler

        app = _RedirectWSGIApp("You may close this window.")
        server = make_server("127.0.0.1", 0, app, handler_class=_WSGIRequestHandler)

        def wait() -> str:
            server.handle_request()
            return parse_qs(urlsplit(app.last_request_uri).query)["code"][0]

        return self.timed(server.server_address[1], wait, server.server_close)

    def msal(self) -> Timing:
        """It looks once a second, so the browser comes at any moment of that second."""
        from msal.oauth2cli.authcode import AuthCodeReceiver

        receiver = AuthCodeReceiver(port=0)

        def wait() -> str:
            answer = receiver.get_auth_response(timeout=10, state=STATE)
            return str(answer["code"])

        pause = random.uniform(0.02, 1)
        return self.timed(receiver.get_port(), wait, receiver.close, "POST", pause)


class _Handler(BaseHTTPRequestHandler):
    code = ""
    arrived = threading.Event()

    def do_GET(self) -> None:
        _Handler.code = parse_qs(urlsplit(self.path).query)["code"][0]
        body = b"You may close this window."
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.arrived.set()

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


def measure(rounds: int) -> dict[str, list[Timing]]:
    """Take the ways in turns; msal fewer times, for it needs half a second each."""
    here, there = multiprocessing.Pipe()
    context = multiprocessing.get_context("spawn")
    browser = context.Process(target=browse, args=(there,), daemon=True)
    browser.start()
    way = Capture(here)
    ways = {OURS: way.ours, INLINE: way.inline, "http.server, serve_forever()": way.thread}
    if has("google_auth_oauthlib"):
        ways["google-auth-oauthlib"] = way.google
    if has("msal"):
        ways["msal"] = way.msal
    taken: dict[str, list[Timing]] = {name: [] for name in ways}
    for number in range(-5, rounds):
        for name, one in ways.items():
            if name == "msal" and number % 10:
                continue
            if number % 10 and one == way.thread:
                continue  # half a second to close
            timing = one()
            if number >= 0:
                taken[name].append(timing)
    browser.kill()
    return taken


def main(rounds: int) -> None:
    """Print capture and close of every way."""
    taken = measure(rounds)
    for index, title in enumerate(("Capture on loopback", "Close")):
        headline(title)
        values = {name: [one[index] for one in timings] for name, timings in taken.items()}
        table(values, unit="ms", ours=OURS)
        if index == 0:
            verdict("capture, median", statistics.median(values[OURS]), 5, "ms")
            ratio = statistics.median(values[OURS]) / statistics.median(values[INLINE])
            print(f"capture / inline http.server: {ratio:.3g} ×")
        else:
            verdict("close, median", statistics.median(values[OURS]), 25, "ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
