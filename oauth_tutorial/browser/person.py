"""What a person does on the pages of a sign-in, done by code: for the autopilot and for checks."""

from collections.abc import Sequence

from oauth_tutorial.browser.notebook_browser import NotebookBrowser
from oauth_tutorial.browser.page import Link

PASSWORDS = {"alice": "wonderland", "bob": "builder"}  # the practice service's people
SIGN_IN_HERE = "Sign in with PhotoBox"
"""What an app of the learner's own calls the way to PhotoBox."""


def drive(
    browser: NotebookBrowser, url: str, *, username: str, decision: str, untick: Sequence[str] = ()
) -> None:
    """Do in a notebook browser what the instruction asks a person to do.

    It stops at the first page that is neither the sign-in nor the consent page; an app of the
    learner's own leads to them by a link or a button that says so (``SIGN_IN_HERE``), and the
    page of a device leads to them once its code is filled in (RFC 8628 §3.3.1).
    """
    browser.open(url)
    if browser.has(SIGN_IN_HERE):
        is_link = any(
            isinstance(one, Link) and one.text == SIGN_IN_HERE for one in browser.page.parts
        )
        (browser.follow if is_link else browser.press)(SIGN_IN_HERE)
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
