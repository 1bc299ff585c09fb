"""Names of resource servers: absolute URIs without a fragment (RFC 8707 §2)."""

from collections.abc import Iterable

from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.practice.model.redirect_uris import split
from oauth_tutorial.text.plain import plain

_MOST = 20
_EXAMPLE = "http://127.0.0.1:4714/mcp"


def is_absolute(uri: str) -> bool:
    """Whether it is an absolute URI without a fragment.

    Example:
        >>> is_absolute("http://127.0.0.1:4714/mcp"), is_absolute("/mcp")
        (True, False)
    """
    parts = split(uri)
    if parts is None or not parts.scheme or "#" in uri:
        return False
    if parts.scheme in {"http", "https"}:
        return bool(parts.hostname)
    return bool(parts.netloc or parts.path)  # urn:example:prints


def read_names(resources: Iterable[str]) -> tuple[str, ...]:
    """Return the names, each once, as somebody who starts the service gave them.

    Raises:
        InvalidArgument: For one that is no absolute URI without a fragment, and for too many.
    """
    if isinstance(resources, str):
        raise InvalidArgument(
            f"Expected a list of resources, got one text, {plain(repr(resources))}.",
            hint=f"Put it in brackets: resources=[{_EXAMPLE!r}]",
        )
    names = tuple(dict.fromkeys(resources))
    for name in names:
        if not isinstance(name, str) or not is_absolute(name):
            raise InvalidArgument(
                "Expected a resource that is an absolute URI without a fragment, "
                f"got {plain(repr(name))}.",
                hint=f"Write the whole address of the API or tool server, such as {_EXAMPLE}",
                section="RFC 8707 §2",
            )
    if len(names) > _MOST:
        raise InvalidArgument(f"Expected {_MOST} resources at most, got {len(names)}.")
    return names
