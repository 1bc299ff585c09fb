"""How a secret is shown: by its shape.

A saved notebook, a log and an error message must never hold a value that opens
something. What helps a learner is that a value is there, and how long it is.
"""

import re
from urllib.parse import unquote_plus

# 22 characters carry 128 random bits in base64url
_LONG_WORD = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{22,}(?![A-Za-z0-9_-])")
_KINDS = tuple(map(re.compile, ("[a-z]", "[A-Z]", "[0-9]")))

_BETWEEN_PAIRS = re.compile("([?#&])")  # a dead flow puts its token behind the #

SECRET_PARAMETERS = frozenset(
    {
        "access_token",
        "assertion",
        "client_assertion",
        "client_secret",
        "code",
        "code_verifier",
        "device_code",
        "dpop",
        "form_token",
        "id_token",
        "id_token_hint",
        "nonce",
        "password",
        "refresh_token",
        "registration_access_token",
        "request_uri",
        "secret",  # the client's, where a server has its own name for it
        "state",
        "token",
        "user_code",
        "verification_uri_complete",
    }
)
"""Parameters of requests and responses whose values open something.

``state`` opens nothing by itself, but whoever knows it can forge the answer
(RFC 6749 §10.12), so it is treated alike; ``nonce`` for the same reason.
"""


def shape(value: str | None) -> str:
    """Say how long a secret is, and nothing else.

    Example:
        >>> shape("SplxlOBeZQQYbYS6WxSbIA")
        '<22 characters>'
    """
    if value is None:
        return "None"
    return f"<{len(value)} character{'' if len(value) == 1 else 's'}>"


def redact(name: str, value: str) -> str:
    """Return a parameter's value, or its shape where the name is a secret's.

    Example:
        >>> redact("client_id", "printshop"), redact("code", "abc")
        ('printshop', '<3 characters>')
    """
    return shape(value) if name.lower() in SECRET_PARAMETERS else value


def hide_random(text: str) -> str:
    """Replace by its shape each long word that looks random, whatever it is called.

    For text that somebody typed or pasted: mixed case and digits in one word of 22
    characters or more is no word of a language.

    Example:
        >>> hide_random("my token is mF_9.B5f-4.1JqM and gT5rK1xQz8Wc0nYb3Hd7Lm2P-vE9sUaJ")
        'my token is mF_9.B5f-4.1JqM and <32 characters>'
    """

    def hide(found: re.Match[str]) -> str:
        word = found.group()
        return shape(word) if all(kind.search(word) for kind in _KINDS) else word

    return _LONG_WORD.sub(hide, text)


def redact_url(url: str) -> str:
    """Return a URL whose query and fragment show the shape of every secret.

    Example:
        >>> redact_url("http://127.0.0.1/callback?code=abc&iss=x")
        'http://127.0.0.1/callback?code=<3 characters>&iss=x'
    """
    base, *rest = _BETWEEN_PAIRS.split(url)
    return base + "".join(map(_redact_pair, rest))


def _redact_pair(pair: str) -> str:
    name, equals, value = pair.partition("=")
    return f"{name}={redact(unquote_plus(name), value)}" if value else name + equals
