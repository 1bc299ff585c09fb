"""A browser of the tests' own: no part of the package drives the service here."""

from urllib.parse import parse_qs, urljoin, urlsplit

import requests
from bs4 import BeautifulSoup


class Person:
    """Somebody with a browser, who fills in the forms that the pages have."""

    def __init__(self, username: str = "alice", password: str = "wonderland") -> None:
        self.username, self.password = username, password
        self.session = requests.Session()

    def close(self) -> None:
        self.session.close()

    def open(self, url: str) -> requests.Response:
        return self.session.get(url, allow_redirects=False, timeout=5)

    def submit(self, page: requests.Response, **fields: object) -> requests.Response:
        """Send the page's form as a browser does, and follow it on the same server."""
        form = BeautifulSoup(page.text, "html.parser").form
        assert form is not None, page.text[-500:]
        inputs = form.find_all("input")
        data: dict[str, object] = {
            i["name"]: i.get("value", "") for i in inputs if i.get("type") != "checkbox"
        }
        data["scope"] = [i["value"] for i in inputs if i.get("type") == "checkbox"]
        data.update(fields)
        answer = self.session.post(
            urljoin(page.url, str(form["action"])), data=data, allow_redirects=False, timeout=5
        )
        while location := answer.headers.get("Location"):
            if urlsplit(location).scheme:  # another's, perhaps an app's
                break
            answer = self.open(urljoin(answer.url, location))
        return answer

    def sign_in(self, url: str) -> requests.Response:
        return self.submit(self.open(url), username=self.username, password=self.password)

    def decide(self, url: str, decision: str = "approve", **fields: object) -> str:
        """Walk the whole way and return the address that the browser is sent to."""
        return self.submit(self.sign_in(url), decision=decision, **fields).headers["Location"]

    def enter(self, url: str, user_code: str) -> requests.Response:
        """Type the code of a device and sign in; returns the consent page."""
        page = self.submit(self.open(url), user_code=user_code)
        if 'name="password"' in page.text:
            page = self.submit(page, username=self.username, password=self.password)
        return page

    def code(self, url: str) -> str:
        return answer_of(self.decide(url))["code"]


def answer_of(location: str) -> dict[str, str]:
    """Return what a redirect carries in its query."""
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
