"""What the app does when the service misbehaves."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from oauth_tutorial.review.check import Group
from oauth_tutorial.review.people import named
from oauth_tutorial.review.rule import rule
from oauth_tutorial.review.rules.crash import crash
from oauth_tutorial.review.stage import Stage
from oauth_tutorial.review.verdict import DoesNotApply, Verdict
from oauth_tutorial.review.visitor import Visitor

MOST_SILENCE = 15  # seconds that the app may wait for an answer
AN_HOUR = 3700  # seconds, and a little: access tokens of PhotoBox live for an hour
_CATCH = "except (requests.RequestException, ValueError, KeyError): return page(problem), 502"
_TRY = "try { … } catch { res.status(502).send('Please try again.') }"


@contextmanager
def _fault(stage: Stage, name: str, **how: object) -> Iterator[None]:
    stage.photobox.faults.add(name, **how)  # type: ignore[arg-type]
    try:
        yield
    finally:
        stage.photobox.faults.clear()


def _survives(*faults: str) -> Callable[[Stage], Verdict]:
    """Return a check that a sign-in ends on a page even if the token endpoint fails."""

    def look(stage: Stage) -> Verdict:
        _ = stage.alice
        for name in faults:
            with _fault(stage, name):
                visitor = stage.come_back_from("bob")
                trouble = crash(visitor)
            if trouble:
                return Verdict(False, f"{name}: {trouble}")
        return Verdict(True)

    return look


token_endpoint_refuses = rule(
    "token_endpoint_refuses",
    group=Group.WRONG,
    section="RFC 6749 §5.2",
    good="A refused token request leads to a page.",
    bad="A refused token request leads to an unhandled error.",
    flask='if "access_token" not in answer: return page(problem), 502',
    express="if (!answer.ok) return res.status(502).send('Please try again.')",
)(_survives("code_reused", "error_with_200", "rate_limited"))

token_endpoint_broken = rule(
    "token_endpoint_broken",
    group=Group.WRONG,
    section="ASVS 5.0 V16.5.1",
    good="A token endpoint that answers with HTML, nothing or a form leads to a page.",
    bad="A token endpoint that answers with HTML, nothing or a form leads to an unhandled error.",
    flask=_CATCH,
    express=_TRY,
)(_survives("html_500", "empty_body", "form_encoded"))

token_endpoint_gone = rule(
    "token_endpoint_gone",
    group=Group.WRONG,
    section="ASVS 5.0 V16.5.2",
    good="A token endpoint that closes the connection leads to a page.",
    bad="A token endpoint that closes the connection leads to an unhandled error.",
    flask=_CATCH,
    express=_TRY,
)(_survives("dropped_connection"))


@rule(
    "token_endpoint_silent",
    group=Group.WRONG,
    section="ASVS 5.0 V13.2.6",
    good="The app gives up on a token endpoint that never answers, and the person gets a page.",
    bad="The app waits for ever for a token endpoint that never answers, or ends in an unhandled "
    "error: a few such sign-ins stop the whole app.",
    flask="requests.post(token_endpoint, data=form, timeout=5)",
    express="fetch(token_endpoint, { …, signal: AbortSignal.timeout(5_000) })",
)
def token_endpoint_silent(stage: Stage) -> Verdict:
    visitor = stage.visitor()
    callback = stage.decide(visitor, stage.ask(visitor))
    visitor.patience = MOST_SILENCE
    with _fault(stage, "slow_answer", seconds=MOST_SILENCE + 5):
        stage.arrive(visitor, callback)
        trouble = crash(visitor)
    if trouble == "no answer":
        trouble = f"the review gave up after {MOST_SILENCE} seconds"
    return Verdict(not trouble, trouble)


@rule(
    "scope_narrowed",
    group=Group.WRONG,
    section="RFC 6749 §3.3",
    good="A person who allows less than was asked for gets a page.",
    bad="A person who allows less than was asked for gets an error.",
    flask='photos = answer.json()["photos"] if answer.ok else []',
    express="const photos = answer.ok ? (await answer.json()).photos : []",
)
def scope_narrowed(stage: Stage) -> Verdict:
    asked = stage.alice.request["scope"].split()
    if len(asked) < 2:
        raise DoesNotApply("the app asks for only one scope, which a person allows or not")
    for scope in asked:
        if scope == "openid":
            continue
        visitor = stage.visitor()
        stage.arrive(visitor, stage.decide(visitor, stage.ask(visitor), untick=(scope,)))
        trouble = crash(visitor)
        if not trouble:
            stage.look(visitor)
            trouble = crash(visitor)
        if trouble:
            return Verdict(False, f"without {scope}: {trouble}")
    return Verdict(True)


@rule(
    "api_broken",
    group=Group.WRONG,
    section="ASVS 5.0 V16.5.2",
    good="An API that fails leads to a page.",
    bad="An API that fails makes the app fail too.",
    flask=_CATCH,
    express=_TRY,
)
def api_broken(stage: Stage) -> Verdict:
    visitor, mark = stage.alice.visitor, stage.mark()
    for name in ("html_500", "dropped_connection"):
        for at in ("/api", "/userinfo"):
            with _fault(stage, name, times=None, at=at):
                stage.look(visitor)
                trouble = crash(visitor)
            if trouble:
                return Verdict(False, trouble)
    _must_have_asked(stage, mark)
    return Verdict(True)


@rule(
    "api_refuses",
    group=Group.WRONG,
    section="RFC 7009 §2.1",
    good="A person who has withdrawn their consent is asked to sign in again.",
    bad="A person who has withdrawn their consent gets an error or an empty page, and no way to "
    "sign in again.",
    flask="if photos.status_code == 401: session.clear()  # and show the sign-in again",
    express="if (answer.status === 401) return req.session.destroy(() => res.redirect('./'))",
)
def api_refuses(stage: Stage) -> Verdict:
    _ = stage.alice
    visitor, mark = stage.come_back_from("alice"), stage.mark()
    newest = next(reversed(stage.photobox.store.access_tokens.values()))
    newest.grant.alive = False
    stage.look(visitor)
    _must_have_asked(stage, mark)
    return _asks_again(stage, visitor)


def _asks_again(stage: Stage, visitor: Visitor) -> Verdict:
    if trouble := crash(visitor):
        return Verdict(False, trouble)
    return Verdict(stage.offers_sign_in(visitor), "")


def _must_have_asked(stage: Stage, mark: int) -> None:
    if not any(stage.since(mark, path) for path in ("/api/photos", "/api/me", "/userinfo")):
        raise DoesNotApply("the app calls no API once somebody is signed in")


@rule(
    "token_expired",
    group=Group.WRONG,
    section="RFC 6749 §6",
    good="After an hour, the token is renewed, or the person is asked to sign in again.",
    bad="After an hour, the person gets an empty page or an error, without a reason.",
    flask='if photos.status_code == 401 and renew(token): photos = ask_api("photos")',
    express="if (answer.status === 401 && await renew(req.session)) answer = await photos()",
)
def token_expired(stage: Stage) -> Verdict:
    _ = stage.alice
    visitor = stage.come_back_from("alice")
    fresh, mark = stage.look(visitor)[-1], stage.mark()
    with stage.photobox.clock.borrowed() as clock:
        clock.advance(seconds=AN_HOUR)
        later = stage.look(visitor)
        trouble = crash(visitor)
        _must_have_asked(stage, mark)
        if trouble:
            return Verdict(False, trouble)
        if not later or not _says_the_same(later[-1].text, fresh.text):
            return Verdict(stage.offers_sign_in(visitor), "")
        clock.advance(seconds=AN_HOUR)
        trouble = _at_a_renewal_that_fails(stage, visitor)
    return Verdict(not trouble, trouble or "renewed")


def _at_a_renewal_that_fails(stage: Stage, visitor: Visitor) -> str:
    """Answer the next renewal with a page; :func:`api_refuses` has the one that is refused."""
    stage.photobox.spoils_tokens = True
    try:
        stage.look(visitor)
    finally:
        stage.photobox.spoils_tokens = False
    trouble = crash(visitor)
    return f"HTML in answer to a renewal: {trouble}" if trouble else ""


@rule(
    "refresh_token_kept",
    group=Group.WRONG,
    section="RFC 6749 §6",
    good="Each renewal's new refresh token is kept.",
    bad="The second renewal failed: the new refresh token from the first was not kept, and using "
    "the old one again revokes them all.",
    flask="token |= answer.json()  # the new refresh token is in it; the old one stays without one",
    express="Object.assign(req.session.token, await answer.json())",
)
def refresh_token_kept(stage: Stage) -> Verdict:
    _ = stage.alice
    visitor, mark = stage.come_back_from("alice"), stage.mark()
    fresh = stage.look(visitor)[-1]
    with stage.photobox.clock.borrowed() as clock:
        for time in ("first", "second"):
            clock.advance(seconds=AN_HOUR)
            later = stage.look(visitor)
            renewals = [
                one
                for one in stage.since(mark, "/token")
                if one.parameters.get("grant_type") == "refresh_token"
            ]
            if not renewals:
                raise DoesNotApply("the app renews no token")
            if not later or not _says_the_same(later[-1].text, fresh.text):
                return Verdict(False, f"the page after the {time} renewal is different")
    return Verdict(True)


def _says_the_same(one: str, other: str) -> bool:
    """Whether two pages say the same to a person: a form's token may differ."""
    return bool(named(one)) and named(one) == named(other) and abs(len(one) - len(other)) < 50
