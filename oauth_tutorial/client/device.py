"""The device flow (RFC 8628): sign in on another screen, when no browser can come back here.

:func:`start_device` gets an address and a short code for the person; :func:`poll_device` asks for
the token until they have approved.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from oauth_tutorial.client.answer import Answer, Endpoint
from oauth_tutorial.client.arguments import seconds, text
from oauth_tutorial.client.back_channel import Client, ask
from oauth_tutorial.client.dialect import Dialect, dialect_given
from oauth_tutorial.client.refusal import (
    HINTS,
    failure_of,
    names_of,
    not_usable,
    redirected,
    unreadable,
)
from oauth_tutorial.client.server_words import is_error, said_by
from oauth_tutorial.client.token_response import TokenResponse, lifetime, read_token
from oauth_tutorial.errors import InvalidArgument, TokenEndpointUnreachable, TokenRequestFailed
from oauth_tutorial.network import waiting
from oauth_tutorial.notebook.live import show_status
from oauth_tutorial.text.plain import plain
from oauth_tutorial.text.readers import split_url
from oauth_tutorial.text.redaction import shape

GRANT = "urn:ietf:params:oauth:grant-type:device_code"
INTERVAL = 5  # seconds, if the server names none (RFC 8628 §3.2)
SLOWER = 5  # more seconds after each slow_down (§3.5)
LIFETIME = 900  # seconds, if the server names none, as it must (§3.2)
PENDING, SLOW_DOWN, EXPIRED = "authorization_pending", "slow_down", "expired_token"

_LONGEST = 2000  # characters of a code or an address
_SLICE = 0.1  # seconds: how soon an interrupt is heard, on Windows too
_START = Endpoint("device authorization endpoint", "RFC 8628 §3.1", errors="RFC 8628 §3.2")
_POLL = Endpoint(section="RFC 8628 §3.4", errors="RFC 8628 §3.5")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceAuthorization:
    """What a device authorization endpoint answered (RFC 8628 §3.2).

    Attributes:
        device_code: What the device asks for the token with. A secret: the repr shows its length.
        user_code: What the person enters.
        verification_uri: Where they enter it.
        verification_uri_complete: The same address with the code in it, or None.
        interval: At least this many seconds between two token requests.
        expires_in: Seconds until both codes expire.
        received_at: When the answer came, in seconds since 1970.

    Example:
        ``{"device_code":"GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS","user_code":"WDJB-MJHT","verification_uri":"https://example.com/device","expires_in":1800,"interval":5}``
    """

    device_code: str = field(repr=False)
    user_code: str
    verification_uri: str
    verification_uri_complete: str | None = None
    interval: int = INTERVAL
    expires_in: int = LIFETIME
    received_at: float = field(default_factory=time.time, repr=False)

    def __repr__(self) -> str:
        complete = self.verification_uri_complete
        return (
            f"DeviceAuthorization(user_code={self.user_code!r}, "
            f"verification_uri={self.verification_uri!r}, "
            + (f"verification_uri_complete={complete!r}, " if complete else "")
            + f"interval={self.interval}, expires_in={self.expires_in}, "
            f"device_code={shape(self.device_code)})"
        )


def start_device(
    device_authorization_endpoint: str,
    *,
    client_id: str,
    scope: str | None = None,
    client_secret: str | None = None,
    dialect: Dialect | None = None,
    timeout: float = 10,
) -> DeviceAuthorization:
    """Ask for a code that a person enters on another screen (RFC 8628 §3.1).

    Args:
        device_authorization_endpoint: Absolute URL.
        client_id: The client's name.
        scope: What is asked for: scope values separated by single spaces. Default: none.
        client_secret: The client's proof. Default: none, for a public client.
        dialect: How this server differs, as ``provider("github").dialect``. Default: it does not.
        timeout: Seconds for everything together: connecting, sending, and the whole answer.

    Raises:
        TokenRequestFailed: When the server says no, or does not answer.
        TokenResponseUnreadable: When the answer has no code for the person.
        InvalidArgument: When an argument is missing, empty or of the wrong type.

    Example:
        ``client_id=1406020730&scope=example_scope``
    """
    client = Client(id=client_id, secret=client_secret, dialect=dialect_given(dialect))
    wanted = client.dialect.joined(scope) if isinstance(scope, str) else scope
    answer = ask(
        _START, device_authorization_endpoint, {"scope": wanted}, client, timeout, "device"
    )
    return _codes(answer)


def poll_device(
    token_endpoint: str,
    device: DeviceAuthorization,
    *,
    client_id: str,
    client_secret: str | None = None,
    dialect: Dialect | None = None,
    timeout: float = 10,
    wait: Callable[[float], object] | None = None,
) -> TokenResponse:
    """Ask for the token until the person has approved (RFC 8628 §3.4, §3.5).

    It waits ``device.interval`` seconds before each token request; ``slow_down`` adds 5 to that. It
    ends with the token, with a refusal, or when the codes expire. Interrupting the cell ends it as
    well; then call it again with the same ``device``.

    Args:
        token_endpoint: Absolute URL.
        device: What :func:`start_device` returned.
        client_id: The client's name.
        client_secret: The client's proof. Default: none, for a public client.
        dialect: How this server differs. Default: it does not.
        timeout: Seconds for each token request and its answer.
        wait: A function that waits for a number of seconds. Default: one that an interrupt ends.

    Raises:
        TokenRequestFailed: When the person said no (``error`` is ``"access_denied"``), the codes
            have expired (``"expired_token"``), or the server refuses for another reason.
        TokenEndpointUnreachable: When the server cannot be reached. A request that is not answered
            in time is sent again, after twice the interval.
        InvalidArgument: When an argument is missing, empty or of the wrong type.

    Example:
        ``grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS&client_id=1406020730``
    """
    if not isinstance(device, DeviceAuthorization):
        raise InvalidArgument(
            f"device must be what start_device() returns, got {plain(type(device).__name__, 40)}.",
            hint="Write device = start_device(…), then poll_device(…, device, …).",
            section=_POLL.section,
        )
    client = Client(id=client_id, secret=client_secret, dialect=dialect_given(dialect))
    code = text("device_code", device.device_code, section=_POLL.section)
    parameters = {"grant_type": GRANT, "device_code": code}
    limit = seconds("timeout", timeout)
    show, at_the_end = show_status("Waiting for the person"), "No token came."
    try:
        answer = _last_answer(
            device,
            lambda: ask(_POLL, token_endpoint, parameters, client, limit),
            wait or _pause,
            show,
        )
        token = read_token(answer, client.dialect)
        at_the_end = "Approved."
    except KeyboardInterrupt:
        at_the_end = "Stopped."
        raise
    finally:
        show(at_the_end)  # the person's code must not stay in a saved notebook
    return token


def _last_answer(
    device: DeviceAuthorization,
    question: Callable[[], Answer],
    pause: Callable[[float], object],
    show: Callable[[str], None],
) -> Answer:
    """Ask at the server's pace until the answer is something other than *not yet*."""
    interval, waited = max(device.interval, 1), 0.0
    while True:
        # by the clock of this machine; if that stands still, by the time spent waiting
        left = device.expires_in - max(time.time() - device.received_at, waited)
        if left <= 0:
            raise _expired(device)
        show(f"Waiting for you to enter {device.user_code}: {left:.0f} seconds left")
        pause(min(interval, left))
        waited += min(interval, left)
        try:
            answer = question()
        except TokenEndpointUnreachable as error:
            if not error.evidence.get("is_late"):
                raise
            interval *= 2  # §3.5
            continue
        said = _not_yet(answer)
        if not said:
            return answer
        if said == SLOW_DOWN:
            wanted = lifetime(answer.parameters.get("interval")) or 0
            interval = max(interval + SLOWER, wanted)


def _codes(answer: Answer) -> DeviceAuthorization:
    if 300 <= answer.status < 400:
        raise redirected(answer)
    if answer.status >= 400 or is_error(answer.parameters):
        raise failure_of(answer)
    if not isinstance(answer.says, dict):
        raise unreadable(answer)
    body = answer.parameters
    # before the RFC it was verification_url, which Google still sends
    address = _text(body, "verification_uri") or _text(body, "verification_url")
    complete = _text(body, "verification_uri_complete") or _text(body, "verification_url_complete")
    device_code, user_code = _text(body, "device_code"), _text(body, "user_code")
    if not (device_code and user_code and _is_web(address)):
        if not (device_code or user_code) and said_by(answer):
            raise failure_of(answer)
        raise not_usable(
            answer,
            "The answer needs a device_code, a user_code that a person can read, and a "
            f"verification_uri that is a web address. It has: {names_of(body, answer)}.",
            "Check that the URL is that of the device authorization endpoint.",
        )
    return DeviceAuthorization(
        device_code=device_code,
        user_code=user_code,
        verification_uri=address,
        verification_uri_complete=complete if _is_web(complete) else None,
        interval=max(lifetime(body.get("interval")) or INTERVAL, 1),
        expires_in=lifetime(body.get("expires_in")) or LIFETIME,
    )


def _not_yet(answer: Answer) -> str:
    """Return why there is no token yet; ``""`` if this answer ends the polling."""
    if answer.status < 400 and not is_error(answer.parameters):
        return ""
    code = said_by(answer, HINTS).code
    return code if code in {PENDING, SLOW_DOWN} else ""


def _text(body: object, name: str) -> str:
    """Return a member if it is printable text: a terminal would obey control characters."""
    value = body.get(name) if isinstance(body, dict) else None
    text = value.strip() if isinstance(value, str) and len(value) <= _LONGEST else ""
    return text if text.isprintable() else ""


def _is_web(address: str) -> bool:
    """Whether it is safe to send a person there: ``https://id.example@evil.example`` is not."""
    parts = split_url(address)
    is_plain = " " not in address and "@" not in parts.netloc
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and is_plain


def _pause(length: float) -> None:
    nothing, end = waiting.Bell(), time.monotonic() + length
    while (left := end - time.monotonic()) > 0:
        waiting.wait(nothing, min(_SLICE, left))


def _expired(device: DeviceAuthorization) -> TokenRequestFailed:
    return TokenRequestFailed(
        f"Nobody approved within {device.expires_in} seconds, so the codes have expired.",
        error=EXPIRED,
        hint=HINTS[EXPIRED],
        section=_POLL.errors,
    )
