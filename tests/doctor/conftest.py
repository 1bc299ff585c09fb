"""The practice service and a person, as its own tests have them."""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests

from oauth_tutorial.doctor import Diagnosis
from oauth_tutorial.practice import PhotoBox
from tests.practice.browser import Person
from tests.practice.conftest import CALLBACK, alice, authorization_url, exchange, next_entry

__all__ = ["alice", "authorization_url", "exchange", "next_entry"]

TOKEN = "gT5rK1xQz8Wc0nYb3Hd7Lm2P-vE9sUaJ"
AUTHORIZE = "https://login.example/authorize?response_type=code&client_id=app"
PRINTSHOP = {"client_id": "printshop", "client_secret": "printshop-secret"}
NIGHTLY = {"client_id": "printshop-nightly", "client_secret": "printshop-nightly-secret"}


@dataclass
class Client:
    """PrintShop, somebody who signs in, and every answer that came."""

    photobox: PhotoBox
    person: Person
    answers: list[requests.Response] = field(default_factory=list)

    def authorize(self, **changes: str) -> dict[str, str]:
        """Send the browser there; return what the redirect brings, or nothing."""
        decision = changes.pop("decision", "approve")
        asked = {
            "response_type": "code",
            "client_id": "printshop",
            "redirect_uri": CALLBACK,
            "scope": "photos.read",
            "state": "xyz",
        } | changes
        page = self.person.open(f"{self.photobox.authorization_endpoint}?{urlencode(asked)}")
        if page.status_code == 200 and 'name="password"' in page.text:
            page = self.person.submit(page, username="alice", password="wonderland")
        if page.status_code == 200:
            page = self.person.submit(page, decision=decision)
        query = parse_qs(urlsplit(page.headers.get("Location", "")).query)
        return {name: values[0] for name, values in query.items()}

    def code(self, **changes: str) -> str:
        return self.authorize(**changes)["code"]

    def token(self, code: str = "", **changes: str) -> str:
        """Ask for a token; return it, or an empty string."""
        form = {
            "grant_type": "authorization_code",
            "code": code or self.code(),
            "redirect_uri": CALLBACK,
            **PRINTSHOP,
        } | changes
        return self.post(self.photobox.token_endpoint, form).get("access_token", "")

    def nightly(self, **changes: str) -> str:
        """Ask for a token as another client, for itself."""
        form = {"grant_type": "client_credentials", "scope": "shop.report", **NIGHTLY} | changes
        return self.post(self.photobox.token_endpoint, form).get("access_token", "")

    def refresh(self, refresh_token: str, **changes: str) -> None:
        form = {"grant_type": "refresh_token", "refresh_token": refresh_token, **PRINTSHOP}
        form |= changes
        self.post(self.photobox.token_endpoint, form)

    def post(self, url: str, form: dict[str, str]) -> dict[str, str]:
        self.answers.append(requests.post(url, data=form, timeout=5))
        return dict(self.answers[-1].json())

    def api(self, token: str, path: str = "/photos", method: str = "GET") -> None:
        headers = {"Authorization": f"Bearer {token}"}
        url = self.photobox.api + path
        data = {"photo": 1} if method == "POST" else None
        self.answers.append(requests.request(method, url, headers=headers, json=data, timeout=5))

    def order(self, token: str) -> None:
        """Order a print: more than photos.read allows."""
        self.api(token, "/orders", "POST")


@pytest.fixture
def client(photobox: PhotoBox, alice: Person) -> Client:
    photobox.log.clear()  # what other tests left in it is other people's
    alice.session.is_browser = True  # type: ignore[attr-defined] # so that no recording hears her
    return Client(photobox, alice)


def shown(diagnosis: Diagnosis) -> str:
    """Everything that a person, a log or a saved notebook can see of it."""
    fields = (diagnosis.summary, *diagnosis.evidence, diagnosis.fix, *diagnosis.candidates)
    return "\n".join([repr(diagnosis), diagnosis._repr_html_(), *fields])
