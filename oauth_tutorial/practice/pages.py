"""The pages of the service: self-contained, without JavaScript, every value escaped."""

import base64
import hashlib
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from flask import Response, render_template

from oauth_tutorial.practice.checks import Checklist, Refused
from oauth_tutorial.practice.people import PEOPLE, name_of
from oauth_tutorial.practice.scopes import SCOPES
from oauth_tutorial.practice.store import AuthorizationRequest, Session


@cache
def _style() -> str:
    return (Path(__file__).parent / "templates" / "style.css").read_text(encoding="utf-8")


@cache
def _policy() -> str:
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    # no form-action: browsers apply it to the redirect after the form as well
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; frame-ancestors 'none'"
    )


def harden(response: Response) -> Response:
    """Add the headers that keep a page from being framed, sniffed, cached or leaked."""
    response.headers["Content-Security-Policy"] = _policy()
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def home() -> str:
    """Tell a person who opens the service what it is."""
    return render_template("home.html", style=_style(), people=PEOPLE)


def sign_in(app_name: str, request_id: str, session: Session, *, failed: bool) -> str:
    """Ask for name and password."""
    return render_template(
        "sign_in.html",
        style=_style(),
        app_name=app_name,
        request_id=request_id,
        form_token=session.form_token,
        failed=failed,
    )


def consent(
    app_name: str,
    request_id: str,
    session: Session,
    wanted: AuthorizationRequest,
    *,
    unclear: bool,
) -> str:
    """Ask what the app may do: one tick for each scope."""
    return render_template(
        "consent.html",
        style=_style(),
        app_name=app_name,
        request_id=request_id,
        form_token=session.form_token,
        person=name_of(session.username or ""),
        scopes=[(scope, SCOPES[scope]) for scope in wanted.scope],
        returns_to=urlsplit(wanted.redirect_uri).netloc or wanted.redirect_uri,
        unclear=unclear,
    )


def refused(refusal: Refused, checks: Checklist) -> tuple[str, int]:
    """Show an error that must not be redirected (RFC 6749 §4.1.2.1)."""
    page = render_template(
        "refused.html", style=_style(), refusal=refusal, checks=checks, failed=checks.failed
    )
    return page, refusal.status


def message(title: str, text: str, *, status: int) -> tuple[str, int]:
    """Show a short message, such as *Not found*."""
    return render_template("message.html", style=_style(), title=title, text=text), status
