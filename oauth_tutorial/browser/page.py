"""A page as a person meets it: text, fields, ticks, buttons and links, in order.

Read from real HTML. What a page says is escaped again for the notebook that shows
it, and of its tags only a few that carry no address, no style and no script remain.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, ParserRejectedMarkup
from bs4.element import NavigableString, PageElement, Tag
from markupsafe import Markup

_UNSEEN = {"head", "script", "style", "svg", "template", "noscript", "title"}
_INLINE = {"strong", "b", "em", "i", "code"}
_BLOCKS = (
    *("form", "input", "button", "a", "p", "div", "h1", "h2", "h3", "li", "dt", "dd", "pre"),
    *("label", "main", "fieldset", "section"),
)
MOST_TAGS = 3000  # of a page
MOST_CONTROLS = 300  # fields, boxes, buttons and links: each is a widget of the notebook
MOST_DEPTH = 100  # of tags inside tags
_TAGS = {"h1": "h3", "h2": "h4", "h3": "h4", "pre": "pre"}  # below the notebook's own headings


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph or heading, as HTML that is safe to show.

    Attributes:
        is_alert: Whether the page wants it to be heard at once, as an error.
    """

    html: Markup
    is_alert: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """An address to follow, as the page writes it."""

    text: str
    href: str


@dataclass(slots=True)
class Form:
    """Where fields are sent."""

    method: str
    action: str
    hidden: list[tuple[str, str]] = field(default_factory=list, repr=False)


@dataclass(slots=True)
class Field:
    """A line to fill in; what was filled in is not in its repr."""

    form: Form = field(repr=False)
    name: str
    label: str
    is_password: bool = False
    value: str = field(default="", repr=False)


@dataclass(slots=True)
class Tick:
    """A box that is ticked or not."""

    form: Form = field(repr=False)
    name: str
    value: str
    label: str
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """It sends its form, with its own name and value."""

    form: Form = field(repr=False)
    name: str
    value: str
    text: str


Part = Text | Link | Field | Tick | Button


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of a server, taken apart.

    The address may hold a code, so it is not in the repr.
    """

    address: str = field(repr=False)
    status: int
    title: str
    parts: tuple[Part, ...] = field(repr=False)

    @property
    def text(self) -> str:
        """What the page says, without its controls."""
        return _said(part for part in self.parts if isinstance(part, Text))

    @property
    def alert(self) -> str:
        """What the page wants to be heard at once; empty where that is nothing."""
        return _said(part for part in self.parts if isinstance(part, Text) and part.is_alert)


def read_page(address: str, status: int, markup: str) -> Page:
    """Take a page apart; a page of our own where it is too large, or too deep, or cannot be read.

    Args:
        address: Where it came from.
        status: The HTTP status code.
        markup: The HTML; anything else is shown as it is.

    Example:
        >>> page = read_page("http://127.0.0.1/", 200, "<title>Hi</title><button>Go</button>")
        >>> page.title, [part.text for part in page.parts]
        ('Hi', ['Go'])
    """
    if markup.count("<") > 2 * MOST_TAGS:  # each opens or closes one, before it is looked at
        return too_much(address)
    try:
        soup = BeautifulSoup(markup, "html.parser")
    except ParserRejectedMarkup:
        return too_much(address)
    if not _is_small_enough(soup):
        return too_much(address)
    title = soup.title.get_text(strip=True) if soup.title else ""
    reader = _Reader(soup)
    parts = tuple(reader.parts(soup.body or soup, Form("get", "")))
    controls = sum(not isinstance(part, Text) for part in parts)
    if controls > MOST_CONTROLS:
        return too_much(address)
    return Page(address, status, title, parts)


def own_page(address: str, title: str, text: str) -> Page:
    """Make a page that the browser shows of itself, as when nobody answers."""
    return Page(address, 0, title, (_text("h3", title), _text("p", text)))


def too_much(address: str) -> Page:
    """Make the page that is shown in place of one that has no measure."""
    return own_page(
        address,
        "Too much for here",
        "This page is too large, or too deep, for the browser in the notebook, or its text cannot "
        "be read. Open its address in a tab of your real browser.",
    )


def _said(texts: Iterable[Text]) -> str:
    return "\n".join(BeautifulSoup(one.html, "html.parser").get_text() for one in texts)


def _text(tag: str, said: str, is_alert: bool = False) -> Text:
    return Text(Markup("<{0}>{1}</{0}>").format(tag, said), is_alert)


def _is_small_enough(soup: BeautifulSoup) -> bool:
    level: list[PageElement] = [soup]
    seen = 0
    for _ in range(MOST_DEPTH):
        level = [child for one in level if isinstance(one, Tag) for child in one.children]
        seen += len(level)
        if not level or seen > 4 * MOST_TAGS:
            break
    return not level


class _Reader:
    """Reads one page. What is asked of every tag is looked up once for the whole of it.

    Args:
        soup: The page.
    """

    def __init__(self, soup: BeautifulSoup) -> None:
        self._labels = {
            str(one["for"]): one for one in reversed(soup.find_all("label", {"for": True}))
        }
        forms = soup.find_all("form")
        self._forms = {id(one): _form(one) for one in forms}
        self._by_id = {str(one["id"]): self._forms[id(one)] for one in forms if one.get("id")}
        self._has_blocks: set[int] = set()
        for block in soup.find_all(_BLOCKS):
            for around in block.parents:
                if id(around) in self._has_blocks:
                    break
                self._has_blocks.add(id(around))

    def parts(self, node: PageElement, form: Form) -> Iterator[Part]:
        """The parts of a node, in order."""
        if isinstance(node, NavigableString):
            if type(node) is NavigableString and node.strip():  # no comment, no doctype
                yield _text("p", node.strip())
        elif isinstance(node, Tag) and node.name not in _UNSEEN:
            yield from self._of_tag(node, form)

    def _of_tag(self, node: Tag, form: Form) -> Iterator[Part]:
        if node.name == "form":
            form = self._forms[id(node)]
        if node.name == "input":
            yield from self._input(node, form)
        elif node.name == "button":
            yield self._button(node, form, _name_of(node))
        elif node.name == "a" and node.get("href"):
            yield Link(_name_of(node), str(node["href"]))
        elif id(node) not in self._has_blocks:
            if node.name != "label" and node.get_text(strip=True):
                is_alert = any(one.get("role") == "alert" for one in (node, *node.parents))
                yield _text(_TAGS.get(node.name, "p"), _inline(node), is_alert)
        else:
            for child in node.children if node.name != "label" else node.find_all("input"):
                yield from self.parts(child, form)

    def _input(self, node: Tag, form: Form) -> Iterator[Part]:
        kind = str(node.get("type") or "text").lower()
        name, value = str(node.get("name") or ""), str(node.get("value") or "")
        if kind == "hidden":
            form.hidden.append((name, value))
        elif kind == "checkbox":
            yield Tick(form, name, value or "on", self._label(node), node.has_attr("checked"))
        elif kind in {"submit", "image"}:
            yield self._button(node, form, value or _name_of(node) or "Send")
        else:
            yield Field(form, name, self._label(node), kind == "password", value)

    def _button(self, node: Tag, form: Form, text: str) -> Button:
        form = self._by_id.get(str(node.get("form") or ""), form)  # it may stand outside its form
        name, value = str(node.get("name") or ""), str(node.get("value") or "")
        return Button(form, name, value, text)

    def _label(self, node: Tag) -> str:
        around = node.find_parent("label") or self._labels.get(str(node.get("id") or ""))
        return around.get_text(" ", strip=True) if around else str(node.get("name") or "")


def _form(node: Tag) -> Form:
    return Form(str(node.get("method") or "get").lower(), str(node.get("action") or ""))


def _name_of(node: Tag) -> str:
    """What a control is called: an icon says it to those who cannot see it."""
    images = [node, *node.find_all("img")]
    said = [node.get_text(" ", strip=True), node.get("aria-label")]
    said += [image.get("alt") for image in images] + [image.get("title") for image in images]
    return next((str(one).strip() for one in said if one and str(one).strip()), "")


def _inline(node: PageElement) -> Markup:
    if isinstance(node, NavigableString):
        return Markup("{}").format(str(node)) if type(node) is NavigableString else Markup()
    if not isinstance(node, Tag) or node.name in _UNSEEN:
        return Markup()
    inside = Markup().join(_inline(child) for child in node.children)
    return Markup("<{0}>{1}</{0}>").format(node.name, inside) if node.name in _INLINE else inside
