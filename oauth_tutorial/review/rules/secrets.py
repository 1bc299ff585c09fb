"""Where secrets and tokens can show: addresses, pages, cookies, and what the app logs."""

import base64
from collections.abc import Iterable
from http.cookiejar import Cookie

from oauth_tutorial.review.check import Group
from oauth_tutorial.review.photobox import STORY_SECRET
from oauth_tutorial.review.rule import rule
from oauth_tutorial.review.stage import Stage
from oauth_tutorial.review.traces import holds
from oauth_tutorial.review.verdict import Verdict
from oauth_tutorial.review.visitor import Seen, Visitor, name_of
from oauth_tutorial.text.readers import first_of_each, split_url


def _secrets(stage: Stage) -> dict[str, list[str]]:
    """What must stay between the app and PhotoBox, by what it is called."""
    photobox = stage.photobox
    sent = [entry.parameters for entry in photobox.log if entry.path == "/token"]
    secret, client = photobox.client_secret, photobox.client_id
    return {
        "client_secret": [secret, STORY_SECRET, _basic(client, secret)],
        "code_verifier": [form["code_verifier"] for form in sent if form.get("code_verifier")],
        "access token": list(photobox.store.access_tokens),
        "refresh token": list(photobox.store.refresh_tokens),
    }


def _basic(client_id: str, secret: str) -> str:
    """How a header carries it (RFC 7617 §2)."""
    return base64.b64encode(f"{client_id}:{secret}".encode()).decode()


def _shown(text: str, secrets: dict[str, list[str]]) -> list[str]:
    """Which kinds of secrets stand in a text as they are."""
    return [kind for kind, values in secrets.items() if any(one in text for one in values)]


def _verdict(found: Iterable[str]) -> Verdict:
    kinds = list(dict.fromkeys(found))
    return Verdict(not kinds, f"found: {', '.join(kinds)}" if kinds else "")


@rule(
    "no_secret_in_address",
    group=Group.SECRETS,
    section="RFC 6749 §2.3.1, RFC 9700 §4.3.2",
    good="No address contains a secret or a token.",
    bad=(
        "A secret or a token is in an address, where the history, "
        "the log and the next site can see it."
    ),
    flask="requests.post(token_endpoint, data=form)  # data, not params",
    express="fetch(token_endpoint, { method: 'POST', body: new URLSearchParams(form) })",
)
def no_secret_in_address(stage: Stage) -> Verdict:
    _ = stage.alice
    secrets = _secrets(stage)
    seen = "\n".join(
        f"{one.address}\n{one.location}" for visitor in stage.visitors for one in visitor.trail
    )
    asked = "\n".join(entry.url for entry in stage.photobox.log)
    return _verdict([*_shown(seen, secrets), *_shown(asked, secrets)])


@rule(
    "no_secret_in_page",
    group=Group.SECRETS,
    section="ASVS 5.0 V10.1.1",
    good="No page or script contains a secret or a token.",
    bad="A secret or a token is in a page: every script and every extension can read it.",
    flask="render_template('home.html', name=me['name'])  # what is shown, and nothing more",
    express="res.render('home', { name: me.name }) // what is shown, and nothing more",
)
def no_secret_in_page(stage: Stage) -> Verdict:
    _ = stage.alice
    secrets = _secrets(stage)
    return _verdict(
        kind
        for visitor in stage.visitors
        for one in visitor.of_app
        for kind in _shown(one.text, secrets)
    )


@rule(
    "no_secret_in_cookie",
    group=Group.SECRETS,
    section="ASVS 5.0 V14.3.3",
    good="No secret or token can be read in a cookie.",
    bad="A secret or a token can be read in the cookie: signing does not encrypt.",
    flask='signed_in[session["sid"]] = token  # the cookie holds a session id alone',
    express="express-session keeps it on the server; cookie-session does not",
)
def no_secret_in_cookie(stage: Stage) -> Verdict:
    _ = stage.alice
    secrets = _secrets(stage)
    cookies = {
        line.partition(";")[0]
        for visitor in stage.visitors
        for one in visitor.of_app
        for line in one.set_cookies
    }
    return _verdict(
        kind for cookie in cookies for kind, values in secrets.items() if holds(cookie, values)
    )


@rule(
    "no_secret_in_log",
    group=Group.SECRETS,
    section="ASVS 5.0 V16.2.5",
    good="The app's log contains no code, token or secret.",
    bad="The app's log contains a code, a token or a secret: anyone who reads the log can use it.",
    flask="waitress.serve(app)  # no access log; app.run() writes each address, and so the code",
    express="log req.path, never req.originalUrl: the code is in its query",
)
def no_secret_in_log(stage: Stage) -> Verdict:
    _ = stage.alice
    said = stage.said()
    return _verdict(_shown(said, _secrets(stage) | {"code": _codes(stage)}))


def _codes(stage: Stage) -> list[str]:
    came = (one.address for visitor in stage.visitors for one in visitor.of_app)
    codes = (first_of_each(split_url(address).query).get("code", "") for address in came)
    return [code for code in codes if code in stage.photobox.store.codes]


@rule(
    "cookie_http_only",
    group=Group.SECRETS,
    section="ASVS 5.0 V3.3.4",
    good="No script can read the session cookie (HttpOnly).",
    bad="A script can read the session cookie: it is not HttpOnly.",
    flask="app.config['SESSION_COOKIE_HTTPONLY'] = True  # the default",
    express="cookie: { httpOnly: true }",
)
def cookie_http_only(stage: Stage) -> Verdict:
    lines = session_cookies(stage)
    return Verdict(bool(lines) and all("httponly" in _flags(line) for line in lines), _none(lines))


@rule(
    "cookie_same_site",
    group=Group.SECRETS,
    section="ASVS 5.0 V3.3.2",
    good="Other sites cannot send the session cookie along with their forms (SameSite).",
    bad="The session cookie does not say SameSite=Lax: what happens then depends on the browser.",
    flask="app.config['SESSION_COOKIE_SAMESITE'] = 'Lax'",
    express="cookie: { sameSite: 'lax' }",
)
def cookie_same_site(stage: Stage) -> Verdict:
    lines = session_cookies(stage)
    good = {"samesite=lax", "samesite=strict"}
    if any("samesite=strict" in _flags(line) for line in lines):
        return Verdict(True, "Strict: it is not sent when another site sends people back")
    return Verdict(bool(lines) and all(good & _flags(line) for line in lines), _none(lines))


def _none(lines: list[str]) -> str:
    return "" if lines else "there is no session cookie"


def session_cookies(stage: Stage) -> list[str]:
    """Return the ``Set-Cookie`` lines of the cookies without which Alice is not signed in."""
    alice = stage.alice
    names = {cookie.name for cookie in alice.after}
    if len(names) > 1:
        names = {name for name in names if not stage.who(_without(stage, alice.after, name))}
    return [
        line
        for seen in alice.visitor.of_app
        for line in seen.set_cookies
        if name_of(line) in names and not _is_taken_away(line)
    ]


def _without(stage: Stage, cookies: Iterable[Cookie], name: str) -> Visitor:
    return stage.visitor().take(cookie for cookie in cookies if cookie.name != name)


def _flags(line: str) -> set[str]:
    return {flag.strip().lower().replace(" ", "") for flag in line.split(";")[1:]}


def _is_taken_away(line: str) -> bool:
    flags = _flags(line)
    return any(flag == "max-age=0" or flag.startswith("expires=thu,01jan1970") for flag in flags)


@rule(
    "session_renewed",
    group=Group.SESSION,
    section="ASVS 5.0 V7.2.4",
    good="The session gets a new id at sign-in.",
    bad="The cookie from before the sign-in is now signed in: so is anyone who put it there "
    "(session fixation).",
    flask='session.clear(); session["sid"] = secrets.token_urlsafe(32)',
    express="req.session.regenerate(() => …)",
)
def session_renewed(stage: Stage) -> Verdict:
    alice = stage.alice
    if not alice.before:
        return Verdict(True, "there is no cookie before the sign-in")
    return Verdict(not stage.who(stage.visitor().take(alice.before)))


def first_page(stage: Stage) -> Seen:
    """Return the page that Alice saw when she came back."""
    return stage.look(stage.alice.visitor)[-1]
