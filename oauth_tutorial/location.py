"""Where the learner's browser reaches a port of the kernel.

The answer is loopback: browser and kernel share a machine. A kernel that lives
elsewhere needs its public address, given in ``OAUTH_TUTORIAL_PUBLIC_URL``.
"""

import os
from urllib.parse import urlsplit

from oauth_tutorial.errors import InvalidArgument

VARIABLE = "OAUTH_TUTORIAL_PUBLIC_URL"


def public_url(port: int) -> str:
    """Return the URL at which the browser finds that port, without a slash at the end.

    Args:
        port: A port on which the kernel's machine listens.

    Raises:
        InvalidArgument: When the variable holds something that is no http(s) URL.

    Example:
        >>> public_url(49152)
        'http://127.0.0.1:49152'
    """
    template = os.environ.get(VARIABLE, "").strip()
    if not template:
        return f"http://127.0.0.1:{port}"
    parts = urlsplit(template)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
        raise InvalidArgument(
            f"{VARIABLE} must be an http(s) URL, got {template[:100]!r}.",
            hint="For example https://hub.example/user/alice/proxy/{port}.",
        )
    return template.replace("{port}", str(port)).rstrip("/")
