"""Finding the control that signs a person in, or out, on pages that nobody has seen before.

A page names it in its own words, so links and buttons are ranked by what they say and by where
they lead; what is tried is what a person would press first. A page that does the work by script
has no such control: the browser of a review runs none.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from oauth_tutorial.browser.page import Button, Field, Link, Page
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.review.verdict import CannotTry
from oauth_tutorial.review.visitor import Visitor

MOST_TRIED = 12  # controls, on all pages together
MOST_STEPS = 3  # home → "Log in" → "Continue with PhotoBox"
_OUT = re.compile(
    r"(?:sign|log)[\s_-]*(?:me[\s_-]*)?(?:out|off)|logout|abmelden|d[ée]connexion|cerrar sesi[oó]n",
    re.I,
)
_IN = (  # the surest first
    re.compile(r"photo\s*box|oauth|oidc|openid|sso\b", re.I),
    re.compile(r"(?:sign|log)[\s_-]*(?:me[\s_-]*)?in\b|login|signin|anmelden|connexion", re.I),
    re.compile(r"auth|connect|continue|start|account|enter", re.I),
)
_NOT_IN = re.compile(r"sign[\s_-]*up|regist|forgot|password|docs|about|privacy", re.I)


@dataclass(frozen=True, slots=True)
class Step:
    """One control to use, by the text that a person reads on it."""

    kind: type[Link] | type[Button]
    name: str

    def take(self, visitor: Visitor) -> Page:
        """Use it.

        Raises:
            CannotTry: When the page has it no more.
        """
        try:
            return visitor.follow(self.name) if self.kind is Link else visitor.press(self.name)
        except InvalidArgument:
            raise CannotTry(f"a page has no control {self.name!r:.60} any more") from None


Way = tuple[Step, ...]


def way_in(visitor: Visitor, is_there: Callable[[], bool]) -> Way | None:
    """Find the controls that lead from the first page to the authorization request.

    Args:
        visitor: A browser with nothing open; it stops at the request.
        is_there: Whether it stopped there.

    Returns:
        The controls, none where the first page leads there by itself; or None without any way.
    """
    visitor.open(visitor.home.start)
    if is_there():
        return ()
    left = MOST_TRIED
    waiting: list[Way] = [(step,) for step in _ranked(visitor.page)]
    while waiting and left:
        way, left = waiting.pop(0), left - 1
        page = walk(visitor, way)
        if is_there():
            return way
        if len(way) < MOST_STEPS and visitor.home.has(page.address):
            waiting += [(*way, step) for step in _ranked(page) if step not in way]
    return None


def walk(visitor: Visitor, way: Way) -> Page:
    """Open the first page, and use one control after the other."""
    page = visitor.open(visitor.home.start)
    for step in way:
        page = step.take(visitor)
    return page


def way_out(page: Page) -> Link | Button | None:
    """Find the control that signs the person out on a page."""
    controls = (part for part in page.parts if isinstance(part, Link | Button))
    return next((part for part in controls if _OUT.search(_said(part))), None)


def offers_sign_in(page: Page) -> bool:
    """Whether a page has a control that says so."""
    return any(True for _ in _named(page))


def _ranked(page: Page) -> list[Step]:
    """The controls that may sign a person in, the likeliest first."""
    return [step for _, step in sorted(_named(page), key=lambda one: one[0])]


def _named(page: Page) -> Iterator[tuple[int, Step]]:
    with_password = {id(p.form) for p in page.parts if isinstance(p, Field) and p.is_password}
    for part in page.parts:
        if not isinstance(part, Link | Button) or _OUT.search(_said(part)):
            continue
        if isinstance(part, Button) and id(part.form) in with_password:
            continue  # an account of the app's own
        said = _said(part)
        rank = next((place for place, one in enumerate(_IN) if one.search(said)), None)
        if rank is not None:
            yield rank + 3 * bool(_NOT_IN.search(said)), Step(type(part), part.text)


def _said(part: Link | Button) -> str:
    """What a control says, and where it leads, without the host."""
    target = part.href if isinstance(part, Link) else part.form.action
    return f"{part.text} {re.sub(r'^https?://[^/]*', '', target)}"
