"""The error of an exchange without a complete answer: one sentence for each way to fail."""

import requests
from requests.utils import get_environ_proxies
from urllib3.exceptions import LocationValueError, NameResolutionError

from oauth_tutorial.client.answer import Endpoint
from oauth_tutorial.errors import (
    TokenEndpointUnreachable,
    TokenRequestFailed,
    TokenResponseUnreadable,
)
from oauth_tutorial.network.bounded import MOST_BYTES, BodyTooLong
from oauth_tutorial.network.loopback import is_loopback
from oauth_tutorial.text.plain import plain
from oauth_tutorial.text.redaction import redact_url

_CERTIFICATE = "CERTIFICATE_VERIFY_FAILED"
_IN_FULL = "Write it in full, with http:// or https:// and the host: http://127.0.0.1:8000/…."
_SERVERS_LOG = (
    "Try again. If it keeps failing, look at the server's log, and at any proxy on the way."
)


def failure_without_answer(
    error: Exception, endpoint: Endpoint, url: str, seconds: float
) -> TokenRequestFailed:
    """Make the error of an exchange that failed. It carries no response: half of one misleads.

    Args:
        error: What ``network.bounded.post`` raised.
        endpoint: Which endpoint did not answer.
        url: Its URL.
        seconds: How long the client waited.
    """
    response = getattr(error, "response", None)
    if response is None:
        what, hint = _unreachable(error, url, seconds)
        return TokenEndpointUnreachable(
            f"The {endpoint.name} {what}",
            hint=hint,
            section=endpoint.errors,
            is_late=isinstance(error, requests.Timeout),
        )
    start = f"The {endpoint.name} answered with HTTP {response.status_code}, but "
    failure: TokenRequestFailed
    if isinstance(error, requests.Timeout):
        failure = TokenEndpointUnreachable(
            f"{start}its answer did not end within {seconds:g} second{_s(seconds)}.",
            hint="Try again, or give a longer timeout (seconds for the whole exchange).",
            section=endpoint.errors,
            is_late=True,
        )
    else:
        what, hint = _broken(error, endpoint)
        failure = TokenResponseUnreadable(start + what, hint=hint, section=endpoint.errors)
    failure.status = response.status_code
    return failure


def _unreachable(error: Exception, url: str, seconds: float) -> tuple[str, str]:
    """What went wrong before an answer came, and what to do."""
    if isinstance(error, requests.Timeout):
        return (
            f"did not answer within {seconds:g} second{_s(seconds)}.",
            "Try again, or give a longer timeout (seconds for the whole exchange).",
        )
    if isinstance(error, requests.exceptions.SSLError):
        return _no_tls(error)
    if isinstance(error, requests.exceptions.ProxyError) or _is_of_the_proxy(error, url):
        return (
            "cannot be reached through the proxy that is set on this machine.",
            "Check the environment variables HTTPS_PROXY, HTTP_PROXY and NO_PROXY.",
        )
    if isinstance(error, requests.ConnectionError):
        return _no_connection(error)
    if isinstance(error, _NO_URL):
        came = "" if "@" in url else f": {plain(redact_url(url), 100)!r}"
        return f"is not a URL that can be posted to{came}.", _IN_FULL
    return (
        f"sent something that is not a complete HTTP answer ({type(error).__name__}).",
        _SERVERS_LOG,
    )


def _is_of_the_proxy(error: Exception, url: str) -> bool:
    """Whether the URL that cannot be read is that of a proxy, not of the endpoint."""
    if not isinstance(error, _NO_URL) or is_loopback(url):
        return False
    try:
        requests.Request("POST", url).prepare()
    except (requests.RequestException, ValueError):
        return False
    return bool(get_environ_proxies(url))


_NO_URL = (
    requests.exceptions.InvalidURL,
    requests.exceptions.MissingSchema,
    requests.exceptions.InvalidSchema,
    LocationValueError,
    UnicodeError,  # of a host name that cannot be written as one (IDNA)
)


def _no_tls(error: Exception) -> tuple[str, str]:
    if _CERTIFICATE in str(error) or "certificate" in str(error).lower():
        return (
            "has a TLS certificate that cannot be trusted.",
            "Check the host's name and this machine's clock; never switch the check off.",
        )
    return (
        "does not speak TLS correctly, so https:// does not work.",
        "A server on this machine usually wants http://. Check the port, too.",
    )


def _no_connection(error: Exception) -> tuple[str, str]:
    reason = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(reason, NameResolutionError):
        return (
            "cannot be reached: its host name is unknown.",
            "Check the spelling of the host name, and whether this machine is online.",
        )
    said = str(error)
    if "RemoteDisconnected" in said or "Connection reset" in said or "Broken pipe" in said:
        return ("closed the connection without an answer.", _SERVERS_LOG)
    if "Connection aborted" in said:  # what came is not HTTP
        return (
            "answers, but not in HTTP.",
            "Check the port: another program may listen there, or it may want https://.",
        )
    return "cannot be reached.", "Check the host and the port, and whether the server is running."


def _broken(error: Exception, endpoint: Endpoint) -> tuple[str, str]:
    """What is wrong with a body that began, and what to do."""
    if isinstance(error, BodyTooLong):
        return (
            f"its body is longer than {MOST_BYTES // 1024 // 1024} MiB and was not read further.",
            "A real answer has a few thousand characters. Check that the URL is that of the "
            f"{endpoint.name}.",
        )
    if isinstance(error, requests.exceptions.ContentDecodingError):
        return (
            "its body cannot be decompressed: it is not compressed as its Content-Encoding says.",
            "Check the server, and any proxy on the way: it must compress the body with gzip, or "
            "leave Content-Encoding out.",
        )
    if isinstance(error, requests.exceptions.ChunkedEncodingError | requests.ConnectionError):
        return (
            "the answer broke off: the body is shorter than its length, or its last part is "
            "missing.",
            _SERVERS_LOG,
        )
    return f"its body cannot be read ({type(error).__name__}).", _SERVERS_LOG


def _s(seconds: float) -> str:
    return "" if seconds == 1 else "s"
