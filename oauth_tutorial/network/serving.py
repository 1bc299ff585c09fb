"""``serve(app)``: the one way to put an application on a port of this machine.

Nothing else in the package knows whether there is a socket behind a port. Both kinds of server
follow the same rules: who may ask (``host_rule``), how long a request may be, and when a
connection is closed without an answer.
"""

from typing import TYPE_CHECKING, Unpack

from oauth_tutorial.network.server import Manner, Server, check_port, is_virtual

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


def bind(port: int = 0, *, name: str = "server", ipv6: bool = False) -> Server:
    """Take a port of 127.0.0.1, without answering yet: that begins with ``answer``.

    So the application can know the number of the port, for example in its issuer. On a machine
    without that address, it is a port of ::1: the server's ``host`` says which.

    Args:
        port: Which one. Default: any free port.
        name: What its threads are called.
        ipv6: Whether to take the same port of ::1 too, if it is available (RFC 8252 §7.3).

    Raises:
        PortTaken: When another program listens there.
        InvalidArgument: When the port is not a number.
    """
    check_port(port)
    if is_virtual():
        from oauth_tutorial.network.virtual import VirtualServer

        return VirtualServer(port)
    from oauth_tutorial.network.sockets import SocketServer

    return SocketServer(port, name=name, ipv6=ipv6)


def serve(
    app: "WSGIApplication",
    port: int = 0,
    *,
    name: str = "server",
    ipv6: bool = False,
    **manner: Unpack[Manner],
) -> Server:
    """Put an application on a port of 127.0.0.1.

    Args:
        app: The WSGI application (PEP 3333). If it raises a ``ConnectionError``, the connection
            is closed without an answer.
        port: Where to listen. Default: any free port.
        name: What its threads are called.
        ipv6: Whether to listen on ::1 too, if it is available. Default: no.
        manner: How it answers; see :class:`Manner`.

    Returns:
        The server, with its ``port`` and ``stop()``.

    Raises:
        PortTaken: When another program listens there.
        InvalidArgument: When an argument cannot be right.

    Example:
        ``GET /callback?code=SplxlOBeZQQYbYS6WxSbIA&state=xyz HTTP/1.1``
    """
    server = bind(port, name=name, ipv6=ipv6)
    try:
        server.answer(app, **manner)
    except BaseException:
        server.stop()
        raise
    return server
