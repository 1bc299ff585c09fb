"""PrintShop's web site: sign in, come back, see the album."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import requests
from flask import Flask, Response, redirect, request
from markupsafe import Markup

from oauth_tutorial.client.authorization import new_state
from oauth_tutorial.exercises.attacks.shop import TIMEOUT, PrintShop, Tokens
from oauth_tutorial.network import serve
from oauth_tutorial.network.loopback import session_for
from oauth_tutorial.text.listing import kind_of
from oauth_tutorial.wire import sent_by

COOKIE = "printshop"
THREADS = 4
_PAGE = Markup("<!doctype html><title>PrintShop</title><p>{text}</p>{picture}")
_PICTURE = Markup('<img src="{address}" alt="">')


@dataclass(slots=True)
class Visit:
    """One browser at PrintShop."""

    issuer: str  # whom it was sent to
    state: str | None = field(default=None, repr=False)
    verifier: str | None = field(default=None, repr=False)
    tokens: Tokens = field(default_factory=dict, repr=False)
    key: Any = field(default=None, repr=False)


class ShopSite:
    """PrintShop at work.

    Args:
        app: How it is written.
        issuers: The authorization servers that it works with: name → issuer.
        advert: Address of the picture on its pages.
    """

    def __init__(self, app: PrintShop, issuers: dict[str, str], advert: str) -> None:
        self.app, self.issuers, self.advert = app, issuers, advert
        self.visits: dict[str, Visit] = {}  # by cookie
        self.access_log: list[str] = []
        self._by_code: dict[str, Tokens] = {}
        self._back_channel = session_for(issuers["photobox"])
        self._server = serve(self._pages(), name="printshop", threads=THREADS)
        self.address = f"http://{self._server.host}:{self._server.port}"
        self.redirect_uri = f"{self.address}/callback"
        self.login, self.album = f"{self.address}/login", f"{self.address}/album"

    def callback(self, answer: Mapping[str, str]) -> str:
        """Return the address that brings an authorization response to PrintShop."""
        if not isinstance(answer, Mapping):
            raise TypeError(
                "shop.callback(parameters) wants the parameters, a dictionary as mallory.catch(…) "
                f"returns it, and got {kind_of(answer)}"
            )
        return f"{self.redirect_uri}?{urlencode(answer)}"

    @property
    def newest_tokens(self) -> Tokens:
        """What PrintShop's database holds about its newest visitor."""
        return next((visit.tokens for visit in reversed(self.visits.values()) if visit.tokens), {})

    def stop(self) -> None:
        """Stop serving."""
        self._server.stop()
        self._back_channel.close()

    def _pages(self) -> Flask:
        pages = Flask("printshop", static_folder=None)
        pages.wsgi_app = _as_itself(pages.wsgi_app)  # type: ignore[method-assign]
        pages.before_request(self._log)
        pages.add_url_rule("/login", "login", self._login)
        pages.add_url_rule("/callback", "callback", self._callback)
        pages.add_url_rule("/album", "album", self._album)
        return pages

    def _log(self) -> None:
        """Write down each address that is asked for, as web servers do."""
        self.access_log.append(request.full_path)

    def _login(self) -> Response:
        """Send the browser to the authorization server that it chose."""
        app, name = self.app, request.args.get("with", "photobox")
        kept, added = app.begin_sign_in()
        visit = Visit(self.issuers[name], new_state(), kept, key=self._new_key())
        query = {
            "response_type": "code",
            "client_id": app.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": app.scope_for("album") if app.scope_for else app.scope,
            "state": visit.state,
            **added,
        }
        return self._send_on(visit, f"{visit.issuer}/authorize?{urlencode(query)}")

    def _new_key(self) -> Any:
        """Make the key of a visit, where PrintShop may sign with it."""
        if not self.app.dpop and not self.app.call_headers:
            return None
        from joserfc.jwk import ECKey

        return ECKey.generate_key("P-256")

    def _callback(self) -> Response:
        """Use the authorization response, or not."""
        query, app = request.args, self.app
        visit = self._visit() or Visit(self.issuers["photobox"])
        code = query.get("code", "")
        if not app.check_state(visit.state, query.get("state")):
            return _page(
                "This is not the answer to your sign-in: the state is different.", status=400
            )
        if not app.check_issuer(visit.issuer, query.get("iss")):
            return _page("Another server answered, not the one that was asked.", status=400)
        if not (app.remembers_codes or app.open_session):  # else a reload brings it again
            visit.state = None  # it works once
        visit.tokens = app.tokens_for(code, self._by_code, lambda code: self._exchange(visit, code))
        return self._signed_in(visit)

    def _signed_in(self, visit: Visit) -> Response:
        token = visit.tokens.get("access_token", "")
        return self._send_on(visit, self.app.address_of(self.album, token) if token else self.album)

    def _album(self) -> Response:
        """Show the photos, and hand on which request to PhotoBox they come from."""
        visit = self._visit()
        if visit is None or not visit.tokens:
            return _page("Please sign in.", status=401)
        answer = self._photos(visit)
        if answer.status_code == 401 and self.app.renew:
            visit.tokens = self.app.renew(visit.tokens, f"{visit.issuer}/token")
            if not visit.tokens:
                return _page("Please sign in again.", status=401)
            answer = self._photos(visit)
        if answer.status_code != 200:
            return _page("Please sign in again.", status=401)
        titles = ", ".join(photo["title"] for photo in answer.json()["photos"])
        page = _page(titles, self.advert)
        page.headers["X-Request-Id"] = answer.headers.get("X-Request-Id", "0")
        careless = self.app.token_in_address or self.app.album_address
        page.headers["Referrer-Policy"] = "unsafe-url" if careless else "no-referrer"
        return page

    def _exchange(self, visit: Visit, code: str) -> Tokens:
        """Send the token request to whom the browser was sent (RFC 6749 §4.1.3)."""
        form = self.app.token_request(code, self.redirect_uri)
        form |= {"code_verifier": visit.verifier} if visit.verifier else {}
        endpoint = f"{visit.issuer}/token"
        headers = self.app.headers_of(visit.key, "POST", endpoint)
        answer = self._back_channel.post(endpoint, data=form, headers=headers, timeout=TIMEOUT)
        return answer.json() if answer.status_code == 200 else {}

    def _photos(self, visit: Visit) -> requests.Response:
        address, token = f"{visit.issuer}/api/photos", visit.tokens["access_token"]
        headers = self.app.headers_of(visit.key, "GET", address, token)
        return self._back_channel.get(address, headers=headers, timeout=TIMEOUT)

    def _visit(self) -> Visit | None:
        return self.visits.get(request.cookies.get(COOKIE, ""))

    def _send_on(self, visit: Visit, address: str) -> Response:
        """Redirect with 303, so that a form becomes a GET (RFC 9700 §4.12)."""
        session = secrets.token_urlsafe(32)  # a fresh one: nobody can fix it beforehand
        self.visits[session] = visit
        response = redirect(address, 303)
        response.set_cookie(COOKIE, session, path=None, httponly=True, samesite="Lax")
        return response  # type: ignore[return-value]  # Werkzeug's type says less than Flask's


def _as_itself(app: Callable[..., Any]) -> Callable[..., Any]:
    """Let PrintShop send its own requests, whoever's browser it is answering."""

    def answer(environ: Any, start_response: Any) -> Any:
        with sent_by(""):  # without sockets, both run in one thread
            return app(environ, start_response)

    return answer


def _page(text: str, advert: str = "", status: int = 200) -> Response:
    picture = _PICTURE.format(address=advert) if advert else ""
    return Response(_PAGE.format(text=text, picture=picture), status)
