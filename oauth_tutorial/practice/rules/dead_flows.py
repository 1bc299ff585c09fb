"""Two ways to get a token that are dead, and why: what a client that still tries them is told."""

_RESOURCE_OWNER = (
    "The password grant is dead (RFC 9700 section 2.4). The app sees the person's password, "
    "can do anything with it, and leaves no room for "
    "a second factor. Use authorization_code with PKCE."
)
_IMPLICIT = (
    "The implicit grant is dead (RFC 9700 section 2.1.2). The token is in the URL, where "
    "the history, the Referer header and scripts can read it, and nothing binds it to the client. "
    "Use response_type=code with PKCE."
)
DEAD_GRANTS = {"password": _RESOURCE_OWNER, "implicit": _IMPLICIT}
_TOKENS_IN_THE_ADDRESS = {"token", "id_token"}


def why_response_type_is_dead(response_type: str) -> str:
    """Return the reason when it would put a token into the address, else nothing."""
    return _IMPLICIT if _TOKENS_IN_THE_ADDRESS & set(response_type.split(" ")) else ""
