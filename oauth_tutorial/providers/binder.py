"""Whether this is a Binder: somebody else's machine, with a new name at each launch."""

import os
from typing import TYPE_CHECKING

from oauth_tutorial.location import platforms
from oauth_tutorial.text.readers import split_url

if TYPE_CHECKING:
    from oauth_tutorial.location import Location

_PUBLIC = "mybinder.org"


def is_binder(where: "Location") -> bool:
    """Whether a location is on a Binder, by its address or by what the platform says it is."""
    return on_binder() or is_public_binder(split_url(where.url(1)).hostname or "")


def on_binder() -> bool:
    """Whether the platform says that it is one."""
    platform = platforms.from_variables(os.environ)
    return platform is not None and platform.name == "Binder"


def is_public_binder(host: str) -> bool:
    """Whether a host is one of mybinder.org's.

    Example:
        >>> is_public_binder("hub.2i2c.mybinder.org"), is_public_binder("mybinder.org.evil.example")
        (True, False)
    """
    return host == _PUBLIC or host.endswith(f".{_PUBLIC}")
