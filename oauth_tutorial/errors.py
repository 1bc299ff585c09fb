"""Every error of this package, as one tree.

::

    OAuthTutorialError
    ├── InvalidArgument            a helper was called with something that cannot be right
    ├── PresetError                a file of a provider says what cannot be right
    ├── RedirectError              the browser came back, but not with an answer to use
    │   ├── MalformedRedirect
    │   ├── StateMismatch
    │   ├── IssuerMismatch
    │   └── AuthorizationFailed    the authorization server said ``error=…``
    │       └── AuthorizationDenied
    ├── ReceiverError              the loopback receiver could not do its work
    │   ├── PortInUse
    │   ├── ReceiverClosed
    │   └── CallbackTimeout
    └── TokenRequestFailed         the token endpoint gave no token
        ├── TokenEndpointUnreachable
        └── TokenResponseUnreadable

Each one says what was expected, what came, where, and what to do next. None of
them holds a code, a token or a secret in its text: only their shapes.
"""

from collections.abc import Mapping
from typing import Literal

Arrival = Literal[
    "nothing",
    "tls",
    "unreadable",
    "wrong_host",
    "another_path",
    "another_method",
    "form_post",
    "not_a_navigation",
    "no_query",
    "no_state",
    "another_state",
    "another_issuer",
    "no_code",
    "malformed",
]
"""What reached a receiver instead of the answer; ``client/arrivals.py`` says what each means."""

ASK_THE_DOCTOR = "Ask the doctor: from oauth_tutorial import diagnose; diagnose()"


class OAuthTutorialError(Exception):
    """Base of every error that this package raises on purpose.

    Args:
        message: What was expected, what came, and where. One or two sentences.
        error: The RFC's error code (``"invalid_grant"``), where there is one.
            Default: the class's own code.
        hint: What to do next, in one sentence.
        section: Where the rule stands, as ``"RFC 6749 §4.1.2"``.
        **evidence: The values that the message was made of. They stay in
            memory, on ``.evidence``, and are not printed.
    """

    error: str = "oauth_tutorial_error"
    hint: str = ""
    section: str = ""

    def __init__(
        self,
        message: str,
        *,
        error: str | None = None,
        hint: str | None = None,
        section: str | None = None,
        **evidence: object,
    ) -> None:
        super().__init__(message)
        self.message = message
        if error is not None:
            self.error = error
        if hint is not None:
            self.hint = hint
        if section is not None:
            self.section = section
        self.evidence: Mapping[str, object] = evidence

    def __str__(self) -> str:
        lines = [self.message]
        if self.hint:
            lines.append(f"What to do: {self.hint}")
        if self.section:
            lines.append(f"The rule: {self.section}")
        return "\n".join(lines)

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback: the message is the lesson.

        The last line works when it is pasted into the next cell.
        """
        return [f"{type(self).__name__}: {self}\n{ASK_THE_DOCTOR}"]


class InvalidArgument(OAuthTutorialError, ValueError):
    """Raised when a helper is called with a value that cannot be right."""

    error = "invalid_argument"


class PresetError(OAuthTutorialError, ValueError):
    """Raised when a preset says something that its schema does not know.

    ``evidence["path"]`` is where, as ``"token.answer"``.
    """

    error = "preset_error"


class RedirectError(OAuthTutorialError):
    """Raised when the redirect back to the client cannot be used."""

    error = "invalid_redirect"
    section = "RFC 6749 §4.1.2"


class MalformedRedirect(RedirectError):
    """Raised when a redirect lacks a parameter, has one twice, or is no redirect."""

    error = "malformed_redirect"


class StateMismatch(RedirectError):
    """Raised when a redirect's ``state`` is not the one that the client sent."""

    error = "state_mismatch"
    section = "RFC 6749 §10.12"


class IssuerMismatch(RedirectError):
    """Raised when ``iss`` names another authorization server than the expected one."""

    error = "issuer_mismatch"
    section = "RFC 9207 §2.4"


class AuthorizationFailed(RedirectError):
    """Raised when the authorization server answered with ``error=…``.

    ``error`` is the server's code; ``error_description`` is its text, which is
    meant for developers and comes from outside: escape it before showing it.
    """

    error = "authorization_failed"
    section = "RFC 6749 §4.1.2.1"
    error_description: str = ""


class AuthorizationDenied(AuthorizationFailed):
    """Raised when the person, or a policy, said no (``error=access_denied``)."""

    error = "access_denied"


class ReceiverError(OAuthTutorialError):
    """Raised when the loopback receiver cannot do its work."""

    error = "receiver_error"
    section = "RFC 8252 §7.3"


class PortInUse(ReceiverError):
    """Raised when another program already listens on the wanted port."""

    error = "port_in_use"


class ReceiverClosed(ReceiverError):
    """Raised when a receiver is closed or cancelled while it is waited for."""

    error = "receiver_closed"


class CallbackTimeout(ReceiverError, TimeoutError):
    """Raised when no usable redirect arrived in the time given.

    ``arrived`` says what came last instead of it: ``"nothing"``, ``"form_post"``,
    ``"another_state"`` or another one of :data:`Arrival`.
    """

    error = "callback_timeout"
    arrived: Arrival = "nothing"


class TokenRequestFailed(OAuthTutorialError):
    """Raised when the token endpoint gave no token, or the revocation endpoint said no.

    ``error`` is the server's code (RFC 6749 §5.2), or ``"unknown_error"`` where it named none;
    ``error_description`` its words, from whatever member, cut and cleaned; ``status`` the HTTP
    status, or None when nothing came. Where a whole answer came, ``evidence["response"]`` is it.
    """

    error = "token_request_failed"
    section = "RFC 6749 §5.2"
    error_description: str = ""
    status: int | None = None


class TokenEndpointUnreachable(TokenRequestFailed):
    """Raised when no HTTP answer came, or not all of it in time: refused, TLS, no such host."""

    error = "unreachable"
    section = "RFC 6749 §3.2"


class TokenResponseUnreadable(TokenRequestFailed):
    """Raised when an answer came that is neither a token nor an OAuth error."""

    error = "unreadable_response"
    section = "RFC 6749 §5.1"
