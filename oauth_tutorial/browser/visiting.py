"""``visit(url)``: the step at which a person takes over.

It shows a link to a real tab. Where no tab reaches the kernel, or where
``OAUTH_TUTORIAL_BROWSER=notebook`` asks for it, it shows the browser drawn inside the
notebook. Where ``OAUTH_TUTORIAL_AUTOPILOT=1`` is set, as in the tests, that same
browser is driven by code. All leave the same output in the notebook.
"""

import os
from collections.abc import Sequence

from oauth_tutorial import practice
from oauth_tutorial.browser.link_card import APP, Visit, link_card
from oauth_tutorial.browser.notebook_browser import NotebookBrowser, is_near
from oauth_tutorial.browser.person import PASSWORDS, SIGN_IN_HERE, drive
from oauth_tutorial.client.receiver import LoopbackReceiver, current
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.location.finding import where
from oauth_tutorial.notebook.kernel import autopilot, in_notebook
from oauth_tutorial.notebook.live import show_widget
from oauth_tutorial.text.readers import first_of_each, split_url
from oauth_tutorial.wire.exchange import Exchange
from oauth_tutorial.wire.recording import note

VARIABLE = "OAUTH_TUTORIAL_BROWSER"
PASTE_IT = (
    "The page at the end may not load: your browser is on another machine. Then copy its address "
    "and give it to receiver.paste('…')."
)
ANSWERED = (
    "This link was used: its receiver has an answer already. Run the cell that makes the receiver "
    "and the link again, then this one."
)
_SETTINGS = "/developer"  # of a personality
_DECISIONS = {"approve": "Approve", "deny": "Deny"}


def visit(
    url: str, *, username: str = "alice", decision: str = "approve", untick: Sequence[str] = ()
) -> None:
    """Let the person open a page and act there (RFC 6749 §4.1.1); or the autopilot, in tests.

    Where the receiver that the page leads back to has its answer, no link is shown: it says which
    cells to run again.

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
    if receiver is not None and receiver.done:
        print(ANSWERED)
        return
    visiting = _visit(url, username, decision, untick)
    note(Exchange(method="LINK", url=url, channel="front", recipient="browser"))
    _show(visiting, receiver)
    if autopilot():
        browser = NotebookBrowser()
        try:
            drive(browser, url, username=username, decision=decision, untick=untick)
        finally:
            browser.close()


def _visit(url: str, username: str, decision: str, untick: Sequence[str]) -> Visit:
    """Say what the page is, and what to do there: the practice people are PhotoBox's alone."""
    if not is_near(url):
        host = split_url(url).netloc
        return Visit(url, f"Sign in with your own account, and decide. It is the real {host}.")
    if split_url(url).path.endswith(_SETTINGS):
        return Visit(url, "Paste the redirect URI into its field, and register.", "settings page")
    instruction = _instruction(url, username, decision, untick)
    if _is_an_app(url):
        first = f"Press {SIGN_IN_HERE}"
        return Visit(url, f"{first}. {instruction}", APP)
    return Visit(url, instruction)


def _is_an_app(url: str) -> bool:
    """Whether it is the page of an app of the learner's own, and not one of the service."""
    service = practice.running()
    return service is not None and any(url.startswith(home) for home in service.address.apps)


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
        if receiver is not None and not where().a_tab_gets_there:
            print(PASTE_IT)
        return
    in_the_notebook = is_drawn_in_the_notebook()
    if in_the_notebook and receiver is not None:
        receiver.person_needs_the_kernel = True
    show_widget(link_card(visiting, receiver, in_the_notebook), repr(visiting))


def is_drawn_in_the_notebook() -> bool:
    """Whether the person acts inside the notebook: a cell that waits would keep them from it."""
    if autopilot() or not in_notebook():
        return False
    return os.environ.get(VARIABLE) == "notebook" or not where().a_tab_gets_there


def _receiver_of(url: str) -> LoopbackReceiver | None:
    query = first_of_each(split_url(url).query)
    if "request_uri" in query:  # RFC 9126 §4: the link does not say where it leads back to
        return current()
    return current(query.get("redirect_uri", ""))


def _check(url: object, username: str, decision: str) -> None:
    if not isinstance(url, str) or split_url(url).scheme not in {"http", "https"}:
        raise InvalidArgument(
            "visit() wants an http or https address as text.",
            hint="Run the cell that builds the URL, then this one.",
        )
    if username not in PASSWORDS:
        raise InvalidArgument(f"username must be one of {', '.join(PASSWORDS)}.")
    if decision not in _DECISIONS:
        raise InvalidArgument("decision must be 'approve' or 'deny'.")
