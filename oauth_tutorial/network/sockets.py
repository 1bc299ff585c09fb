"""Ports with sockets: waitress listens, and this module adds three things.

It stops at once, however many connections are open. A flood of idle connections shuts nobody
out: the one that has been silent for longest makes room. And what waitress refuses on its own is
reported, so that a wait can say what came.
"""

import errno
import os
import select
import socket
import threading
import time
import weakref
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Unpack

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import ClientDisconnected
from waitress.server import TcpWSGIServer

from oauth_tutorial.network.connection import Channel, quiet
from oauth_tutorial.network.dispatcher import Dispatcher
from oauth_tutorial.network.host_rule import guarded, listener_of
from oauth_tutorial.network.own_address import own_address, own_host
from oauth_tutorial.network.server import (
    IPV6,
    MOST_BODY,
    MOST_HEAD,
    SILENCE,
    THREADS,
    Manner,
    PortTaken,
    Refusal,
    TooManyFiles,
    not_bound,
)
from oauth_tutorial.network.waiting import Bell

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

BACKLOG = 128  # connections that wait to be accepted: a whole class may press *run* at once
MOST_CONNECTIONS = 2000 if hasattr(select, "poll") else 400  # select() takes 512
STOP_SECONDS: Any = 0.5  # for answers that are being written when the server stops
LOOK_ROUND = 1.0  # seconds between two checks for silent connections
SLEEP = 3600.0  # the same when there are no connections
NO_ROOM = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}


class SocketServer:
    """A port with sockets. See :class:`oauth_tutorial.network.Server`.

    Args:
        port: Which one; 0 is any free port.
        name: What its threads are called.
        ipv6: Whether to take the same port of ::1 too, if it is available.

    Raises ``PortTaken`` if another program listens there. An interrupt at any moment leaves no port
    taken: whatever is opened is noted before it is used, and ``stop`` closes what is noted.
    """

    def __init__(self, port: int, *, name: str, ipv6: bool) -> None:
        self._name, self.host = name, own_host()
        self._sockets, self._listeners = list[socket.socket](), list[_Listener]()
        self._dispatcher: Dispatcher | None = None
        self._changing, self._stopping, self._polling = threading.RLock(), False, False
        self._map: dict[int, Any] = {}  # what waitress polls
        self._thread: threading.Thread | None = None
        self._ended = Bell()  # the thread that polls has closed everything
        _servers[id(self)] = self
        try:
            try:
                _listen(port, own_address(), self._sockets)
            except PortTaken:  # perhaps by a server whose stop was interrupted: it stops now
                for one in _all_servers():
                    if one._stopping:
                        one.stop()
                _listen(port, own_address(), self._sockets)
            self._port: int = self._sockets[0].getsockname()[1]
            if ipv6 and own_address() != IPV6:
                with suppress(PortTaken):  # no IPv6, or that port of ::1 is in use
                    _listen(self._port, IPV6, self._sockets)
            self.hears_ipv6 = self._sockets[-1].family == socket.AF_INET6
        except BaseException:
            self.stop()
            raise

    @property
    def port(self) -> int:
        """The number of the port."""
        return self._port

    def answer(self, app: "WSGIApplication", **manner: Unpack[Manner]) -> None:
        """Begin to answer requests, as ``Manner`` says."""
        try:
            with self._changing:
                if self._stopping:  # by another thread, since the port was taken
                    return
                self._begin(_without_a_word(guarded(app, self._port, manner)), manner)
                self._thread = threading.Thread(target=self._loop, name=self._name, daemon=True)
                self._thread.start()
        except BaseException as error:
            self.stop()
            if isinstance(error, OSError) and error.errno in NO_ROOM:
                raise TooManyFiles(self._port) from error
            if isinstance(error.__context__, KeyboardInterrupt):  # which made Thread.start() fail
                raise error.__context__ from None
            raise

    def _begin(self, app: "WSGIApplication", manner: Manner) -> None:
        settings = _settings(manner.get("silence", SILENCE))
        self._dispatcher = Dispatcher(manner.get("threads", THREADS))
        for one in self._sockets:
            listener = _Listener(app, self._map, one, self._dispatcher, settings)
            listener.tell = listener_of(manner)
            listener.keep_alive = manner.get("keep_alive", True)
            self._listeners.append(listener)

    def stop(self) -> None:
        """Free the port, and end every connection. Calling it twice is harmless."""
        with self._changing:
            self._stopping = True
            polling = self._thread if self._polling else None
            if polling is not None:
                self._listeners[0].pull_trigger()
            else:  # no thread polls, or ever will: see _loop
                self._end()
        if polling is not None and polling is not threading.current_thread():
            # join() is not enough: up to Python 3.12, an interrupt in it makes the thread
            # count as stopped, and the next join() returns while the port is still taken
            self._ended.wait(timeout=1)
            polling.join(timeout=1)

    def _loop(self) -> None:
        """Let waitress read, and hand requests to its threads, until ``stop``."""
        with self._changing:
            if self._stopping:
                return
            self._polling = True
        try:
            while not self._stopping:
                isquiet = all(not one.active_channels for one in self._listeners)
                wasyncore.loop(SLEEP if isquiet else LOOK_ROUND, True, self._map, count=1)
        finally:
            try:
                self._end()
            finally:
                self._ended.set()

    def _end(self) -> None:
        """Close everything. If a thread polls, it must do this itself: it uses what is open."""
        for listener in self._listeners:
            wasyncore.dispatcher.close(listener)
            channels: Any = listener.active_channels  # the stubs of waitress have another type
            for channel in list(channels.values()):
                channel.handle_close()
        if self._dispatcher is not None:
            self._dispatcher.shutdown(timeout=STOP_SECONDS)
        for listener in self._listeners:
            listener.sleep()
        _close_all([*self._map.values(), *self._sockets])  # also what an interrupt left half made

    def forget(self) -> None:
        """Let go of everything in a forked child: it is the parent's.

        Without this, the port stays taken after the parent stops, and browsers never see the end of
        an answer. It takes no lock: a thread that was not copied by the fork may hold it.
        """
        self._changing, self._stopping, self._polling = threading.RLock(), True, False
        self._listeners.clear()
        self._dispatcher = None
        for one in list(self._map.values()):
            opened: Any = one.socket if isinstance(one, Channel) else one
            with suppress(OSError):
                opened.close()
        self._map.clear()
        _close_all(self._sockets)


_servers: "weakref.WeakValueDictionary[int, SocketServer]" = weakref.WeakValueDictionary()


def _all_servers() -> list[SocketServer]:
    """Return those that there are, while other threads add and remove some.

    A loop over a ``WeakSet`` would fail then; ``valuerefs`` copies in one step.
    """
    return [server for ref in _servers.valuerefs() if (server := ref()) is not None]


def _forget_all() -> None:
    for server in _all_servers():
        server.forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)


def _close_all(sockets: list[socket.socket]) -> None:
    for one in sockets:
        one.close()


def _listen(port: int, address: str, noted: list[socket.socket]) -> None:
    try:
        listening = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    except OSError as error:  # no such kind of address here
        raise (TooManyFiles if error.errno in NO_ROOM else PortTaken)(port) from error
    noted.append(listening)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows would share the port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((address, port))
        listening.listen(BACKLOG)
    except (OSError, OverflowError) as error:
        noted.remove(listening)
        listening.close()
        raise not_bound(port, address, error) from error


def _settings(silence: int) -> Adjustments:
    settings = Adjustments(
        sockets=[],
        log_socket_errors=False,
        backlog=BACKLOG,
        max_request_header_size=MOST_HEAD,
        max_request_body_size=MOST_BODY,
        channel_timeout=silence,
        cleanup_interval=min(silence, 5),
        connection_limit=2**31,  # at its limit waitress accepts no connections: see _Listener
    )
    settings.ident = ""  # no Server header; None would not be text (PEP 3333)
    return settings


def _without_a_word(app: "WSGIApplication") -> "WSGIApplication":
    """Close the connection without an answer if the application raises a ConnectionError."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        try:
            return app(environ, start_response)
        except ConnectionError:
            raise ClientDisconnected from None

    return answer


class _Listener(TcpWSGIServer):
    """Accepts connections; a flood of silent ones shuts nobody out."""

    channel_class = Channel
    logger = quiet
    tell: Callable[[Refusal], object]
    keep_alive: bool
    _map: dict[int, Any]  # what is polled

    def __init__(
        self,
        app: "WSGIApplication",
        polled: dict[int, Any],
        listening: socket.socket,
        dispatcher: Dispatcher,
        settings: Adjustments,
    ) -> None:
        self._waking, self._sleeps = threading.Lock(), False
        name = listening.getsockname()
        info = (listening.family, listening.type, listening.proto, name)
        super().__init__(
            app,
            polled,
            True,
            listening,
            dispatcher=dispatcher,
            adj=settings,
            sockinfo=info,
            bind_socket=False,
        )

    def pull_trigger(self) -> None:
        """Wake the thread that polls, if there still is one."""
        with self._waking:
            if not self._sleeps:
                super().pull_trigger()

    def sleep(self) -> None:
        """Stop it from being woken: the descriptor of this pipe may soon be another file's."""
        with self._waking:
            self._sleeps = True
            trigger: Any = self.trigger
            trigger.close()

    def handle_accept(self) -> None:
        """Accept all that are waiting: each round looks at every open connection."""
        for _ in range(BACKLOG):
            if not self._accept_one():
                return

    def _accept_one(self) -> bool:
        is_full = len(self._map) >= MOST_CONNECTIONS
        if is_full:
            self._make_room()
        try:
            accepted = self.accept()
        except OSError as error:
            if error.errno in NO_ROOM:  # too many files are open
                self._make_room()
            return False
        if accepted is None:
            return False
        self._begin(*accepted)
        return not is_full

    def _begin(self, connected: socket.socket, address: Any) -> None:
        try:
            self.set_socket_options(connected)
            self.channel_class(self, connected, address, self.adj, map=self._map)
        except OSError:  # macOS: the other side may be gone already
            connected.close()

    def _make_room(self) -> None:
        """Close the connection on which nothing has happened for longest."""
        channels = [one for one in self._map.values() if isinstance(one, Channel)]
        silent = [one for one in channels if not one.requests]
        if silent:
            min(silent, key=lambda one: one.last_activity).handle_close()
        else:
            time.sleep(0.05)  # all are being answered: one of them ends soon

    def handle_error(self) -> None:
        """Carry on: an error in one connection must not end the service."""
