"""``visit(url)``: the step at which a person takes over.

It shows a link to a real tab. Where no tab reaches the kernel, or where
``OAUTH_TUTORIAL_BROWSER=notebook`` asks for it, it shows the browser drawn inside the
notebook. Where ``OAUTH_TUTORIAL_AUTOPILOT=1`` is set, as in the tests, that same
browser is driven by code. All leave the same output in the notebook.
"""

import html
import os
from collections.abc import Sequence
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

from oauth_tutorial import location
from oauth_tutorial._status import autopilot, in_notebook, show_widget
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.notebook_browser import NotebookBrowser
from oauth_tutorial.receiver import LoopbackReceiver, current
from oauth_tutorial.wire import Exchange, note

VARIABLE = "OAUTH_TUTORIAL_BROWSER"
PASSWORDS = {"alice": "wonderland", "bob": "builder"}  # the practice service's people
_DECISIONS = {"approve": "Approve", "deny": "Deny"}


class Visit:
    """A link, the instruction beside it, and what became of it."""

    def __init__(self, url: str, instruction: str) -> None:
        self.url, self.instruction = url, instruction

    def __repr__(self) -> str:
        return f"Open the sign-in page. {self.instruction}"


def visit(
    url: str, *, username: str = "alice", decision: str = "approve", untick: Sequence[str] = ()
) -> None:
    """Let the person open a page and act there; or the autopilot, in tests.

    Args:
        url: The page, mostly an authorization URL.
        username: Who signs in. Default: alice.
        decision: The button to press on the consent page: ``"approve"`` or ``"deny"``.
        untick: Scopes to take away before approving. Default: none.

    Raises:
        InvalidArgument: When an argument cannot be right.

    Example:
        ``http://127.0.0.1:49152/authorize?response_type=code&client_id=printshop&…``
    """
    _check(url, username, decision)
    receiver = _receiver_of(url)
    visiting = Visit(url, _instruction(url, username, decision, untick))
    note(Exchange(method="LINK", url=url, channel="front", recipient="browser"))
    _show(visiting, receiver)
    if autopilot():
        browser = NotebookBrowser()
        try:
            drive(browser, url, username=username, decision=decision, untick=untick)
        finally:
            browser.close()


def drive(
    browser: NotebookBrowser, url: str, *, username: str, decision: str, untick: Sequence[str] = ()
) -> None:
    """Do in a notebook browser what the instruction asks a person to do.

    It stops at the first page that is neither the sign-in nor the consent page; the
    page of a device leads to them once its code is filled in (RFC 8628 §3.3.1).
    """
    browser.open(url)
    if browser.has("user_code"):
        browser.press("Continue")
    if browser.has("password"):
        browser.fill("username", username)
        browser.fill("password", PASSWORDS[username])
        browser.press("Sign in")
    if browser.has(decision):
        for scope in filter(browser.has, untick):
            browser.tick(scope, False)
        browser.press(decision)


def _instruction(url: str, username: str, decision: str, untick: Sequence[str]) -> str:
    less = f"untick {' and '.join(untick)}, " if untick else ""
    first = "Press Continue. " if "user_code=" in url else ""
    return (
        f"{first}Sign in as {username} (password {PASSWORDS[username]}), "
        f"{less}then press {_DECISIONS[decision]}."
    )


def _show(visiting: Visit, receiver: LoopbackReceiver | None) -> None:
    if not in_notebook():
        print(f"{visiting!r}\n{visiting.url}")
        return
    in_the_notebook = not autopilot() and (
        os.environ.get(VARIABLE) == "notebook" or not location.where().a_tab_gets_there
    )
    if in_the_notebook and receiver is not None:
        receiver.person_needs_the_kernel = True
    show_widget(_card(visiting, receiver, in_the_notebook), repr(visiting))


def _card(visiting: Visit, receiver: LoopbackReceiver | None, in_the_notebook: bool) -> Any:
    import ipywidgets

    card = ipywidgets.VBox([_window(visiting) if in_the_notebook else _link(visiting)])
    if receiver is not None:
        status = ipywidgets.HTML(_status(receiver.status))
        receiver.on_change.append(lambda text: setattr(status, "value", _status(text)))
        card.children = [*card.children, status, _paste_row(receiver, status)]
    if not in_the_notebook:
        card.children = [*card.children, _open_here(visiting, card)]
    return card


def _open_here(visiting: Visit, card: Any) -> Any:
    import ipywidgets

    button = ipywidgets.Button(
        description="Open it here in the notebook instead",
        layout={"width": "auto", "align_self": "flex-start"},
    )

    def show(_: object) -> None:
        card.children = [*(one for one in card.children if one is not button), _window(visiting)]

    button.on_click(show)
    return button


def _window(visiting: Visit) -> Any:
    """Open the page in the kernel's notebook browser, and return its window."""
    import ipywidgets

    from oauth_tutorial._browser_view import BrowserView

    browser = _of_this_kernel()
    browser.on_change.clear()  # a window of an earlier visit shows its last page
    view = BrowserView(browser)
    browser.open(visiting.url)
    said = f'<p style="margin:.5em 0">{html.escape(visiting.instruction)}</p>'
    return ipywidgets.VBox([ipywidgets.HTML(said), view.widget])


@cache
def _of_this_kernel() -> NotebookBrowser:
    """One browser for the person, so that its cookies last as they do in a real one."""
    return NotebookBrowser()


def _paste_row(receiver: LoopbackReceiver, status: Any) -> Any:
    import ipywidgets

    field = ipywidgets.Text(
        description="Did the page not load? Paste its address:",
        placeholder="http://127.0.0.1:…/callback?code=…",
        style={"description_width": "initial"},
        layout={"flex": "1 1 26rem", "width": "auto"},
    )
    button = ipywidgets.Button(description="Use this address")

    def use(_: object) -> None:
        # the field is emptied: it held a code, and a notebook is saved
        address, field.value = field.value, ""
        status.value = _status(f"{receiver.status}. {receiver.paste(address)}")

    button.on_click(use)
    return ipywidgets.HBox([field, button], layout={"flex_flow": "row wrap", "max_width": "52rem"})


def _link(visiting: Visit) -> Any:
    import ipywidgets

    return ipywidgets.HTML(
        '<p style="margin:.5em 0">'
        f'<a href="{html.escape(visiting.url, quote=True)}" target="_blank" rel="noopener" '
        'style="font-weight:600;text-decoration:underline">Open the sign-in page ↗</a><br>'
        f"{html.escape(visiting.instruction)} Then come back here.</p>"
    )


def _status(text: str) -> str:
    return f'<div role="status" aria-live="polite">Status: <b>{html.escape(text)}</b></div>'


def _receiver_of(url: str) -> LoopbackReceiver | None:
    query = parse_qs(urlsplit(url).query)
    if "request_uri" in query:  # RFC 9126 §4: the link does not say where it leads back to
        return current()
    return current(query.get("redirect_uri", [""])[0])


def _check(url: object, username: str, decision: str) -> None:
    if not isinstance(url, str) or urlsplit(url).scheme not in {"http", "https"}:
        raise InvalidArgument(
            "visit() wants an http or https address as text.",
            hint="Run the cell that builds the URL, then this one.",
        )
    if username not in PASSWORDS:
        raise InvalidArgument(f"username must be one of {', '.join(PASSWORDS)}.")
    if decision not in _DECISIONS:
        raise InvalidArgument("decision must be 'approve' or 'deny'.")
