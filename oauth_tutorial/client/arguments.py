"""The checks of an argument, before anything is sent."""

from oauth_tutorial.errors import InvalidArgument

MOST_SECONDS = 24 * 60 * 60  # a socket's timeout has to fit into a type of C


def text(name: str, value: object, *, section: str, hint: str | None = None) -> str:
    """Return an argument if it is text, not empty, and can be sent.

    Args:
        name: What the argument is called.
        value: What was given.
        section: Where the parameter is defined.
        hint: What to do. Default: run the cell that makes it.

    Raises:
        InvalidArgument: When it is not.

    Example:
        >>> text("code", "SplxlOBeZQQYbYS6WxSbIA", section="RFC 6749 §4.1.3")
        'SplxlOBeZQQYbYS6WxSbIA'
    """
    advice = hint or f"Run the cell that makes {name}, then this one again."
    if not isinstance(value, str):
        raise InvalidArgument(
            f"{name} must be a string, got {type(value).__name__}.", hint=advice, section=section
        )
    if not value.strip():
        raise InvalidArgument(
            f"{name} is empty, but it needs a value.",
            hint=f"Give {name} a value, or leave it out if it is optional.",
            section=section,
        )
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise InvalidArgument(
            f"{name} has half a character (a lone surrogate) at position {error.start + 1}, "
            "which cannot be sent.",
            hint="Copy it again from its source.",
            section=section,
        ) from None
    return value


def seconds(name: str, value: object) -> float:
    """Return a number of seconds above 0, cut to a day.

    Raises:
        InvalidArgument: When it is not such a number.
    """
    if isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
        return float(min(value, MOST_SECONDS))
    raise InvalidArgument(
        f"{name} must be a number of seconds above 0, got {repr(value)[:40]}.",
        hint=f"Leave {name} out, or give one number, as in {name}=10. It covers everything: "
        "connecting, sending and reading.",
    )
