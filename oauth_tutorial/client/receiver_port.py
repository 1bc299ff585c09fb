"""The port of a receiver: the one that was asked for, or that of the one before, or any."""

from oauth_tutorial.errors import PortInUse, ReceiverError
from oauth_tutorial.network import PortTaken, Server, bind
from oauth_tutorial.network.own_address import own_address
from oauth_tutorial.network.server import NoLoopback, TooManyFiles


def take_port(port: int, preferred: int) -> Server:
    """Take a port of 127.0.0.1, and of ::1 where there is one (RFC 8252 §7.3).

    Args:
        port: The one that was asked for; 0 where none was.
        preferred: The one that is taken then, if it can be had: nobody asked for it, so any other
            one will do. 0 where there is none.

    Raises:
        PortInUse: When another program listens on the port that was asked for.
        ReceiverError: When this process may open no further file, or the machine has no loopback.
    """
    if port == 0 and preferred:
        try:
            return _bind(preferred)
        except PortInUse:
            pass
    return _bind(port)


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
