"""Issuers that resemble the right one: what a comparison that is not simple lets through."""

from urllib.parse import urlsplit

_ANOTHER_PORT = 50001


def similar(issuer: str) -> tuple[tuple[str, str, str], ...]:
    """Return issuers that are not the given one, though something of it is in them.

    Args:
        issuer: With a scheme, a host and a port, and no path.

    Returns:
        Of each: what it is, the issuer, and the name of the mistake of whoever accepts it; an
        empty name where it has none.

    Example:
        >>> similar("http://127.0.0.1:49152")[0]
        ('another port', 'http://127.0.0.1:50001', 'host_only')
    """
    parts = urlsplit(issuer)
    other = _ANOTHER_PORT + (parts.port == _ANOTHER_PORT)
    return (
        ("another port", f"{parts.scheme}://{parts.hostname}:{other}", "host_only"),
        ("a path added to it", f"{issuer}/mallory", "beginning_only"),
        ("all of it inside another address", f"https://mallory.example/?{issuer}", "contained"),
        ("only its scheme", parts.scheme, "part_passes"),
        ("only its host", str(parts.hostname), "part_passes"),
        ("only its end", parts.netloc, "part_passes"),
        ("only its port", str(parts.port), "part_passes"),
        ("an empty iss", "", "accepts_missing"),
        ("another scheme", issuer.replace("http:", "https:"), "scheme_forgiven"),
        ("the same in capitals", issuer.upper(), ""),
        ("a slash at the end", f"{issuer}/", "slash_forgiven"),
        ("a space at the end", f"{issuer} ", "space_forgiven"),
        ("a space before it", f" {issuer}", "space_forgiven"),
    )
