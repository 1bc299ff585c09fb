"""An attack is run against a PrintShop, and PhotoBox's log says who won."""

import inspect
import textwrap
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import requests

from oauth_tutorial import practice
from oauth_tutorial.exercises.attacks.mallory import Browser, Mallory
from oauth_tutorial.exercises.attacks.played import Played, source_of
from oauth_tutorial.exercises.attacks.shop import PrintShop
from oauth_tutorial.exercises.attacks.site import ShopSite
from oauth_tutorial.grading.blank import has_blank
from oauth_tutorial.grading.calling import LearnersError, call
from oauth_tutorial.grading.near import near_miss
from oauth_tutorial.practice.model.checks import Check
from oauth_tutorial.practice.model.log import Entry
from oauth_tutorial.practice.model.redirect_uris import without_ports
from oauth_tutorial.practice.service import PhotoBox
from oauth_tutorial.text.plain import plain
from oauth_tutorial.text.readers import read_object
from oauth_tutorial.wire import sent_by

Steps = Callable[[ShopSite, Browser, Mallory], requests.Response | None]


@dataclass(frozen=True, slots=True, repr=False)
class Verdict:
    """Who won, by PhotoBox's log.

    Attributes:
        mallory_wins: Whether the log shows that she got what she wanted.
        text: What was lost, or what ended the attack.
        rule: The rule of PhotoBox that ended it; None when nothing reached PhotoBox.
        shop_works: Whether Alice can still use PrintShop.
        entry: The request in PhotoBox's log that decided it, or None.
        page: What PrintShop's page says, where it refused. Default: nothing.
    """

    mallory_wins: bool
    text: str
    rule: Check | None = None
    shop_works: bool = True
    entry: Entry | None = field(default=None, compare=False)
    page: str = field(default="", compare=False)

    def __repr__(self) -> str:
        if not self.shop_works:
            return f"PrintShop is broken: {self.text}"
        return f"{'Mallory wins' if self.mallory_wins else 'The attack fails'}: {self.text}"


@dataclass(frozen=True, kw_only=True)
class Attack:
    """One attack of the notebook.

    Args:
        name: What it is called.
        story: What happens, in two sentences.
        section_9700: Where RFC 9700 treats it.
        section_6819: Where RFC 6819 has it, or its nearest relative.
        steps: What Mallory does; the last answer that she, or Alice, gets is what she is after.
        flaw: The arguments of a PrintShop that falls to it.
        fix: The arguments that fix it.
        proof: What PhotoBox's own answer holds when it worked.
        loss: What was lost, for the verdict.
        code: The function of PrintShop in which the mistake is; it is in *flaw*, too.
        seam: The argument of :class:`PrintShop` that a learner's own one is given as.
        besides: More of PrintShop's functions that the round shows. Default: none.
        whose: Whose code it is. Default: PrintShop's.
        on_alice: Whether it is Alice's browser that ends where Mallory wants it. Default: no.
        lie: Whether PhotoBox shows its misleading consent page. Default: no.
    """

    name: str
    story: str
    section_9700: str
    section_6819: str
    steps: Steps = field(repr=False)
    flaw: Mapping[str, Any] = field(repr=False)
    fix: Mapping[str, Any] = field(repr=False)
    proof: str = field(repr=False)
    loss: str = field(repr=False)
    code: Callable[..., object] = field(repr=False)
    seam: str = field(repr=False)
    besides: tuple[Callable[..., object], ...] = ()
    whose: str = "PrintShop"
    on_alice: bool = False
    lie: bool = False

    def vulnerable(self) -> PrintShop:
        """Return the PrintShop that falls to it."""
        return PrintShop(**self.flaw)

    def fixed(self) -> PrintShop:
        """Return the same PrintShop, fixed."""
        return PrintShop(**{**self.flaw, **self.fix})

    def with_its(self, function: object) -> PrintShop:
        """Return the PrintShop that falls to it, with another function in the mistake's place."""
        return PrintShop(**{**self.flaw, self.seam: function})

    def catch_up(self, shop: PrintShop) -> PrintShop:
        """Return the learner's PrintShop, its blanks filled in with the fix."""
        blank = [name for name in self.fix if has_blank(getattr(shop, name))]
        if not blank:
            return shop
        print(f"Catch-up: PrintShop uses the solution's {' and '.join(blank)}.")
        return replace(shop, **{name: self.fix[name] for name in blank})

    def play(self, steps: Any) -> Played:
        """Let the learner's Mallory attack the PrintShop that falls to it. Never raises.

        Args:
            steps: The learner's ``attack(shop, alice, mallory)``; what it returns is the last
                answer that she, or Alice, got.
        """
        if has_blank(steps):
            return self._played("Not attempted", _NOT_PLAYED.format(self.whose))
        if not callable(steps):
            return self._played("Not yet", _NO_FUNCTION)
        try:
            verdict = self._run(self.vulnerable(), partial(call, steps))
        except LearnersError as learners:
            return self._played("Not yet", learners.says("Mallory's step", with_input=False))
        head = "Mallory wins" if verdict.mallory_wins else "Not yet"
        says = f" PrintShop's page says: “{verdict.page}”" if verdict.page else ""
        return self._played(head, f"{verdict.text}{says}", verdict)

    def _played(self, head: str, text: str, verdict: Verdict | None = None) -> Played:
        code = "\n\n\n".join(map(source_of, (*self.besides, self.code)))
        note = _STUCK.format(self.steps.__name__.lstrip("_")) if head == "Not yet" else ""
        return Played(self.whose, code, head, text, verdict, note)

    def run(self, shop: PrintShop) -> Verdict:
        """Let Alice sign in as usual, then let Mallory attack, and read PhotoBox's log."""
        return self._run(shop, self.steps)

    def _run(self, shop: PrintShop, steps: Callable[..., Any]) -> Verdict:
        photobox = practice.start()
        if unfit := shop.unfit():
            return Verdict(False, unfit, shop_works=False)
        with _scene(self, shop, photobox) as (site, mallory):
            if not _sees_her_photos(site, photobox):
                return Verdict(False, _locked_out(shop), shop_works=False)
            alice, since = Browser("alice"), _newest(photobox)
            try:
                with sent_by("Mallory"):
                    got = steps(site, alice, mallory)
                if isinstance(got, requests.Response) and (got is alice.last) != self.on_alice:
                    return Verdict(False, _IN_VAIN[self.on_alice])
                return self._judge(photobox, since, got)
            finally:
                alice.close()

    def _judge(self, photobox: PhotoBox, since: int, got: object) -> Verdict:
        number = _number_of(got) if isinstance(got, requests.Response) else 0
        entry = photobox.log.find(number) if number > since else None
        if entry is not None and entry.status < 300 and self.proof in entry.response_body:
            return Verdict(True, self.loss.format(**_seen(entry)), entry=entry)
        if entry is not None and entry.status < 300 and entry.path.startswith("/api"):
            return Verdict(False, _NOT_HERS.format(**_seen(entry)), entry=entry)
        is_refused = entry is not None and entry.checks.failed is not None
        broken = entry if is_refused else _first_broken_rule(photobox, since)
        if broken is None or broken.checks.failed is None:
            return Verdict(
                False,
                "PhotoBox got nothing that Mallory sent or stole.",
                page=_refusal_of(got) if isinstance(got, requests.Response) else "",
            )
        rule = broken.checks.failed
        text = f"PhotoBox refused it. The rule: {rule.sentence} ({rule.section}).{_compared(rule)}"
        return Verdict(False, text, rule, entry=broken)

    def __repr__(self) -> str:
        body = inspect.getsource(self.steps).partition('"""\n')[2]
        steps = textwrap.indent(textwrap.dedent(body).rstrip(), "    ")
        return f"{self.name}: {self.section_9700}, {self.section_6819}\n\n{steps}"


_STUCK = "Stuck? print({}) shows all her steps."
_NOT_PLAYED = "this is {}'s code. Write Mallory's step in place of ____, and run this again."
_NO_FUNCTION = "play(…) wants the function itself: its name, without parentheses."
_NOT_HERS = "what came back shows {photos}: that is not what Mallory is after."
_IN_VAIN = {
    False: "Alice alone saw her photos. Return the answer that Mallory gets.",
    True: "that answer came to Mallory's browser. It is Alice's that must open the address.",
}


def _compared(rule: Check) -> str:
    """Say of a redirect URI how it misses the registered one; nothing of another rule."""
    if rule.name != "redirect_uri_registered" or not rule.expected:
        return ""
    registered, asked = without_ports(rule.expected.strip("'"), rule.received.strip("'"))
    misses = "is not" if asked.startswith(registered) else "does not begin with"
    how = near_miss(registered, asked)
    return f" {plain(asked)} {misses} {registered}, which is registered{f': {how}' if how else ''}."


def _refusal_of(answer: requests.Response) -> str:
    """Return the sentence of PrintShop's page, where it refuses."""
    if answer.status_code < 400:
        return ""
    return plain(answer.text.rpartition("<p>")[2].partition("</p>")[0])


def _number_of(answer: requests.Response) -> int:
    number = answer.headers.get("X-Request-Id", "")
    return int(number) if number.isdecimal() else 0


@contextmanager
def _scene(
    attack: Attack, shop: PrintShop, photobox: PhotoBox
) -> Iterator[tuple[ShopSite, Mallory]]:
    """Put PrintShop and Mallory on loopback; the clock is right before and after it."""
    options = photobox.options
    photobox.clock.rewind()
    before = options.loose_redirect_uri, options.misleading_consent, options.compare_redirect_uri
    options.loose_redirect_uri, options.misleading_consent = shop.loosely_registered, attack.lie
    options.compare_redirect_uri = shop.compare
    mallory = Mallory(photobox)
    issuers = {"photobox": photobox.issuer, "evilbox": mallory.address}
    site = ShopSite(shop, issuers, advert=f"{mallory.address}/advert.png")
    try:
        yield site, mallory
    finally:
        site.stop()
        mallory.stop()
        photobox.clock.rewind()
        options.loose_redirect_uri, options.misleading_consent, options.compare_redirect_uri = (
            before
        )


def _sees_her_photos(site: ShopSite, photobox: PhotoBox) -> bool:
    """A fix that keeps everybody out is none."""
    browser, since = Browser("alice"), _newest(photobox)
    browser.sign_in(site.login)
    browser.close()
    return any(
        entry.number > since and entry.path == "/api/photos" and entry.status == 200
        for entry in list(photobox.log)
    )


def _locked_out(shop: PrintShop) -> str:
    """Say that Alice is kept out, and by which argument, where it is easily seen."""
    says = "Alice cannot see her own photos any more"
    if shop.verifier is None or callable(shop.verifier):
        return f"{says}."
    return f"{says}: verifier is a function, with no () behind it. PrintShop calls it each time."


def _newest(photobox: PhotoBox) -> int:
    return photobox.log[-1].number if photobox.log else 0


def _first_broken_rule(photobox: PhotoBox, since: int) -> Entry | None:
    broken = [e for e in list(photobox.log) if e.number > since and e.checks.failed]
    # a token that has expired is part of every day
    return next((e for e in broken if e.checks[-1].name != "token_valid"), None)


def _seen(entry: Entry) -> dict[str, object]:
    """What the API's answer shows to who got it."""
    answer = read_object(entry.response_body)
    titles = [photo["title"] for photo in answer.get("photos", [])]
    copies = answer.get("copies")
    prints = f"{copies} print{'' if copies == 1 else 's'}"
    return {"photos": ", ".join(titles), "prints": prints}
