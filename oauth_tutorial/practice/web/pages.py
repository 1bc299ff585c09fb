"""The pages of the service: self-contained, without JavaScript, every value escaped."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from flask import Response, render_template

from oauth_tutorial.practice.dialect.settings import Row
from oauth_tutorial.practice.model.checks import Checklist, Refused
from oauth_tutorial.practice.model.clients import Client
from oauth_tutorial.practice.model.people import PEOPLE, name_of
from oauth_tutorial.practice.model.personality import Personality
from oauth_tutorial.practice.model.scopes import SCOPES
from oauth_tutorial.practice.model.store import AuthorizationRequest, DeviceRequest, Session
from oauth_tutorial.practice.rules.endpoints.device import spell
from oauth_tutorial.presets.schema import AppKind, Preset
from oauth_tutorial.text.readers import split_url

_FOLDER = Path(__file__).parent / "templates"
HARMLESS_WORDS: dict[str, str] = {  # what a consent page says that lies (RFC 6819 §4.4.1.4)
    "photos.read": "Improve your experience",
    "orders.write": "Show you offers that you may like",
    "openid": "Say hello to you",
    "profile": "Say hello to you by name",
    "email": "Keep you up to date",
    "address": "Show you shops near you",
    "phone": "Help you quickly",
    "offline_access": "Save you some time",
}


@cache
def _style() -> str:
    return (_FOLDER / "style.css").read_text(encoding="utf-8")


def _page(template: str, *, status: int = 200, **values: object) -> Response:
    """Draw a page; what all pages show of the service is in the application's context."""
    page = render_template(template, style=_style(), **values)
    # a client's name may have half a character, which UTF-8 cannot say
    return Response(page.encode("utf-8", "replace"), status)


@cache
def _policy() -> str:
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    # no form-action: browsers apply it to the redirect after the form as well
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; "
        "frame-ancestors 'none'"  # the image is the empty icon
    )


def harden(response: Response) -> Response:
    """Add the headers that keep a page from being framed, sniffed, cached or leaked."""
    response.headers["Content-Security-Policy"] = _policy()
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def home() -> Response:
    """Tell a person who opens the service what it is."""
    return _page("home.html", people=PEOPLE)


def sign_in(
    app_name: str,
    request_id: str,
    session: Session,
    *,
    hint: str,
    failed: bool,
    expected: str = "",
) -> Response:
    """Ask for name and password; the name of the first try, or ``login_hint``, is filled in.

    Args:
        app_name: Who asks.
        request_id: What the form answers.
        session: Of the browser.
        hint: Whose name is filled in.
        failed: Whether name and password did not belong together.
        expected: Who must sign in, where somebody else tried to. Default: nobody did.
    """
    return _page(
        "sign_in.html",
        status=401 if failed or expected else 200,
        app_name=app_name,
        request_id=request_id,
        form_token=session.form_token,
        hint=hint,
        failed=failed,
        expected=expected,
    )


def consent(
    app_name: str,
    request_id: str,
    session: Session,
    wanted: AuthorizationRequest | DeviceRequest,
    *,
    misleading: bool,
    ticked: Sequence[str] | None = None,
    playing: Personality | None = None,
) -> Response:
    """Ask what the app may do: one tick for each scope.

    Args:
        app_name: Who asks.
        request_id: What the form answers.
        session: Of the browser, with the person's name.
        wanted: What the app asks for. A device's code is shown, to be compared.
        misleading: Unsafe: whether the page says something harmless instead.
        ticked: What was ticked in a form that came back without a decision. Default: none came
            back, and all is ticked.
        playing: The provider whose words are shown. Default: PhotoBox's own.
    """
    words = HARMLESS_WORDS if misleading else SCOPES
    if playing and not misleading:
        words = {**words, **playing.says}
    own = playing.own_words if playing else {}
    return _page(
        "consent.html",
        status=200 if ticked is None else 400,
        app_name=app_name,
        request_id=request_id,
        form_token=session.form_token,
        person=name_of(session.username or ""),
        scopes=[(one, words.get(one, one), own.get(one, one)) for one in wanted.scope],
        resources=wanted.resources,
        misleading=misleading,
        user_code=spell(wanted.user_code) if isinstance(wanted, DeviceRequest) else "",
        returns_to="" if isinstance(wanted, DeviceRequest) else _place(wanted.redirect_uri),
        unclear=ticked is not None,
        ticked=wanted.scope if ticked is None else ticked,
    )


def device(session: Session, user_code: str, problem: Refused | None = None) -> Response:
    """Ask for the code that a device shows (RFC 8628 §3.3)."""
    return _page(
        "device.html",
        status=problem.status if problem else 200,
        form_token=session.form_token,
        user_code=user_code,
        problem=problem,
    )


def device_told(app_name: str, *, approved: bool) -> Response:
    """Send the person back to the device: no redirect leads there."""
    title = f"{app_name} is connected" if approved else f"{app_name} gets nothing"
    text = "Look at your device: it continues by itself. You can close this page."
    return _page("message.html", title=title, text=text)


def _place(redirect_uri: str) -> str:
    return split_url(redirect_uri).netloc or redirect_uri


def refused(refusal: Refused, checks: Checklist, why: str = "") -> Response:
    """Show an error that must not be redirected (RFC 6749 §4.1.2.1).

    Args:
        refusal: What is said.
        checks: What was looked at.
        why: What PhotoBox says of it, where the refusal is in a provider's words.
    """
    return _page(
        "refused.html",
        status=refusal.status,
        refusal=refusal,
        checks=checks,
        failed=checks.failed,
        why=why,
    )


def post_back(redirect_uri: str, answer: Mapping[str, str]) -> Response:
    """Let the browser post the answer to the app (OAuth 2.0 Form Post Response Mode).

    The person presses a button: these pages run no script, and nobody overlooks this way.
    """
    return _page("post_back.html", action=redirect_uri, answer=answer, place=_place(redirect_uri))


def turned_away(refusal: Refused, way_on: str) -> Response:
    """Show an error that a client which registered itself wants sent to its own address.

    PhotoBox does not lead anybody there without a click (RFC 9700 §4.11.2).
    """
    title = "PhotoBox cannot go on with this request"
    texts = [f"{refusal.error}: {refusal.description}"]
    return _page(
        "way_on.html", status=400, title=title, texts=texts, way_on=way_on, place=_place(way_on)
    )


def ask_to_sign_out(session: Session, app_name: str, given: Mapping[str, str]) -> Response:
    """Ask whether an app may end the session (RP-Initiated Logout 1.0 §2)."""
    return _page(
        "sign_out.html",
        person=name_of(session.username or ""),
        app_name=app_name,
        form_token=session.form_token,
        given=given,
    )


def signed_out(way_on: str = "") -> Response:
    """Say that nobody is signed in here; a link leads on to the app, where it asked for that."""
    texts = ["Nobody is signed in to PhotoBox in this browser. You can close this page."]
    return _page(
        "way_on.html", title="Signed out", texts=texts, way_on=way_on, place=_place(way_on)
    )


def developer(
    session: Session,
    preset: Preset,
    *,
    rows: Sequence[Row],
    kinds: Sequence[tuple[AppKind, str, str]],
    kind: AppKind,
    apps: Sequence[Client],
    problem: str,
) -> Response:
    """Show the provider's form for a new app, and the apps that there are.

    Args:
        session: Of the browser.
        preset: Of the provider.
        rows: The fields, with what is filled in.
        kinds: What an app can be registered as.
        kind: Which of them is chosen.
        apps: Those that were registered here, the newest first.
        problem: Why the redirect URI was not taken.
    """
    return _page(
        "developer.html",
        status=400 if problem else 200,
        form_token=session.form_token,
        form=preset.registration,
        rows=rows,
        kinds=kinds,
        kind=kind,
        apps=apps,
        problem=problem,
    )


def developer_app(
    session: Session,
    preset: Preset,
    *,
    client: Client,
    register_as: str,
    row: Row,
    pasted: str,
    problem: str,
    is_new: bool,
    is_saved: bool,
) -> Response:
    """Show one app: what it is called, its secret, and its redirect URIs.

    Args:
        session: Of the browser.
        preset: Of the provider.
        client: The app.
        register_as: Its kind, as the provider calls it.
        row: The field of the redirect URIs.
        pasted: What stands in it.
        problem: Why that was not taken.
        is_new: Whether it was just registered.
        is_saved: Whether its redirect URIs were just changed.
    """
    return _page(
        "developer_app.html",
        status=400 if problem else 200,
        form_token=session.form_token,
        form=preset.registration,
        client=client,
        register_as=register_as,
        row=row,
        pasted=pasted,
        problem=problem,
        is_new=is_new,
        is_saved=is_saved,
    )


def message(title: str, text: str, *, status: int) -> Response:
    """Show a short message, such as *Not found*."""
    return _page("message.html", status=status, title=title, text=text)
