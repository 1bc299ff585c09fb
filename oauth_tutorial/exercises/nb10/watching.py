"""What the exercises of notebook 10 ask beside ``review``: what the function itself did."""

import base64
import re
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from http.cookiejar import Cookie
from itertools import combinations

from oauth_tutorial.exercises.issuers import similar
from oauth_tutorial.exercises.nb10.app_exercise import RAISES
from oauth_tutorial.exercises.nb10.routes import told
from oauth_tutorial.practice.model.log import Entry
from oauth_tutorial.review.check import Group
from oauth_tutorial.review.rule import Rule
from oauth_tutorial.review.rules.secrets import first_page
from oauth_tutorial.review.rules.trouble import AN_HOUR, refresh_token_kept
from oauth_tutorial.review.sign_in import changed
from oauth_tutorial.review.stage import Stage
from oauth_tutorial.review.verdict import CannotTry, DoesNotApply, Verdict
from oauth_tutorial.text.plain import plain
from oauth_tutorial.text.readers import read_object
from oauth_tutorial.text.redaction import hide_random

_ERROR = re.compile(r"^(?:[\w.]+\.)?(\w*(?:Error|Exception|Exit))(?:: (.*))?$", re.M)
_LEAST = 10  # characters of an id: 60 bits, where each is one of 64
_ALIKE = 0.5  # of their characters: of numbers drawn at random a tenth is
OF_RANDOM, OF_THE_TIME = "it is made of the module random", "it is made of the time"
EMPTIED = "refresh_token is in the dictionary, with no value"
NOT_SENT = " was not sent"
KEPT_ID = "it is the id that was there before the sign-in"
OF_THE_ADDRESS = "it is in the address that led back to the app"
_MADE_OF = {
    **{"random": OF_RANDOM, "clock": OF_THE_TIME},
    **{"the old id": KEPT_ID, "the address": OF_THE_ADDRESS},
}
_PATIENCE = 2.0  # seconds: what a process writes arrives a little later than its answer


def _own(name: str, good: str, bad: str, look: Callable[[Stage], Verdict]) -> Rule:
    return Rule(
        name=name,
        group=Group.SESSION,
        section="",
        good=good,
        bad=bad,
        flask="",
        express="",
        look=look,
    )


def _raised(stage: Stage) -> Verdict:
    """Find the last line of a traceback in what the app wrote."""
    failed = any(one.status == 500 for visitor in stage.visitors for one in visitor.of_app)
    end = time.monotonic() + (_PATIENCE if failed else 0)
    while not (found := _ERROR.findall(stage.copy.said())) and time.monotonic() < end:
        time.sleep(0.02)
    if not found:
        return Verdict(True)
    kind, says = found[-1]
    return Verdict(False, f"{kind}: {plain(hide_random(says), 120)}" if says else kind)


def _renewal_sent(stage: Stage) -> Verdict:
    """Look at what PhotoBox received an hour later."""
    _ = stage.alice
    visitor, mark = stage.come_back_from("alice"), stage.mark()
    with stage.photobox.clock.borrowed() as clock:
        clock.advance(seconds=AN_HOUR)
        stage.look(visitor)
    sent = stage.since(mark, "/token")
    if not sent:
        return Verdict(False, "no token request")
    refused = next((one for one in sent if one.status != 200), None)
    return Verdict(refused is None, _why(refused) if refused else "")


def _why(entry: Entry) -> str:
    failed = entry.checks.failed
    return failed.name if failed else str(entry.status)


def _old_one_stays(stage: Stage) -> Verdict:
    """Renew twice at a service that sends no refresh token along."""
    stage.photobox.options.refresh_returned = False
    try:
        return refresh_token_kept.look(stage)
    except DoesNotApply as why:
        raise CannotTry(str(why)) from None
    finally:
        stage.photobox.options.refresh_returned = True


def _renewed_once(stage: Stage) -> Verdict:
    """Call the function itself, at a service that sends no refresh token along."""
    came = _first_renewal(stage)
    if "refresh_token" in _names(came, "empty"):
        return Verdict(False, EMPTIED)
    if "refresh_token" not in _names(came):
        return Verdict(False, "the refresh_token is no longer in the dictionary")
    return Verdict(bool(came["worked"]), "there is a new token, and what came back is not true")


def _first_renewal(stage: Stage) -> dict[str, object]:
    stage.photobox.options.refresh_returned = False
    try:
        came = told(stage, "renew")
    finally:
        stage.photobox.options.refresh_returned = True
    if came["error"] or not came["renewed"]:
        raise CannotTry("not even one renewal works")
    return came


def _names(came: Mapping[str, object], which: str = "names") -> set[object]:
    names = came[which]
    return {*names} if isinstance(names, list) else set()


def _failure_told(stage: Stage) -> Verdict:
    """Call the function itself, where no token comes."""
    before = _names(_first_renewal(stage))
    for case, fails in _FAILURES.items():
        came = told(stage, "renew", fails)
        error = plain(hide_random(str(came["error"])), 120)
        if error and (case == REFUSED or not error.startswith("Trouble")):
            return Verdict(False, f"{case}: {error}")
        if came["worked"]:
            return Verdict(False, f"{case}: what the function returned is true")
        if changed := sorted(map(str, _names(came) ^ before)):
            has = "in" if {*changed} - before else "no longer in"
            return Verdict(False, f"{case}: {has} the dictionary: {', '.join(changed)}")
    return Verdict(True)


@contextmanager
def _refused(stage: Stage) -> Iterator[None]:
    """Let the person who signed in last withdraw their consent."""
    newest = next(reversed(stage.photobox.store.access_tokens.values()))
    newest.grant.alive = False
    yield


@contextmanager
def _html(stage: Stage) -> Iterator[None]:
    stage.photobox.spoils_tokens = True
    try:
        yield
    finally:
        stage.photobox.spoils_tokens = False


@contextmanager
def _error_with_200(stage: Stage) -> Iterator[None]:
    stage.photobox.faults.add("error_with_200")
    try:
        yield
    finally:
        stage.photobox.faults.clear()


REFUSED, HTML, ERROR_WITH_200 = "a refusal", "HTML with status 200", "an error with status 200"
_FAILURES = {REFUSED: _refused, HTML: _html, ERROR_WITH_200: _error_with_200}


def _similar_refused(stage: Stage) -> Verdict:
    """Send one answer back under one issuer after the other; none of them may be exchanged."""
    _ = stage.alice
    visitor = stage.visitor()
    callback, mark = stage.decide(visitor, stage.ask(visitor)), stage.mark()
    for which, iss, _ in similar(stage.photobox.issuer):
        stage.arrive(visitor, changed(callback, iss=iss))
        if stage.since(mark, "/token"):
            return Verdict(False, f"{which} passes: {iss!r}")
    return Verdict(True)


def with_header(rule: Rule, name: str) -> Rule:
    """Return a rule of a page's header that says what came, where it is broken.

    Args:
        rule: Of ``review``.
        name: The header's.
    """

    def look(stage: Stage) -> Verdict:
        verdict = rule.look(stage)
        came = first_page(stage).headers.get(name.lower())
        said = f"{name}: {plain(came, 120)}" if came else f"{name}{NOT_SENT}"
        return verdict if verdict.passed else Verdict(False, said)

    return replace(rule, look=look)


def _begins_anew(stage: Stage) -> Verdict:
    """Compare what Flask's cookie held before the sign-in and after it."""
    alice = stage.alice
    before, after = _held(alice.before), _held(alice.after)
    stayed = sorted(name for name, value in before.items() if after.get(name) == value)
    names, is_or_are = " and ".join(stayed), "is" if len(stayed) == 1 else "are"
    return Verdict(not stayed, f"{names} {is_or_are} as before the sign-in" if stayed else "")


def _is_guessed(stage: Stage) -> Verdict:
    """Compare the ids of three sign-ins: short ones, or alike, can be guessed."""
    ids = [_held(stage.alice.after).get("sid")]
    for person in ("bob", "alice"):
        visitor = stage.visitor()
        stage.arrive(visitor, stage.decide(visitor, stage.ask(visitor), person))
        ids.append(_held(visitor.cookies()).get("sid"))
    if None in ids:
        raise CannotTry("the cookie holds no sid")
    texts = [str(one) for one in ids]
    if shortest := min((len(one) for one in texts if len(one) < _LEAST), default=0):
        return Verdict(False, f"an id of {shortest} character{'' if shortest == 1 else 's'}")
    alike = max(sum(map(str.__eq__, *pair)) / len(pair[0]) for pair in combinations(texts, 2))
    if alike >= _ALIKE:
        return Verdict(False, f"two ids have {alike:.0%} of their characters in common")
    made_of = str(told(stage, "remember")["made_of"])
    return Verdict(not made_of, _MADE_OF.get(made_of, ""))


def _held(cookies: Iterable[Cookie]) -> dict[str, object]:
    held: dict[str, object] = {}
    for cookie in cookies:
        value = cookie.value or ""
        word = value.lstrip(".").partition(".")[0]
        with suppress(ValueError, zlib.error):
            raw = base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))
            raw = zlib.decompress(raw) if value.startswith(".") else raw
            held |= read_object(raw.decode("utf-8", "replace"))
    return held


FUNCTION_RAISES = _own(
    RAISES, "No function raises an exception.", "A function raised an exception.", _raised
)
RENEWAL_SENT = _own(
    "renewal_sent",
    "An hour later PhotoBox gets a token request that it can answer.",
    "An hour later PhotoBox gets no token request that it can answer.",
    _renewal_sent,
)
OLD_ONE_STAYS = _own(
    "old_refresh_token_stays",
    "Where no new refresh token comes, the old one is used again.",
    "Where no new refresh token comes, the old one is gone.",
    _old_one_stays,
)
RENEWED_ONCE = _own(
    "renewed_once",
    "A renewal is told; where no new refresh token comes, the old one stays in the dictionary.",
    "The dictionary, or what the function returned, does not say what happened.",
    _renewed_once,
)
FAILURE_TOLD = _own(
    "failure_told",
    "Where no token comes, the function returns False, and leaves the dictionary as it was.",
    "Where no token comes, the function does not say so.",
    _failure_told,
)
NOT_GUESSED = _own(
    "id_not_guessed",
    "An id says nothing about the next one.",
    "An id gives the next one away.",
    _is_guessed,
)
SIMILAR_REFUSED = _own(
    "similar_iss_refused",
    "An answer whose iss only resembles the issuer is refused.",
    "An answer whose iss only resembles the issuer was exchanged.",
    _similar_refused,
)
BEGINS_ANEW = _own(
    "session_begins_anew",
    "Nothing of the session before the sign-in is in the new one.",
    "Something of the session before the sign-in is in the new one.",
    _begins_anew,
)
