"""A server that sends what no server of HTTP would."""

import json
import re
import socket
import threading
from contextlib import suppress

WAIT = 10  # seconds, for what comes at once


class Raw:
    """An endpoint that sends any bytes.

    ``answer`` is what it sends first; then, for ``times`` times, ``again``, each after ``drip``
    seconds.
    """

    def __init__(self):
        self.answer, self.again, self.drip, self.times = b"", b"", 0.0, 0
        self.gone = threading.Event()  # the client closed while something was sent again
        self._end = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/token"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def says(self, status, body=b"", *headers):
        """Answer with a status and a body as bytes, text, or what becomes JSON."""
        if not isinstance(body, bytes):
            body = (body if isinstance(body, str) else json.dumps(body)).encode()
        names = [one.partition(":")[0].lower() for one in headers]
        more = [] if "content-length" in names else [f"Content-Length: {len(body)}"]
        more += [] if "content-type" in names else ["Content-Type: application/json"]
        head = "\r\n".join([f"HTTP/1.1 {status} X", *headers, *more, "Connection: close", "", ""])
        self.answer = head.encode("latin-1") + body
        return self

    def stop(self):
        self._end.set()
        self._listener.close()
        self._thread.join(WAIT)

    def _serve(self):
        self._listener.settimeout(0.05)
        while not self._end.is_set():
            with suppress(OSError):
                connection, _ = self._listener.accept()
                with connection:
                    connection.settimeout(WAIT)
                    self._answer(connection)

    def _answer(self, connection):
        self.received = received = b""
        while b"\r\n\r\n" not in received:
            if not (piece := connection.recv(65536)):
                return
            received += piece
        head, _, body = received.partition(b"\r\n\r\n")
        length = int(re.search(rb"(?i)content-length: *(\d+)", head).group(1))
        while len(body) < length:
            body += connection.recv(65536)
        self.received = head + b"\r\n\r\n" + body
        try:
            connection.sendall(self.answer)
            for _ in range(self.times):
                if self._end.wait(self.drip):
                    return
                connection.sendall(self.again)
        except OSError:
            self.gone.set()
