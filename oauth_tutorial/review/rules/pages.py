"""What the app's pages and cookies tell the browser about themselves."""

import re

from oauth_tutorial.review.check import Group
from oauth_tutorial.review.rule import rule
from oauth_tutorial.review.rules.crash import TRACEBACK
from oauth_tutorial.review.rules.secrets import first_page, session_cookies
from oauth_tutorial.review.stage import Stage
from oauth_tutorial.review.verdict import CannotTry, Verdict

_POLICIES = {
    "no-referrer",
    "same-origin",
    "strict-origin",
    "origin",
    "origin-when-cross-origin",
    "strict-origin-when-cross-origin",
}
_EVERYBODY = {"*", "http:", "https:"}  # any host, and any host by that scheme
_META_POLICY = re.compile(r"<meta[^>]+name=[\"']?referrer[\"']?[^>]+content=[\"']?([\w-]+)", re.I)


@rule(
    "no_store",
    group=Group.PAGES,
    section="ASVS 5.0 V14.3.2",
    good="The browser does not keep the page with personal data.",
    bad="The browser may keep the page with personal data, and show it to anyone who presses "
    "Back after the sign-out.",
    flask='headers["Cache-Control"] = "no-store"',
    express="res.set('Cache-Control', 'no-store')",
)
def no_store(stage: Stage) -> Verdict:
    said = first_page(stage).headers.get("cache-control", "")
    return Verdict("no-store" in said.lower())


@rule(
    "no_framing",
    group=Group.PAGES,
    section="ASVS 5.0 V3.4.6",
    good="No other site can show the page in a frame.",
    bad="Another site can show the page in an invisible frame above its own buttons.",
    flask="""headers["Content-Security-Policy"] = "frame-ancestors 'none'\"""",
    express="""res.set('Content-Security-Policy', "frame-ancestors 'none'")""",
)
def no_framing(stage: Stage) -> Verdict:
    headers = first_page(stage).headers
    policy = headers.get("content-security-policy", "")
    found = re.search(r"frame-ancestors([^;]*)", policy, re.I)
    if found:
        return Verdict(not _EVERYBODY & set(found[1].lower().split()))
    return Verdict(headers.get("x-frame-options", "").lower() in {"deny", "sameorigin"})


@rule(
    "referrer_policy",
    group=Group.PAGES,
    section="RFC 9700 §4.2.4",
    good="Other sites do not learn the address of a page (Referrer-Policy).",
    bad="The page does not say what other sites may learn about its address (Referrer-Policy).",
    flask='headers["Referrer-Policy"] = "no-referrer"',
    express="res.set('Referrer-Policy', 'no-referrer')",
)
def referrer_policy(stage: Stage) -> Verdict:
    page = first_page(stage)
    meta = _META_POLICY.search(page.text)
    said = page.headers.get("referrer-policy", "") or (meta[1] if meta else "")
    policies = [one.strip().lower() for one in said.split(",") if one.strip()]
    return Verdict(bool(policies) and policies[-1] in _POLICIES)


@rule(
    "cookie_secure",
    group=Group.SECRETS,
    section="ASVS 5.0 V3.3.1",
    good="Behind https, the session cookie is Secure.",
    bad="Behind https, the session cookie is not Secure: one http link shows it to the network.",
    flask='app.config["SESSION_COOKIE_SECURE"] = HOME_URL.startswith("https:")',
    express="app.set('trust proxy', 'loopback'); cookie: { secure: home.startsWith('https:') }",
)
def cookie_secure(stage: Stage) -> Verdict:
    if not stage.lets_people_in:
        raise CannotTry(f"behind https, nobody could sign in: {stage.why_nobody}")
    lines = session_cookies(stage)
    if not lines:
        raise CannotTry("behind https, the app set no cookie that signs anybody in")
    secure = all(re.search(r";\s*secure\b", line, re.I) for line in lines)
    has_prefix = all(line.startswith("__Host-") for line in lines)
    better = "" if has_prefix or not secure else "better still: a name that begins with __Host-"
    return Verdict(secure, better)


@rule(
    "debugger_off",
    group=Group.SECRETS,
    section="ASVS 5.0 V13.4.2",
    good="People never see a debugger or a traceback.",
    bad=(
        "People can see a debugger or a traceback: it gives away how "
        "the app works, and may run what they type."
    ),
    flask="app.run(debug=False), or better a server: waitress.serve(app)",
    express="NODE_ENV=production, or an error handler of your own",
)
def debugger_off(stage: Stage) -> Verdict:
    start = stage.home.start
    visitor = stage.visitor()
    probes = (
        f"{start}?__debugger__=yes&cmd=resource&f=debugger.js",
        f"{start}console",
        f"{start}%E0%A4%A",
        f"{start}no/such/page",
    )
    for probe in probes:
        visitor.open(probe)
    if any("Werkzeug" in one.text or "__debugger__" in one.text for one in visitor.of_app):
        return Verdict(False, "the debugger of Werkzeug answers")
    if any(TRACEBACK.search(one.text) for who in stage.visitors for one in who.of_app):
        return Verdict(False, "a traceback in a page")
    return Verdict(True)
