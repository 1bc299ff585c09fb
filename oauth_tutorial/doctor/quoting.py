"""How a text of the input is quoted: never with a secret in it.

Two nets. What was sent as a code, a token or a secret is known by its name, and
taken out wherever it stands. What only looks random is taken out as well.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, quote_plus, unquote, unquote_plus

from oauth_tutorial.text.readers import NO_URL, split_url
from oauth_tutorial.text.redaction import SECRET_PARAMETERS, shape

LIMIT = 200
_SHORTEST = 3  # a shorter value would be found inside ordinary words
_WORD = re.compile(r"[A-Za-z0-9_\-+/=.~%:@]{8,}")
_PIECES = re.compile(r"[_\-+/=.~%:@]+")
_READABLE = re.compile(
    r"[A-Za-z]?[a-z]{0,18}|(?:[A-Z]?[a-z]{2,18}){1,4}|[A-Z]{1,18}|\d{1,5}|AADSTS\d+|S256|v\d"
)
_NAMED = re.compile(
    r"(?i)\b(" + "|".join(sorted(SECRET_PARAMETERS)) + r"|set-cookie|cookie|api_key)"
    r"(?:[\"']?\s*[:=]\s*|%3D)[\"']?([^\s\"'&,;}<>#]{6,})"
)
_SCHEMES = re.compile(
    r"(?i)\b(?:Bearer|Basic|DPoP"
    r"|token(?!\s+(?:endpoint|request|response|exchange|expired|revoked|invalid"
    r"|permissions?|introspection|revocation|signature|validation|claims?)\b))"
    r"\s+([^\s\"',;]{6,})"
)
# In a sentence: *Invalid client secret provided: 'MonkeyBanana'*, *the user code WDJB-MJHT has
# expired* (RFC 8628 §6.1), *Bad code correcthorsebattery*.
_TOLD = re.compile(
    r"(?i)(?<!error )(?<!status )(?<!response )"
    r"\b(?:secret|password|passcode|code|state|verifier|nonce)"
    r"(?: (?:provided|given|received|sent|got|value|of|is|was))?\s*[:=]?\s+"
    r"(?:[\"'`]([^\"'`\s]{6,80})[\"'`]|((?-i:[A-Z0-9]{4}-[A-Z0-9]{4}|[a-z]{16,80}))\b)"
)


def named_secrets(parameters: Mapping[str, object]) -> set[str]:
    """Return the values whose names say that they open something."""
    return {
        value
        for name, value in parameters.items()
        if isinstance(value, str) and str(name).lower() in SECRET_PARAMETERS
    }


def secrets_in_text(text: str) -> set[str]:
    """Return what stands beside the name of a secret in a text."""
    found = {value for _, value in _NAMED.findall(text)} | set(_SCHEMES.findall(text))
    found |= {value for pair in _TOLD.findall(text) for value in pair if value}
    return {value.rstrip(".)]") for value in found}


def secrets_in_header(value: str) -> set[str]:
    """Return the credentials of an Authorization header, the decoded ones too."""
    scheme, _, credentials = value.partition(" ")
    found = {credentials.strip() or scheme}
    if scheme.lower() == "basic":
        try:
            decoded = base64.b64decode(credentials).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return found
        found |= {decoded, unquote_plus(decoded.partition(":")[2]), decoded.partition(":")[2]}
    return found


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
        for form in (secret, quote(secret, safe=""), quote_plus(secret), unquote(secret))
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
