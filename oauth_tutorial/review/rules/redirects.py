"""Where the app sends a browser that somebody else pointed at it."""

import re
from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import unquote, urlencode, urljoin

from oauth_tutorial.browser.page import Button, Link
from oauth_tutorial.review.check import Group
from oauth_tutorial.review.finding import way_out
from oauth_tutorial.review.rule import rule
from oauth_tutorial.review.sign_in import changed
from oauth_tutorial.review.stage import Stage
from oauth_tutorial.review.verdict import CannotTry, Verdict
from oauth_tutorial.review.visitor import Visitor
from oauth_tutorial.text.readers import split_url

EVIL = "evil.example"
# What apps of all frameworks call the address to go back to.
NAMES = (
    *("next", "return", "return_to", "returnTo", "return_url", "returnUrl", "ReturnUrl", "back"),
    *("redirect", "redirect_to", "redirectTo", "redirect_url", "redirectUrl", "continue", "url"),
    *("destination", "dest", "target", "goto", "go", "from", "rd", "r", "u", "callbackUrl"),
    *("callback_url", "success_url", "after", "origin", "post_logout_redirect_uri", "referrer"),
)
_META = re.compile(r"<meta[^>]+http-equiv=[\"']?refresh[^>]+url=([^\"'>\s]+)", re.I)


def _payloads(home: str) -> dict[str, str]:
    name = home.rpartition(":")[0]  # without the port: what follows it is no host
    return {
        "an absolute address": f"https://{EVIL}/",
        "two slashes": f"//{EVIL}/",
        "a backslash": rf"/\{EVIL}/",
        "two backslashes": rf"\\{EVIL}/",
        "a scheme with one slash": f"https:/{EVIL}/",
        "a tab": f"/\t/{EVIL}/",
        "an encoded slash": f"/%2F{EVIL}/",
        "the app's host as a user name": f"{home}@{EVIL}/",
        "the app's host as a prefix": f"{name}.{EVIL}/",
    }


@rule(
    "no_open_redirect",
    group=Group.SESSION,
    section="RFC 9700 §4.11.1",
    good="No parameter sends the browser to another site.",
    bad="A link to your app sends people on to any other site, which can look like yours or "
    "collect what is in the address.",
    flask='go only to paths of your own: url_for("home"), never request.args["next"]',
    express="res.redirect('./') // never to an address from the request",
)
def no_open_redirect(stage: Stage) -> Verdict:
    _ = stage.alice
    for said, payload in _payloads(stage.home.url).items():
        more = [(name, payload) for name in NAMES]
        visitor = stage.visitor()
        with suppress(CannotTry):  # it was refused on the way, as it should be
            _signing_in(stage, visitor, more)
            _signing_out(stage, visitor, more)
        if any(_leads_away(target) for target in _targets(visitor)):
            return Verdict(False, f"redirected by {said}")
    return Verdict(True)


def _signing_in(stage: Stage, visitor: Visitor, more: list[tuple[str, str]]) -> None:
    """Sign in with the parameters in every query and every form on the way."""
    query = urlencode(more)
    with stage.stopping(visitor, stage.is_request):
        visitor.open(f"{stage.home.start}?{query}")
        for step in stage.way or ():
            part = _find(visitor, step.kind, step.name)
            _use(visitor, part, more)
    if not stage.is_request(visitor.stopped_at):
        raise CannotTry("the sign-in did not begin")
    callback = stage.decide(visitor, stage.read_request(visitor.stopped_at), "bob")
    stage.arrive(visitor, changed(callback, **dict(more)))


def _signing_out(stage: Stage, visitor: Visitor, more: list[tuple[str, str]]) -> None:
    """Sign out with the parameters in the query and the form."""
    stage.look(visitor)
    part = way_out(visitor.page)
    if part is not None:
        _use(visitor, part, more)


def _find(visitor: Visitor, kind: type[Link] | type[Button], name: str) -> Link | Button:
    for part in visitor.page.parts:
        if isinstance(part, kind) and part.text == name:
            return part
    raise CannotTry("the control is no longer on the page")


def _use(visitor: Visitor, part: Link | Button, more: list[tuple[str, str]]) -> None:
    """Follow a link, or send a form, with more parameters than the page gave it."""
    if isinstance(part, Link):
        target = urljoin(visitor.page.address, part.href)
        joint = "&" if "?" in target else "?"
        visitor.open(f"{target}{joint}{urlencode(more)}")
        return
    action = urljoin(visitor.page.address, part.form.action)
    own = {name for name, _ in part.form.hidden}
    fields = [(name, value) for name, value in part.form.hidden if name not in NAMES]
    fields += [pair for pair in more if pair[0] not in own or pair[0] in NAMES]
    if part.name:
        fields.append((part.name, part.value))
    joint = "&" if "?" in action else "?"
    if part.form.method == "post":
        visitor.send("POST", f"{action}{joint}{urlencode(more)}", fields)
    else:
        visitor.send("GET", f"{action.partition('?')[0]}?{urlencode(fields)}", [])


def _targets(visitor: Visitor) -> Iterable[tuple[str, str]]:
    """Where the app's answers send the browser, with the address that they stand at."""
    for seen in visitor.of_app:
        if seen.location:
            yield seen.address, seen.location
        for target in _META.findall(seen.text):
            yield seen.address, target


def _leads_away(target: tuple[str, str]) -> bool:
    """Whether a browser would go to the other site (WHATWG URL: backslashes, tabs, slashes)."""
    base, reference = target
    reference = re.sub(r"[\t\r\n]", "", reference.strip(_STRIPPED)).replace("\\", "/")
    scheme, slashes, rest = _SCHEME.fullmatch(reference).groups()  # type: ignore[union-attr]
    if len(slashes) > 1 or (scheme and not base.lower().startswith(scheme.lower())):
        reference = f"{scheme or ''}//{rest}"  # however many there are, a host follows
    elif scheme:
        reference = slashes + rest  # the own scheme alone is left out
    try:
        host = unquote(split_url(urljoin(base, reference)).hostname or "").rstrip(".")
    except ValueError:
        return False
    return host == EVIL or host.endswith(f".{EVIL}")


_STRIPPED = "".join(map(chr, range(33)))  # C0 controls and the space
_SCHEME = re.compile(r"(https?:)?(/*)(.*)", re.I | re.S)


@rule(
    "redirect_uri_fixed",
    group=Group.SESSION,
    section="ASVS 5.0 V4.1.3",
    good="The redirect_uri does not depend on the Host header.",
    bad=("Anyone who sends another Host header sets the redirect_uri, and so where the code goes."),
    flask="redirect_uri = f\"{os.environ['HOME_URL']}/callback\"  # not request.host_url",
    express="const callback = `${process.env.HOME_URL}/callback` // not req.headers.host",
)
def redirect_uri_fixed(stage: Stage) -> Verdict:
    wanted = stage.first_request["redirect_uri"]
    for name in ("Host", "X-Forwarded-Host", "Forwarded"):
        value = f"host={EVIL}" if name == "Forwarded" else EVIL
        if sent := _redirect_uri_with(stage, {name: value}, wanted):
            return Verdict(False, f"{name} set it to {sent}")
    return Verdict(True)


def _redirect_uri_with(stage: Stage, more: dict[str, str], wanted: str) -> str:
    """Return the other host that was sent; empty where none was, or the request was refused."""
    visitor = stage.visitor(more)
    with suppress(CannotTry):
        stage.ask(visitor)
    for seen in visitor.of_app:
        if stage.is_request(urljoin(seen.address, seen.location)):
            redirect_uri = stage.read_request(seen.location)["redirect_uri"]
            if redirect_uri != wanted and EVIL in redirect_uri:
                return EVIL
    return ""
