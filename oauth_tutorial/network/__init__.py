"""The one way to listen, with sockets or without, and what only this kernel knows.

Whatever answers a browser or a client here is a WSGI application (PEP 3333). ``serve`` puts
it on a port: by waitress, or in a table inside this process where there are no sockets.

Example:
    >>> from oauth_tutorial.network import serve
    >>> server = serve(app, name="photobox")  # doctest: +SKIP
    >>> server.port  # doctest: +SKIP
    49152
    >>> server.stop()  # doctest: +SKIP
"""

from oauth_tutorial.network.server import PortTaken, Refusal, Server, is_virtual
from oauth_tutorial.network.serving import bind, serve

__all__ = ["PortTaken", "Refusal", "Server", "bind", "is_virtual", "serve"]
