"""The port of a receiver: the one that was asked for, or that of the one before, or any."""

from oauth_tutorial.errors import PortInUse, ReceiverError
from oauth_tutorial.network import PortTaken, Server, bind
from oauth_tutorial.network.own_address import own_address
from oauth_tutorial.network.server import NoLoopback, TooManyFiles

_TRIES = 5  # ports of 127.0.0.1, until one of them is free on ::1 as well


def take_port(port: int, preferred: int, host: str = "127.0.0.1") -> Server:
    """Take a port of 127.0.0.1, and of ::1 where there is one (RFC 8252 §7.3).

    Args:
        port: The one that was asked for; 0 where none was.
        preferred: The one that is taken then, if it can be had: nobody asked for it, so any other
            one will do. 0 where there is none.
        host: What the browser is to come back to; for ``"[::1]"``, ::1 has to be had.

    Raises:
        PortInUse: When another program listens on the port that was asked for.
        ReceiverError: When this process may open no further file, or the machine has no loopback.
    """
    if port == 0 and preferred:
        try:
            return _bind_for(host, preferred)
        except PortInUse:
            pass
    return _bind_for(host, port)


def _bind_for(host: str, port: int) -> Server:
    if host != "[::1]":
        return _bind(port)
    for _ in range(1 if port else _TRIES):
        server = _bind(port)
        try:
            if server.hears_ipv6:
                return server
            server.stop()
        except BaseException:  # an interrupt leaves no port taken
            server.stop()
            raise
    if port:
        raise PortInUse(
            f"Port {port} of ::1 is in use by another program or not allowed, or this machine has "
            "no ::1.",
            hint="Leave port out to get any free port, or write host='127.0.0.1'.",
        )
    raise ReceiverError(
        "Nothing can listen on ::1 of this machine.",
        hint="Write host='127.0.0.1', and register the redirect URI with it.",
    )


def _bind(port: int) -> Server:
    try:
        return bind(port, name="loopback-receiver", ipv6=True)
    except (NoLoopback, TooManyFiles) as error:
        raise ReceiverError(str(error)) from None
    except PortTaken:
        raise PortInUse(
            f"Port {port} of {own_address()} is in use by another program, or not allowed.",
            hint="Leave port out to get any free port, or stop the other program.",
        ) from None
