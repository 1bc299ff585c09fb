"""Switches of the practice service. Each is off, which is the safe way, until you set it."""

from dataclasses import dataclass, fields


@dataclass(slots=True)
class Options:
    """What the service does differently from its safe default.

    Example:
        >>> photobox.options.require_par = True
    """

    require_par: bool = False
    """Take authorization requests only through PAR (RFC 9126 §5)."""

    loose_redirect_uri: bool = False
    """Unsafe: take a redirect URI that only begins as a registered one (RFC 9700 §4.1)."""

    misleading_consent: bool = False
    """Unsafe: the consent page says something harmless for each scope."""

    def reset(self) -> None:
        """Set every switch back to its default."""
        for field in fields(self):
            setattr(self, field.name, field.default)
