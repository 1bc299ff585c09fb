"""One connection of waitress: refusals are reported, and four of its faults are worked around."""

import logging
from http import HTTPStatus
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import ErrorTask, Task, WSGITask
from waitress.utilities import BadRequest

from oauth_tutorial.network.server import TLS, UNREADABLE, Refusal

TLS_HANDSHAKE = 0x16  # the first byte of a TLS connection (RFC 8446 §5.1)

# A notebook need not report a dropped connection, and a log line could hold a code.
quiet = logging.getLogger(f"{__name__}.quiet")
quiet.disabled = True

_TLS_LINE = b"TLS / HTTP/1.0"  # stands in for the first line of such a request


class _Parser(HTTPRequestParser):
    """Recognizes TLS; waitress would wait for the end of a line."""

    def received(self, data: bytes) -> int:
        if not self.header_bytes_received and data[:1] == bytes([TLS_HANDSHAKE]):
            self.parse_header(_TLS_LINE + b"\r\n")
            self.error = BadRequest(
                "This port speaks http://, but the request came over TLS (https://)."
            )
            self.completed = True
            return len(data)
        try:
            return int(super().received(data))
        except ValueError:  # waitress fails at "http://[" and at a length of 5,000 digits
            self.error = BadRequest("This is not a valid HTTP request.")
            self.completed = True
            return len(data)


class _Refusing(ErrorTask):
    """Answers a request that waitress refuses, and reports the refusal."""

    def execute(self) -> None:
        request: Any = self.request  # the stubs of waitress have another type
        if request.error.code != HTTPStatus.INTERNAL_SERVER_ERROR:  # that is the answer's fault
            what = TLS if request.first_line == _TLS_LINE else UNREADABLE
            self.channel.server.tell(Refusal(request.error.code, what))  # type: ignore[attr-defined]
        super().execute()


class _LastAnswer(WSGITask):
    """Closes the connection after its answer."""

    def start(self) -> None:
        super().start()
        self.set_close_on_finish()


class Channel(HTTPChannel):
    """One connection, as waitress reads and answers it."""

    logger = quiet
    parser_class = _Parser
    error_task_class = _Refusing

    def task_class(self, channel: HTTPChannel, request: Any) -> Task:  # type: ignore[override]
        stays = self.server.keep_alive  # type: ignore[attr-defined]
        task = (WSGITask if stays else _LastAnswer)(channel, request)
        task.logger = quiet
        return task

    def send_continue(self) -> None:
        """Answer "Expect: 100-continue". Waitress would wait for a body even if none comes."""
        request: Any = self.request  # the stubs of waitress have another type
        if request.completed:
            request.expect_continue = False
        else:
            super().send_continue()
