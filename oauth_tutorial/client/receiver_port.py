"""The port of a receiver: the one asked for, that of the previous receiver, or any free one."""

from oauth_tutorial.errors import PortInUse, ReceiverError
from oauth_tutorial.network import PortTaken, Server, bind
from oauth_tutorial.network.own_address import own_address
from oauth_tutorial.network.server import NoLoopback, TooManyFiles

_TRIES = 5  # ports of 127.0.0.1 to try, until one is free on ::1 as well


def take_port(port: int, preferred: int, host: str = "127.0.0.1") -> Server:
    """Take a port of 127.0.0.1, and of ::1 if there is one (RFC 8252 §7.3).

    Args:
        port: The one that was asked for, or 0.
        preferred: The one to try first if none was asked for; if it is in use, any other will do.
            0 for no preference.
        host: The host that the browser comes back to; ``"[::1]"`` needs the port of ::1 as well.

    Raises:
        PortInUse: When another program listens on the port that was asked for.
        ReceiverError: When this process cannot open any more files, or the machine has no loopback.
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
        except BaseException:  # an interrupt must not leave the port taken
            server.stop()
            raise
    if port:
        raise PortInUse(
            f"Port {port} of ::1 is in use by another program, or you may not listen on it, or "
            "this machine has no ::1.",
            hint="Leave port out to get any free port, or write host='127.0.0.1'.",
        )
    raise ReceiverError(
        "Nothing can listen on ::1 on this machine.",
        hint="Write host='127.0.0.1', and register the redirect URI with it.",
    )


def _bind(port: int) -> Server:
    try:
        return bind(port, name="loopback-receiver", ipv6=True)
    except (NoLoopback, TooManyFiles) as error:
        raise ReceiverError(str(error)) from None
    except PortTaken:
        raise PortInUse(
            f"Port {port} of {own_address()} is in use by another program, or you may not listen "
            "on it.",
            hint="Leave port out to get any free port, or stop the other program.",
        ) from None
