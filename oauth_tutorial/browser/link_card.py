"""The card that ``visit`` shows: a link to a real tab, or a window inside the notebook."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from oauth_tutorial import practice
from oauth_tutorial.browser.notebook_browser import NotebookBrowser
from oauth_tutorial.client.receiver import LoopbackReceiver
from oauth_tutorial.notebook.style import OUTER, framed
from oauth_tutorial.practice.model.log import Entry

if TYPE_CHECKING:  # it loads ipywidgets
    from oauth_tutorial.browser.window import BrowserView

SIGN_IN, APP = "sign-in page", "app"
_AGAIN = "To sign in again, run the cell that makes the receiver and the link again, then this one."
_AGAIN_ON_A_DEVICE = "To sign in again, run the cell that asks for the codes again, then this one."
_CLOSED = (
    "Closed. This receiver does not listen any more: run the cell that makes the receiver and the "
    "link again, then this one"
)


class Visit:
    """A link, what it leads to, and the instruction beside it."""

    def __init__(self, url: str, instruction: str, page: str = SIGN_IN) -> None:
        self.url, self.instruction, self.page = url, instruction, page

    def __repr__(self) -> str:
        return f"Open the {self.page}. {self.instruction}"


def link_card(visiting: Visit, receiver: LoopbackReceiver | None, in_the_notebook: bool) -> Any:
    """Make the widget of a visit: the link or the window, the receiver's status, a field to paste.

    Args:
        visiting: What is to be opened.
        receiver: The one that the browser comes back to, if this kernel has it.
        in_the_notebook: Whether the page opens in the notebook browser at once.
    """
    import ipywidgets

    from oauth_tutorial.notebook.region import Live

    shown = _window(visiting)[0] if in_the_notebook else _plain_link(visiting)
    card = ipywidgets.VBox([shown])
    for name in OUTER:
        card.add_class(name)
    if receiver is not None:
        live = Live()
        card.children = [*card.children, live, _Pasting(receiver, live).row]
    if not in_the_notebook:
        button = _open_here(visiting, card)
        card.children = [*card.children, button]
        if visiting.page in {SIGN_IN, APP}:
            again = _how_again(visiting, receiver)
            _when_answered(receiver, lambda: _put_away(again, card, shown, button))
    return card


def _when_answered(receiver: LoopbackReceiver | None, act: Callable[[], None]) -> None:
    """Act once, when the person has said yes or no."""
    if receiver is not None:
        answered = receiver
        answered.on_change.append(lambda _: act() if answered.done else None)
    elif (service := practice.running()) is not None:  # a device asks, and no receiver

        def see(entry: Entry) -> None:
            if entry.method == "POST" and entry.parameters.get("decision") in {"approve", "deny"}:
                stop()
                act()

        stop = service.log.subscribe(see)


def _how_again(visiting: Visit, receiver: LoopbackReceiver | None) -> str:
    """Say how to sign in once more. The link of an app has nothing but the app's address in it."""
    if visiting.page == APP:
        link = Markup('<a href="{}" target="_blank" rel="noopener">Open the app again ↗</a>')
        return link.format(visiting.url)
    return _AGAIN_ON_A_DEVICE if receiver is None else _AGAIN


def _put_away(again: str, card: Any, link: Any, button: Any) -> None:
    """Take a link away that was used: a notebook may be saved with the state of its widgets."""
    said = Markup('<p class="oat-said">The sign-in page was answered.<br>{}</p>')
    link.value = framed(said.format(again))
    card.children = [one for one in card.children if one is not button]


def _open_here(visiting: Visit, card: Any) -> Any:
    import ipywidgets

    button = ipywidgets.Button(
        description="Open it here in the notebook instead",
        layout={"width": "auto", "align_self": "flex-start"},
    )

    def show(_: object) -> None:
        window, view = _window(visiting)
        card.children = [*(one for one in card.children if one is not button), window]
        view.focus()  # it was on the button, which is gone

    button.on_click(show)
    return button


def _window(visiting: Visit) -> tuple[Any, "BrowserView"]:
    """Open the page in the kernel's notebook browser, and return its window, in and as a widget."""
    import ipywidgets

    from oauth_tutorial.browser.window import BrowserView
    from oauth_tutorial.notebook.region import Html

    browser = _of_this_kernel()
    browser.on_change.clear()  # a window of an earlier visit shows its last page
    view = BrowserView(browser)
    browser.open(visiting.url)
    view.takes_the_focus = True  # from here on, it is the person who opens pages
    said = Markup('<p class="oat-said">{}</p>').format(visiting.instruction)
    return ipywidgets.VBox([Html(framed(said)), view.widget]), view


@cache
def _of_this_kernel() -> NotebookBrowser:
    """One browser for the person, so that its cookies last as they do in a real one."""
    return NotebookBrowser()


class _Pasting:
    """The field for an address, and the line above it that says what became of the receiver.

    Attributes:
        row: The field and its button.
    """

    def __init__(self, receiver: LoopbackReceiver, live: Any) -> None:
        import ipywidgets

        from oauth_tutorial.notebook.region import on_enter

        self._receiver, self._live = receiver, live
        self._said = ("", "")  # what came of an address, and the status that it left
        self._field = ipywidgets.Text(
            description="Did the page not load? Press ■ if a cell waits, then paste its address:",
            placeholder="http://127.0.0.1:…/callback?code=…",
            style={"description_width": "initial"},
            layout={"flex": "1 1 26rem", "width": "auto"},
        )
        self._button = ipywidgets.Button(description="Use this address")
        self._button.on_click(self._use)
        on_enter(self._field, self._use)
        self.row = ipywidgets.HBox(
            [self._field, self._button], layout={"flex_flow": "row wrap", "max_width": "52rem"}
        )
        receiver.on_change.append(lambda _: self._tell())
        self._tell()

    def _use(self, _: object) -> None:
        # the field is emptied: it held a code, and a notebook is saved
        address, self._field.value = self._field.value, ""
        said = self._receiver.paste(address)
        self._said = (said, self._receiver.status)
        self._tell(again=True)

    def _tell(self, again: bool = False) -> None:
        receiver = self._receiver
        said, left = self._said
        text = receiver.status
        if receiver.done or not receiver.is_open:  # what stands there is not to be saved
            self._field.value = ""
        if receiver.done:
            self._field.disabled = self._button.disabled = True
        elif not receiver.is_open:
            text = _CLOSED
        if said and left == receiver.status:
            text = f"{text}. {said}"
        self._live.say(_status(text), again=again)


def _plain_link(visiting: Visit) -> Any:
    from oauth_tutorial.notebook.region import Html

    link = Markup(
        '<p class="oat-said"><a href="{}" target="_blank" rel="noopener">'
        "Open the {} ↗</a><br>{} Then come back here.</p>"
    )
    return Html(framed(link.format(visiting.url, visiting.page, visiting.instruction)))


def _status(text: str) -> Markup:
    return Markup("Status: <b>{}</b>").format(text)
