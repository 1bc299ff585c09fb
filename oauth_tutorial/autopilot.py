"""A browser driven by code, for tests: it opens, fills in, presses, follows."""

from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit

import requests
from bs4 import BeautifulSoup, Tag

MOST_HOPS = 20
TIMEOUT = 10  # seconds for one page
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Autopilot:
    """Somebody who always does what the instruction says.

    It has cookies of its own and opens loopback addresses only.
    """

    def __init__(
        self, username: str, password: str, decision: str, untick: Sequence[str] = ()
    ) -> None:
        self.username, self.password = username, password
        self.decision, self.untick = decision, set(untick)

    def open(self, url: str) -> None:
        """Walk from page to page until there is no form that it knows."""
        with requests.Session() as session:
            session.trust_env = False  # no proxy stands between here and loopback
            session.is_browser = True  # type: ignore[attr-defined]  # not the client: record()
            session.headers["Accept"] = "text/html"
            page = self._get(session, url)
            for _ in range(MOST_HOPS):
                answer = None if page is None else self._act(session, page)
                if answer is None:
                    return
                page = answer

    def _act(self, session: requests.Session, page: requests.Response) -> requests.Response | None:
        if "Location" in page.headers:
            return self._get(session, urljoin(page.url, page.headers["Location"]))
        form = BeautifulSoup(page.text, "html.parser").find("form")
        if not isinstance(form, Tag) or page.status_code >= 400:
            return None
        fields = self._fields(form)
        target = urljoin(page.url, str(form.get("action") or ""))
        if fields is None or not _is_loopback(target):
            return None
        try:
            return session.post(target, data=fields, timeout=TIMEOUT, allow_redirects=False)
        except requests.RequestException:
            return None

    def _fields(self, form: Tag) -> list[tuple[str, str]] | None:
        fields = []
        for item in form.find_all("input"):
            name, value = str(item.get("name")), str(item.get("value") or "")
            ticked = item.has_attr("checked") and value not in self.untick
            if item.get("type") == "hidden" or (item.get("type") == "checkbox" and ticked):
                fields.append((name, value))
        if form.find("input", {"name": "password"}):
            return [*fields, ("username", self.username), ("password", self.password)]
        if form.find("button", {"name": "decision", "value": self.decision}):
            return [*fields, ("decision", self.decision)]
        return None

    def _get(self, session: requests.Session, url: str) -> requests.Response | None:
        if not _is_loopback(url):
            return None
        try:
            return session.get(url, timeout=TIMEOUT, allow_redirects=False)
        except requests.RequestException:
            return None  # a browser shows an error page here; the person goes back


def _is_loopback(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "http" and parts.hostname in _LOOPBACK
