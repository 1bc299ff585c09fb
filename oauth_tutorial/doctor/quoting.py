"""How a text of the input is quoted: never with a secret in it.

Two nets. What was sent as a code, a token or a secret is known by its name, and taken out wherever
it stands (``intake/secrets_in.py`` finds it). What only looks random is taken out as well.
"""

import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus, unquote

from oauth_tutorial.text.readers import NO_URL, split_url
from oauth_tutorial.text.redaction import shape

LIMIT = 200
_ODD = "surrogatepass"  # for half a character, which has no UTF-8
_SHORTEST = 3  # a shorter value would be found inside ordinary words
_WORD = re.compile(r"[A-Za-z0-9_\-+/=.~%:@]{8,}")
_PIECES = re.compile(r"[_\-+/=.~%:@]+")
_READABLE = re.compile(
    r"[A-Za-z]?[a-z]{0,18}|(?:[A-Z]?[a-z]{2,18}){1,4}|[A-Z]{1,18}|\d{1,5}|AADSTS\d+|S256|v\d"
)


def quoted(text: str, secrets: Iterable[str] = (), limit: int = LIMIT) -> str:
    """Return a foreign text fit to be shown, in single quotes, on one line.

    Example:
        >>> quoted("code SplxlOBeZQQYbYS6WxSbIA is not valid")
        "'code <22 characters> is not valid'"
    """
    shown = without_secrets(text, secrets)
    return f"'{shown[:limit]}{'…' if len(shown) > limit else ''}'"


def without_secrets(text: str, secrets: Iterable[str] = ()) -> str:
    """Take every secret out of a text, and put its shape in its place."""
    forms = {
        form
        for secret in secrets
        for form in (
            secret,
            quote(secret, safe="", errors=_ODD),
            quote_plus(secret, errors=_ODD),
            unquote(secret),
        )
        if len(form) >= _SHORTEST
    }
    for form in sorted(forms, key=len, reverse=True):
        text = text.replace(form, shape(form))
    text = _WORD.sub(lambda found: _word(found[0]), text)
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def shown_uri(uri: str, secrets: Iterable[str] = ()) -> str:
    """Return a redirect URI to compare by eye: no user, no query, no secret."""
    parts = split_url(uri)
    if parts is NO_URL:
        return "'a URL that cannot be read'"
    netloc = parts.netloc.rpartition("@")[2]
    head = f"{parts.scheme}:" + (f"//{netloc}" if netloc else "")
    tail = ("?…" if parts.query else "") + ("#…" if parts.fragment else "")
    return quoted(f"{head}{parts.path}{tail}", secrets)


def _word(word: str) -> str:
    """Leave what a person can read; whole lowercase words, short numbers, dotted names."""
    if "://" in word:
        scheme, _, rest = word.partition("://")
        return f"{scheme}://" + "/".join(_word(piece) for piece in rest.split("/"))
    readable = all(_READABLE.fullmatch(piece) for piece in _PIECES.split(word) if piece)
    return word if readable else shape(word)
