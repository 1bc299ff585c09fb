"""How a person leaves: signing out, on the app's side and on the service's."""

import re
from urllib.parse import urljoin

from oauth_tutorial.browser.page import Button, Link
from oauth_tutorial.review.check import Group
from oauth_tutorial.review.finding import way_out
from oauth_tutorial.review.rule import rule
from oauth_tutorial.review.stage import Stage
from oauth_tutorial.review.verdict import CannotTry, Verdict
from oauth_tutorial.review.visitor import Visitor


def _at_the_way_out(stage: Stage, visitor: Visitor) -> Link | Button:
    """Open the page that lets this browser's person sign out, and return the control."""
    for address in dict.fromkeys((stage.signed_in_at, stage.home.start)):
        stage.look(visitor, address)
        part = way_out(visitor.page)
        if part is not None and _needs_a_script(part):
            raise CannotTry("its way to sign out needs a script, but a review runs none")
        if part is not None:
            return part
    raise CannotTry("no page has a way to sign out")


def _needs_a_script(part: Link | Button) -> bool:
    """Whether it leads nowhere by itself: a button of no form, or a link to no page."""
    if isinstance(part, Link):
        return bool(re.match(r"#|javascript:", part.href.strip(), re.I))
    return not part.form.action and part.form.method == "get"


def _leave(stage: Stage, visitor: Visitor) -> None:
    """Sign out as a person does: by the link or button, then by what the next page asks."""
    part = _at_the_way_out(stage, visitor)
    with stage.stopping(visitor, stage.is_request):
        if isinstance(part, Link):
            visitor.follow(part.text)
            asked = way_out(visitor.page)  # "Do you really want to?"
            if isinstance(asked, Button):
                visitor.press(asked.text)
        else:
            visitor.press(part.text)


def _target(visitor: Visitor, part: Link | Button) -> tuple[str, str]:
    if isinstance(part, Link):
        return "GET", urljoin(visitor.page.address, part.href)
    return part.form.method.upper(), urljoin(visitor.page.address, part.form.action)


@rule(
    "sign_out_by_post",
    group=Group.LEAVING,
    section="ASVS 5.0 V3.5.3",
    good="Signing out is a form sent by POST.",
    bad="Opening a link signs the person out, so any page that sends the browser there can do it.",
    flask='@app.post("/sign-out")',
    express="app.post('/sign-out', …)",
)
def sign_out_by_post(stage: Stage) -> Verdict:
    _ = stage.alice
    visitor = stage.come_back_from("alice")
    part = _at_the_way_out(stage, visitor)
    method, address = _target(visitor, part)
    if method != "GET":
        return Verdict(True)
    with stage.stopping(visitor, stage.is_request):
        visitor.open(address)
    if not stage.who(visitor):
        return Verdict(False)
    _must_sign_out(stage)
    return Verdict(True)


@rule(
    "sign_out_not_forged",
    group=Group.LEAVING,
    section="ASVS 5.0 V3.5.1",
    good="Somebody else's page cannot sign the person out.",
    bad="Somebody else's page can sign the person out: the sign-out request carries nothing "
    "that only your page knows.",
    flask='if request.form.get("form_token") != session.get("form_token"): abort(403)',
    express="if (req.body.form_token !== req.session.form_token) return res.sendStatus(403)",
)
def sign_out_not_forged(stage: Stage) -> Verdict:
    _ = stage.alice
    visitor = stage.come_back_from("alice")
    targets = [_target(visitor, _at_the_way_out(stage, visitor))]
    if targets[0][0] == "GET" and (asked := _asked_again(stage, visitor, targets[0][1])):
        targets.append(asked)
    with stage.stopping(visitor, stage.is_request):
        for method, address in targets:
            visitor.send_from_elsewhere(method, address, [] if method == "POST" else None)
    if not stage.who(visitor):
        return Verdict(False, _SAME_SITE)
    _must_sign_out(stage)
    return Verdict(True)


_SAME_SITE = "sent from another origin of the same site, where SameSite does not help"


def _asked_again(stage: Stage, visitor: Visitor, address: str) -> tuple[str, str] | None:
    """Where the form that asks whether to sign out leads; None if there is none."""
    with stage.stopping(visitor, stage.is_request):
        visitor.open(address)
    asked = way_out(visitor.page)
    return _target(visitor, asked) if isinstance(asked, Button) else None


def _must_sign_out(stage: Stage) -> None:
    """Check that signing out works at all; otherwise staying signed in proves nothing.

    Raises:
        CannotTry: When they are not.
    """
    visitor = stage.come_back_from("alice")
    _leave(stage, visitor)
    if stage.who(visitor):
        raise CannotTry("what looks like the sign-out does not sign anybody out")


@rule(
    "session_ended",
    group=Group.LEAVING,
    section="ASVS 5.0 V7.4.1",
    good="After signing out, the session is over, even for a copy of its cookie.",
    bad=(
        "After signing out, a copy of the cookie is still signed "
        "in: anyone who has it stays signed in."
    ),
    flask='signed_in.pop(session.get("sid"), None); session.clear()',
    express="req.session.destroy(() => …)",
)
def session_ended(stage: Stage) -> Verdict:
    _ = stage.alice
    visitor = stage.come_back_from("alice")
    cookies = visitor.cookies()
    _leave(stage, visitor)
    if stage.who(visitor):
        return Verdict(False, "the browser itself is still signed in")
    return Verdict(not stage.who(stage.visitor().take(cookies)))


@rule(
    "token_revoked",
    group=Group.LEAVING,
    section="RFC 7009 §1",
    good="Signing out revokes the tokens.",
    bad="After signing out, the tokens still work: anyone who copied one keeps access.",
    flask='requests.post(revocation_endpoint, data={"token": refresh_token, **client}, timeout=5)',
    express="post(revocation_endpoint, { token: token.refresh_token, ...client })",
)
def token_revoked(stage: Stage) -> Verdict:
    _ = stage.alice
    photobox = stage.photobox
    known = {*photobox.store.access_tokens, *photobox.store.refresh_tokens}
    visitor = stage.come_back_from("alice")
    _leave(stage, visitor)
    now = photobox.clock.now()
    stores = {
        "access token": photobox.store.access_tokens,
        "refresh token": photobox.store.refresh_tokens,
    }
    alive = [
        kind
        for kind, store in stores.items()
        if any(token.is_good(now) for value, token in store.items() if value not in known)
    ]
    return Verdict(not alive, f"still valid: {', '.join(alive)}" if alive else "")
