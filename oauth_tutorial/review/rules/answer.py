"""What the browser brings back, and from whom: the authorization response (RFC 6749 §4.1.2)."""

import re
from functools import partial

from oauth_tutorial.review.check import Group
from oauth_tutorial.review.rule import rule
from oauth_tutorial.review.rules.crash import crash
from oauth_tutorial.review.sign_in import changed
from oauth_tutorial.review.stage import Stage
from oauth_tutorial.review.verdict import CannotTry, Verdict
from oauth_tutorial.review.visitor import Seen

OTHER_ISSUER = "https://evil.example"
MARKUP = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "--><script>alert(2)</script>",
)


@rule(
    "state_bound_to_browser",
    group=Group.SESSION,
    section="RFC 9700 §4.7.1",
    good="Another person's answer is refused in a browser that never began to sign in.",
    bad="Bob's answer was accepted in another browser, which is now signed in as Bob (login "
    "CSRF): what its owner types goes to Bob's account.",
    flask='if not hmac.compare_digest(request.args.get("state", ""), session.pop("state", "-")):',
    express="if (req.query.state !== req.session.state) return res.sendStatus(400)",
)
def state_bound_to_browser(stage: Stage) -> Verdict:
    victim = stage.visitor()
    stage.look(victim)
    stage.arrive(victim, _answer_of_bob(stage))
    return Verdict(not stage.who(victim))


@rule(
    "state_bound_to_sign_in",
    group=Group.SESSION,
    section="RFC 9700 §4.7.1",
    good="Another person's answer is refused while this browser is signing in itself.",
    bad="Bob's answer was accepted in a browser that was about to sign in, which is now signed "
    "in as Bob (login CSRF).",
    flask='if not hmac.compare_digest(request.args.get("state", ""), session.pop("state", "-")):',
    express="if (req.query.state !== req.session.state) return res.sendStatus(400)",
)
def state_bound_to_sign_in(stage: Stage) -> Verdict:
    victim = stage.visitor()
    stage.ask(victim)
    stage.arrive(victim, _answer_of_bob(stage))
    return Verdict(not stage.who(victim))


def _answer_of_bob(stage: Stage) -> str:
    mallory = stage.visitor()
    return stage.decide(mallory, stage.ask(mallory), "bob")


@rule(
    "state_missing_refused",
    group=Group.SESSION,
    section="RFC 6749 §10.12",
    good="An answer without state is refused.",
    bad="An answer without state was accepted, so an attacker can leave it out, and state protects "
    "nothing.",
    flask='state = request.args.get("state", "")  # and refuse an empty one',
    express="if (!req.query.state) return res.sendStatus(400)",
)
def state_missing_refused(stage: Stage) -> Verdict:
    _ = stage.alice
    return Verdict(not stage.who(stage.come_back_from("bob", change=partial(changed, state=None))))


@rule(
    "state_wrong_refused",
    group=Group.SESSION,
    section="RFC 6749 §10.12",
    good="An answer with another state is refused.",
    bad="An answer with another state was accepted: what comes back is never compared.",
    flask='if not hmac.compare_digest(request.args.get("state", ""), session.pop("state", "-")):',
    express="if (req.query.state !== req.session.state) return res.sendStatus(400)",
)
def state_wrong_refused(stage: Stage) -> Verdict:
    _ = stage.alice
    other = partial(changed, state="x" * 43)
    return Verdict(not stage.who(stage.come_back_from("bob", change=other)))


@rule(
    "iss_compared",
    group=Group.SESSION,
    section="RFC 9207 §2.4",
    good="An answer that names another server, or none, is refused before the code is sent.",
    bad="The code was sent although iss names another server, or is missing: with two providers, "
    "one of them can get the other's codes (mix-up).",
    flask='if request.args.get("iss") != metadata["issuer"]:  # if its metadata promises iss',
    express="if (req.query.iss !== metadata.issuer) return … // if its metadata promises iss",
)
def iss_compared(stage: Stage) -> Verdict:
    _ = stage.alice
    taken = []
    for iss, said in ((OTHER_ISSUER, "another iss"), (None, "no iss")):
        mark = stage.mark()
        visitor = stage.come_back_from("bob", change=partial(changed, iss=iss))
        if stage.since(mark, "/token") or stage.who(visitor):
            taken.append(said)
    return Verdict(not taken, f"accepted with {' and with '.join(taken)}" if taken else "")


@rule(
    "callback_once",
    group=Group.WRONG,
    section="RFC 6749 §4.1.2",
    good="Opening the same callback a second time sends no code, and ends on a page.",
    bad="Opening the same callback a second time sent the code again, or failed: the service "
    "then revokes the tokens from the first time too.",
    flask='state = session.pop("state", None)  # it works once',
    express="delete req.session.state // it works once",
)
def callback_once(stage: Stage) -> Verdict:
    _ = stage.alice
    visitor = stage.visitor()
    callback = stage.decide(visitor, stage.ask(visitor))
    stage.arrive(visitor, callback)
    mark = stage.mark()
    stage.arrive(visitor, callback)
    if stage.since(mark, "/token"):
        return Verdict(False, "the code was sent again")
    trouble = crash(visitor)
    return Verdict(not trouble, trouble)


@rule(
    "callback_denied",
    group=Group.WRONG,
    section="RFC 6749 §4.1.2.1",
    good="A person who says no gets a page, and is not signed in.",
    bad="A person who says no gets an error, and no way to continue.",
    flask='if "code" not in request.args: return page("You were not signed in."), 400',
    express="if (!req.query.code) return res.status(400).send('You were not signed in.')",
)
def callback_denied(stage: Stage) -> Verdict:
    _ = stage.alice
    visitor = stage.visitor()
    stage.arrive(visitor, stage.decide(visitor, stage.ask(visitor), decision="deny"))
    trouble = crash(visitor)
    if not trouble and stage.who(visitor):
        return Verdict(False, "the person is signed in")
    return Verdict(not trouble, trouble)


@rule(
    "callback_junk",
    group=Group.WRONG,
    section="RFC 6749 §10.14",
    good="Whatever is sent to the callback, the answer is a page.",
    bad="Some queries make the callback fail: anyone can fill your log with tracebacks.",
    flask='request.args.get("code", "")  # never request.args["code"]',
    express="String(req.query.code ?? '') // it may be missing, a list or an object",
)
def callback_junk(stage: Stage) -> Verdict:
    base = _callback_of(stage)
    for query, said in _JUNK.items():
        visitor = stage.visitor()
        stage.ask(visitor)
        stage.arrive(visitor, f"{base}?{query}" if query else base)
        if trouble := crash(visitor):
            return Verdict(False, f"{said}: {trouble}")
    return Verdict(True)


_JUNK = {
    "": "no query",
    "code=junk&state=junk": "a made-up code and state",
    "code=%00%FF&state=%F0%9F%98%80": "bytes that are not text",
    "code=a&code=b&state=c&state=d&iss=e&iss=f": "everything twice",
    "code[]=a&state[x]=b&iss[]=c": "lists and objects in the query",
}


@rule(
    "error_text_escaped",
    group=Group.WRONG,
    section="ASVS 5.0 V1.2.1",
    good="Text from the answer is not written into the page as markup.",
    bad="Text from the answer was written into the page unescaped: a link can run a script in your "
    "app.",
    flask='render_template_string("{{ problem }}")  # a template escapes, an f-string does not',
    express="res.type('text').send(…), or a template that escapes",
)
def error_text_escaped(stage: Stage) -> Verdict:
    for markup in MARKUP:
        visitor = stage.visitor()
        state, base = stage.ask(visitor)["state"], _callback_of(stage)
        members = dict.fromkeys(("error", "error_description", "error_uri"), markup)
        answer = changed(base, **members, state=state, iss=stage.photobox.issuer)
        stage.arrive(visitor, answer)
        stage.arrive(visitor, changed(base, code=markup, state=markup, iss=markup))
        if any(markup.lstrip('">-') in _markup_of(seen) for seen in visitor.of_app):
            return Verdict(False)
    return Verdict(True)


def _markup_of(seen: Seen) -> str:
    """What a browser would read as markup: no JSON, no plain text, and no comment."""
    said = seen.headers.get("content-type", "")
    is_html = not said.strip() or re.search(r"html|xml", said, re.I)
    return re.sub(r"<!--.*?-->", "", seen.text, flags=re.S) if is_html else ""


def _callback_of(stage: Stage) -> str:
    base = stage.first_request["redirect_uri"].partition("?")[0]
    if not base:
        raise CannotTry("the app sends no redirect_uri")
    if not stage.home.has(base):
        raise CannotTry(stage.home.unlike(base))
    return base


@rule(
    "code_leaves_address_bar",
    group=Group.SECRETS,
    section="RFC 6749 §3.1.2.5",
    good="After the callback the browser is sent on, so the code is not in the address bar.",
    bad="The code stays in the address bar, in the history, and in what the next site gets to "
    "see (Referer).",
    flask='return redirect("./", 303)',
    express="res.redirect(303, './')",
)
def code_leaves_address_bar(stage: Stage) -> Verdict:
    return Verdict("code=" not in stage.alice.page.address)
