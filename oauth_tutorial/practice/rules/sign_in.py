"""What the person does on the pages: sign in, and decide (RFC 6749 §3.1, §4.1.1)."""

from oauth_tutorial.practice.model.checks import Checklist, Rule
from oauth_tutorial.practice.model.people import password_is_right
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import (
    AuthorizationRequest,
    DeviceRequest,
    Grant,
    Session,
    Waiting,
)
from oauth_tutorial.practice.rules.interaction import is_another
from oauth_tutorial.practice.rules.redirect_rules import fits
from oauth_tutorial.practice.rules.sealed import unseal

REQUEST_PENDING = Rule(
    "request_pending",
    "RFC 6749 §10.2",
    "the form belongs to a sign-in that is under way",
    causes=("session_lost",),
)
REQUEST_OF_THIS_BROWSER = Rule(
    "request_of_this_browser",
    "RFC 6749 §10.12",
    "the sign-in goes on in the browser in which it began",
    status=403,
    causes=("session_lost",),
)
CLIENT_STILL_REGISTERED = Rule(
    "client_still_registered",
    "RFC 7592 §2.3",
    "the app and its redirect URI are still registered when the person decides",
    error="unauthorized_client",
    causes=("unknown_client", "redirect_uri_mismatch"),
)
FORM_TOKEN = Rule(
    "form_token",
    "RFC 6749 §10.12",
    "the form comes from this page in this browser",
    status=403,
    causes=("session_lost",),
)
PASSWORD_RIGHT = Rule(
    "password_right",
    "RFC 6749 §3.1",
    "the password is the person's own",
    error="access_denied",
    status=401,
    causes=("user_credentials_wrong",),
)
PERSON_AS_HINTED = Rule(
    "person_as_hinted",
    "OpenID Connect Core §3.1.2.2",
    "the person who signs in is the one that id_token_hint names",
    error="login_required",
    status=401,
    causes=("interaction_required",),
)
PERSON_APPROVED = Rule(
    "person_approved",
    "RFC 6749 §4.1.2.1",
    "the person approved",
    error="access_denied",
    causes=("user_denied",),
)

Pending = AuthorizationRequest | DeviceRequest
_AGAIN = "Go back to the app and start the sign-in again."


def find_pending(
    photobox: ServiceState, request_id: str, session: Session | None, checks: Checklist
) -> Pending:
    """Return the request that waits for the person.

    Raises:
        Refused: When it waits no more, began in another browser, or its client is gone.
    """
    found = photobox.store.requests.get(request_id) or _unsealed(photobox, request_id)
    waits = found is not None and _waits(found.wanted, photobox.clock.now())
    checks.require(REQUEST_PENDING, waits, description=_AGAIN)
    assert found is not None  # noqa: S101 - required above
    # Without a session the form's own rule says what is missing; kept, it is no news.
    if session is not None and found.browser not in {session.browser, session.before}:
        checks.require(REQUEST_OF_THIS_BROWSER, False, description=_AGAIN)
    _check_client(photobox, found.wanted, checks)
    return found.wanted


def _check_client(photobox: ServiceState, wanted: Pending, checks: Checklist) -> None:
    """Look the client up again: it may have changed since the page was opened."""
    client, gone = photobox.clients.get(wanted.client_id), ""
    if client is None:
        gone = "The app that is asking is no longer registered."
    elif isinstance(wanted, AuthorizationRequest) and not fits(
        photobox, client, wanted.redirect_uri
    ):
        gone = f"The app removed the address {wanted.redirect_uri[:200]} from its registration."
    if gone:  # kept, it is no news
        checks.require(CLIENT_STILL_REGISTERED, False, description=f"{gone} {_AGAIN}")


def go_on(
    photobox: ServiceState, request_id: str, wanted: Pending, session: Session, checks: Checklist
) -> str:
    """Remember a request for which somebody has just signed in; return its name from here on.

    Raises:
        Refused: When a sealed one comes for the second time.
    """
    sealed = unseal(photobox.seal_key, request_id)
    name = request_id if sealed is None else sealed[0]
    with photobox.lock:
        if sealed is not None:
            if name in photobox.store.spent:
                checks.require(REQUEST_PENDING, False, description=_AGAIN)
            photobox.store.spent[name] = True
        photobox.store.requests[name] = Waiting(wanted, session.browser)
    return name


def _unsealed(photobox: ServiceState, request_id: str) -> Waiting | None:
    sealed = unseal(photobox.seal_key, request_id)
    return None if sealed is None or sealed[0] in photobox.store.spent else sealed[1]


def use_up(photobox: ServiceState, request_id: str, checks: Checklist) -> None:
    """Let one press of a button count, where two arrive at the same moment.

    Raises:
        Refused: To the second one.
    """
    with photobox.lock:
        taken = photobox.store.requests.pop(request_id, None)
    if taken is None:
        checks.require(REQUEST_PENDING, False, description=_AGAIN)


def check_form(
    session: Session | None, form_token: str | None, checks: Checklist, again: str = _AGAIN
) -> None:
    """Check that a form comes from our page in this browser (RFC 6749 §10.12).

    Args:
        session: Of the browser, if it has one.
        form_token: What the form carried; None where there was no form to carry it.
        checks: Where the result goes.
        again: What the person can do.

    Raises:
        Refused: 403.
    """
    own = session is not None and form_token == session.form_token
    checks.require(FORM_TOKEN, own, description=again)


def check_password(username: str, password: str, wanted: Pending, checks: Checklist) -> None:
    """Check that somebody is who they say, and whom the request is about.

    Raises:
        Refused: 401.
    """
    right = password_is_right(username, password)
    checks.require(PASSWORD_RIGHT, right)
    if wanted.wished.subject:
        checks.require(PERSON_AS_HINTED, wanted.wished.subject == username)


def check_decision(decision: str, checks: Checklist) -> None:
    """Check that the person said yes.

    Raises:
        Refused: ``access_denied`` (RFC 6749 §4.1.2.1).
    """
    checks.require(PERSON_APPROVED, decision == "approve", description="The person pressed Deny.")


def tell_device(
    photobox: ServiceState, wanted: DeviceRequest, session: Session, scope: tuple[str, ...]
) -> None:
    """Keep the answer until the device asks for it (RFC 8628 §3.3); no scope means no."""
    photobox.store.user_codes.pop(wanted.user_code, None)
    username, auth_time = session.username or "", int(session.auth_time)
    grant = Grant(wanted.client_id, username, scope, auth_time, resources=wanted.resources)
    wanted.decision = grant if scope else "denied"


def has_to_sign_in(wanted: Pending, session: Session) -> bool:
    """Whether the person is asked for the password before anything else."""
    return wanted.must_sign_in or not session.username or is_another(wanted.wished, session)


def consented(
    photobox: ServiceState, wanted: AuthorizationRequest, session: Session
) -> frozenset[str]:
    """Return what this person approved for this client before, at all that it asks for now.

    Who let an app see photos at one API was never asked about another (RFC 8707 §2).
    """
    before = photobox.store.consents.get(_name(wanted, session), frozenset())
    return frozenset(
        word for word in wanted.scope if all((at, word) in before for at in wanted.resources)
    )


def remember_consent(
    photobox: ServiceState, wanted: AuthorizationRequest, session: Session, scope: tuple[str, ...]
) -> None:
    """Add what was approved now to what was approved before."""
    before = photobox.store.consents.get(_name(wanted, session), frozenset())
    now = {(at, word) for at in wanted.resources for word in scope}
    photobox.store.consents[_name(wanted, session)] = before | now


def _name(wanted: AuthorizationRequest, session: Session) -> str:
    return f"{session.username} {wanted.client_id}"


def _waits(wanted: Pending, now: float) -> bool:
    # a device's code can be entered twice: the first answer counts
    answered = isinstance(wanted, DeviceRequest) and wanted.decision is not None
    return wanted.waits_until > now and not answered
