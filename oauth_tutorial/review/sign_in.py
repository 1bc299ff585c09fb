"""What is kept from a sign-in: the request that began it, and how it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.cookiejar import Cookie
from urllib.parse import urlencode

from oauth_tutorial.browser.page import Page
from oauth_tutorial.practice.model.log import Entry
from oauth_tutorial.review.people import named
from oauth_tutorial.review.visitor import Visitor
from oauth_tutorial.text.readers import read_pairs


@dataclass(frozen=True, slots=True)
class Request:
    """An authorization request, as a browser was sent to PhotoBox with it.

    Attributes:
        url: Where the browser was sent.
        parameters: Its query; if it was pushed (RFC 9126), what was pushed.
    """

    url: str = field(repr=False)
    parameters: Mapping[str, str] = field(repr=False)

    def __getitem__(self, name: str) -> str:
        return self.parameters.get(name, "")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A sign-in that ended well.

    Attributes:
        callback: The address that brought the code.
        before: The app's cookies before it.
        after: The app's cookies after it.
        page: Where it ended.
        token: The token request, as PhotoBox received it.
    """

    visitor: Visitor
    request: Request
    callback: str = field(repr=False)
    before: Sequence[Cookie] = field(repr=False)
    after: Sequence[Cookie] = field(repr=False)
    page: Page = field(repr=False)
    token: Entry = field(repr=False)


def how_it_ended(page: Page, asks_again: bool) -> str:
    """Say what happened in a sign-in that signed nobody in.

    Args:
        page: The last page.
        asks_again: Whether it led to PhotoBox again.
    """
    if asks_again:
        return "after the callback the app sends the person to PhotoBox again"
    if page.status >= 400:
        return f"the callback ends with status {page.status}"
    if named(page.text):
        return "the callback's page names the person, but no page that is opened next does"
    return "the last page names nobody"


def changed(callback: str, **members: str | None) -> str:
    """Return a callback with other parameters; None removes one.

    Example:
        >>> changed("http://127.0.0.1/cb?code=a&state=b", state="x", code=None)
        'http://127.0.0.1/cb?state=x'
    """
    base, _, query = callback.partition("?")
    pairs = [(name, value) for name, value in read_pairs(query) if name not in members]
    pairs += [(name, value) for name, value in members.items() if value is not None]
    return f"{base}?{urlencode(pairs)}"
