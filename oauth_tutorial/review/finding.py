"""Finding the control that signs a person in or out, on pages that nobody has seen before.

Each page has its own words, so links and buttons are ranked by what they say and where they
lead; what a person would press first is tried first. A page that signs people in by script has
no such control: a review's browser runs no scripts.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from oauth_tutorial.browser.page import Button, Field, Link, Page
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.review.verdict import CannotTry
from oauth_tutorial.review.visitor import Visitor

MOST_TRIED = 12  # controls, on all pages together
MOST_BESIDE = 6  # pages that are looked at for a name
MOST_STEPS = 3  # home → "Log in" → "Continue with PhotoBox"
# The languages of most people who write apps. A "blog offer" and a "design in oak" are neither.
_OUT = re.compile(
    r"(?<![a-z])(?:sign|log)[\s_-]*(?:me[\s_-]*)?(?:out|off)\b|(?:log|sign)(?:out|off)"
    r"|ab(?:ge)?melden|ausloggen|d[ée]connexion|d[ée]connecter|cerrar sesi[oó]n|(?:\b(?:salir|sair"
    r"|esci)\b)|(?:terminar|encerrar) sess[aã]o|disconnett|uitloggen|afmelden|wyloguj",
    re.I,
)
_IN = (  # the surest first
    re.compile(r"photo\s*box|oauth|oidc|openid|sso\b", re.I),
    re.compile(
        r"(?<![a-z])(?:sign|log)[\s_-]*(?:me[\s_-]*)?in\b|login|signin|anmelden|einloggen|connexion"
        r"|se connecter|identifi|iniciar ses|acceder|accedi|\bentrar\b|inloggen|aanmelden|zaloguj",
        re.I,
    ),
    re.compile(r"auth|connect|continue|start|account|enter", re.I),
)
_NOT_IN = re.compile(
    r"sign[\s_-]*up|regist|forgot|password|docs|about|privacy|inscri|cr[ée]er un compte"
    r"|crear (?:una )?cuenta|criar (?:uma )?conta|konto|vergessen|oubli|olvid|esquec",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One control to use, by the text that a person reads on it."""

    kind: type[Link] | type[Button]
    name: str

    def take(self, visitor: Visitor) -> Page:
        """Use it.

        Raises:
            CannotTry: When the page no longer has it.
        """
        try:
            return visitor.follow(self.name) if self.kind is Link else visitor.press(self.name)
        except InvalidArgument:
            raise CannotTry(f"a page no longer has the control {self.name!r:.60}") from None


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
    waiting: list[tuple[int, Way]] = [(rank, (step,)) for rank, step in _named(visitor.page)]
    met = {step for _, step in _named(visitor.page)}  # what every page offers is tried once
    for _ in range(MOST_TRIED):
        if not waiting:
            break
        best = min(waiting, key=lambda one: one[0] + len(one[1]))  # the oldest of these
        waiting.remove(best)
        way = best[1]
        try:
            page = walk(visitor, way)
        except CannotTry:  # a control whose name changes from one opening to the next
            continue
        if is_there():
            return way
        if len(way) < MOST_STEPS and visitor.home.has(page.address):
            new = [(rank, step) for rank, step in _named(page) if step not in met]
            waiting += [(rank, (*way, step)) for rank, step in new]
            met.update(step for _, step in new)
    return None


def walk(visitor: Visitor, way: Way) -> Page:
    """Open the first page, and use one control after the other."""
    page = visitor.open(visitor.home.start)
    for step in way:
        page = step.take(visitor)
    return page


def way_behind(visitor: Visitor, is_there: Callable[[], bool]) -> Way | None:
    """Find the way in behind a link that does not mention it, as "Members" or "My photos".

    Args:
        visitor: As for ``way_in``, which found nothing.
        is_there: Whether it stopped at the request.
    """
    visitor.open(visitor.home.start)
    links = [part for part in visitor.page.parts if isinstance(part, Link)]
    left = MOST_TRIED
    for first in [Step(Link, part.text) for part in links if _may_hide_it(visitor, part)][:left]:
        page = walk(visitor, (first,))
        if is_there():
            return (first,)
        for _, step in sorted(_named(page), key=lambda one: one[0]):
            if left and visitor.home.has(page.address):
                left -= 1
                walk(visitor, (first, step))
                if is_there():
                    return (first, step)
    return None


def pages_beside(visitor: Visitor) -> list[str]:
    """Return the addresses of a few other pages of the app that the page at hand leads to."""
    links = [part for part in visitor.page.parts if isinstance(part, Link)]
    leads = [
        urljoin(visitor.page.address, part.href) for part in links if _may_hide_it(visitor, part)
    ]
    return list(dict.fromkeys(leads))[:MOST_BESIDE]


def _may_hide_it(visitor: Visitor, link: Link) -> bool:
    """Whether a link leads to another page of the app, and not out of the session."""
    target = urljoin(visitor.page.address, link.href).partition("#")[0]
    is_other = target != visitor.page.address and visitor.home.has(target)
    return is_other and not _OUT.search(_said(link))


def way_out(page: Page) -> Link | Button | None:
    """Find the control that signs the person out on a page."""
    controls = (part for part in page.parts if isinstance(part, Link | Button))
    return next((part for part in controls if _OUT.search(_said(part))), None)


def offers_sign_in(page: Page) -> bool:
    """Whether a page has a control that says so."""
    return any(True for _ in _named(page))


def _named(page: Page) -> Iterator[tuple[int, Step]]:
    """The controls that may sign a person in; the lower the number, the likelier."""
    with_password = {id(p.form) for p in page.parts if isinstance(p, Field) and p.is_password}
    for part in page.parts:
        if not isinstance(part, Link | Button) or _OUT.search(_said(part)):
            continue
        said = _said(part)
        rank = next((place for place, one in enumerate(_IN) if one.search(said)), None)
        if rank and isinstance(part, Button) and id(part.form) in with_password:
            continue  # an account of the app's own
        if rank is not None:
            yield rank + 3 * bool(_NOT_IN.search(said)), Step(type(part), part.text)


def _said(part: Link | Button) -> str:
    """What a control says, and where it leads, without the host."""
    target = part.href if isinstance(part, Link) else part.form.action
    return f"{part.text} {re.sub(r'^https?://[^/]*', '', target)}"


_SCRIPTED = re.compile(
    r"<button\b[^>]*(?:\btype=[\"']?button\b|\bonclick=)[^>]*>(.*?)</button>|"
    r"<(?:a|div|span)\b[^>]*\bonclick=[^>]*>(.*?)</",
    re.I | re.S,
)


def needs_script(markup: str) -> str:
    """Return what stands on the first control of a page that does nothing without a script.

    Example:
        >>> needs_script("<button type=button id=go>Log in</button>")
        'Log in'
    """
    found = _SCRIPTED.search(markup)
    said = re.sub(r"<[^>]*>", " ", found[1] or found[2] or "") if found else ""
    return " ".join(said.split())
