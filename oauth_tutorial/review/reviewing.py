"""``review(app)``: start a copy of an app, sign in as people and attackers do, and judge."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.network.server import is_virtual
from oauth_tutorial.review.check import Check
from oauth_tutorial.review.copies.asked import Asked, read_asked
from oauth_tutorial.review.copies.copy import FLOODED, DoesNotRun
from oauth_tutorial.review.copies.loaded import LoadedCopy
from oauth_tutorial.review.copies.process import ProcessCopy, free_port
from oauth_tutorial.review.finding import needs_script
from oauth_tutorial.review.home import Home
from oauth_tutorial.review.photobox import OwnPhotoBox
from oauth_tutorial.review.result import Review
from oauth_tutorial.review.rule import Rule, judged, not_tried
from oauth_tutorial.review.rules.pages import cookie_secure
from oauth_tutorial.review.rules.secrets import no_secret_in_log
from oauth_tutorial.review.rules.table import BEHIND_HTTPS, RULES
from oauth_tutorial.review.stage import Stage
from oauth_tutorial.text.nearest import did_you_mean
from oauth_tutorial.text.plain import plain

MOST_SECONDS = 120  # of a review; what is left then is not tried
MOST_STARTS = 4  # of an app that ends by itself
Progress = Callable[[int, int, str], object]
"""Is told how many checks are done, of how many, and the name of the next one."""


def review(
    app: str | Path | Sequence[str],
    *,
    only: Sequence[str] = (),
    progress: Progress = lambda done, total, name: None,
) -> Review:
    """Grade a web application that signs people in (RFC 9700, OWASP ASVS 5.0).

    It starts a copy of the app with a practice service of its own, drives both as several
    people and an attacker would, and judges by what the service and the browsers saw. Nothing
    that runs already is touched; copy and service are ended again.

    The copy gets the environment variables ``PHOTOBOX`` (the issuer), ``HOME_URL`` (the address
    that browsers use), ``PORT`` (where to listen on 127.0.0.1), ``CLIENT_ID`` and
    ``CLIENT_SECRET``. Any path below ``HOME_URL`` is registered as a redirect URI.

    Args:
        app: A Python file; or a command, as one text or as its words. Where no process can be
            started, a Python file with a WSGI application called ``app``.
        only: The names of the checks to try. Default: every one.
        progress: Is told of each check before it is tried. Default: nobody is.

    Returns:
        The checks; ``problem`` says why if the app does not run or has no sign-in.

    Raises:
        InvalidArgument: When there is no such file or program, or no such check.

    Example:
        ``review("printshop.py").exit_status`` is 0 where every check passed
    """
    return reviewed(read_asked(app), rules_named(only) or RULES, progress)


def rules_named(names: Sequence[str]) -> tuple[Rule, ...]:
    """Return the rules with those names, the most harmful first.

    Raises:
        InvalidArgument: When there is none with a name; the error says which one is close.
    """
    if isinstance(names, str):
        names = [names]
    known = {rule.name: rule for rule in RULES}
    for name in names:
        if name not in known:
            raise InvalidArgument(
                f"There is no check {plain(str(name), 60)!r}.{did_you_mean(str(name), known)}",
                hint="docs/review.md lists all of them.",
            )
    return tuple(rule for name, rule in known.items() if name in names)


def reviewed(asked: Asked, rules: Sequence[Rule], progress: Progress) -> Review:
    """Check an app against some rules; see :func:`review`."""
    behind = [rule for rule in rules if rule in BEHIND_HTTPS]
    beside, sitting = _Behind(asked, behind), _Sitting(asked, progress, len(rules))
    try:
        checks = sitting.hold(
            [rule for rule in rules if rule not in BEHIND_HTTPS], when_it_runs=beside.start
        )
        checks += beside.wait()
    except DoesNotRun as problem:
        nothing = [not_tried(rule, "the app did not run") for rule in rules]
        return Review(name=_name(asked), checks=tuple(nothing), problem=str(problem))
    finally:
        beside.wait()
    in_order = sorted(checks, key=lambda check: [rule.name for rule in rules].index(check.name))
    return Review(name=_name(asked), checks=tuple(in_order), problem=sitting.problem)


NO_WAY_IN = (
    "No way to sign in was found: no link and no button on its first pages leads to the "
    "authorization endpoint of PHOTOBOX. A review's browser runs no scripts, so it has to be "
    "a link or a form. Take every address of the service from the environment variable "
    "PHOTOBOX, or from its metadata."
)
_NO_WAY = "no way to sign in was found"


def _why_no_way(stage: Stage) -> str:
    if stage.copy.floods:
        return FLOODED
    said = stage.copy.last_lines()
    if stage.has_lost_the_app:
        return f"It stopped by itself when its first pages were opened. {said}"
    first = next(iter(stage.visitors[-1].of_app), None)
    if first is None:
        return f"It gave no answer that a browser could read at {stage.home.start}. {said}"
    if first.status >= 400:
        return f"Its first page, {stage.home.start}, answered with status {first.status}. {said}"
    return _why_not_here(stage, first.text)


def _why_not_here(stage: Stage, page: str) -> str:
    """Say where the sign-in leads instead, or what it needs, if that can be seen."""
    if host := next((one for who in stage.visitors for one in who.left_for if one), ""):
        return (
            f"No way to sign in was found: the app sends the browser to {plain(host, 80)}, not "
            "to PhotoBox. Take every address of the service from the environment variable "
            "PHOTOBOX, or from its metadata."
        )
    if button := needs_script(page):
        return (
            f"No way to sign in was found: the button {plain(button, 60)!r} does nothing without a "
            "script, and a review's browser runs none. Make it a link, or the button of a form."
        )
    return NO_WAY_IN


def _name(asked: Asked) -> str:
    return plain(asked.name, 80)


@contextmanager
def staged(asked: Asked, until: float, *, https: bool = False) -> Iterator[Stage]:
    """Start a copy of an app and a service for it, and end both.

    Args:
        asked: The app.
        until: When nothing more is tried, by ``time.monotonic``.
        https: Whether the app is told that browsers use https. Default: no.

    Raises:
        DoesNotRun: When the app does not.
    """
    photobox = OwnPhotoBox()
    port = free_port()
    home = Home(f"{'https' if https else 'http'}://127.0.0.1:{port}", port)
    environment = photobox.environment(home.url, port)
    make = LoadedCopy if is_virtual() else ProcessCopy
    try:
        copy = make(asked, port, environment)
        try:
            copy.wait_until_it_answers()
            stage = Stage(home, copy, photobox, until)
            try:
                yield stage
            finally:
                stage.close()
        finally:
            copy.stop()
    finally:
        photobox.stop()


class _Sitting:
    """The rules, one after the other, with a new copy of an app that ends by itself.

    Attributes:
        problem: Why there was nothing to try; empty where there was.
    """

    def __init__(self, asked: Asked, progress: Progress, total: int) -> None:
        self._asked, self._progress, self._total = asked, progress, total
        self._end = time.monotonic() + MOST_SECONDS
        self.problem = ""
        self._log_told: Check | None = None  # of an earlier copy, whose log held something

    def hold(self, rules: Sequence[Rule], *, when_it_runs: Callable[[], object]) -> list[Check]:
        """Try every rule.

        Args:
            rules: Which ones.
            when_it_runs: Is called once the first copy answers. A second one that starts at the
                same time would take the port of an app that does not listen to ``PORT``.

        Raises:
            DoesNotRun: When the app does not run at all.
        """
        checks: list[Check] = []
        for start in range(MOST_STARTS):
            try:
                with staged(self._asked, self._end) as stage:
                    if start == 0:
                        when_it_runs()
                    if not stage.find_way_in():
                        self.problem = _why_no_way(stage)
                        return checks + self._no_way(rules[len(checks) :])
                    checks += self._until_it_ends(stage, rules[len(checks) :], len(checks))
            except DoesNotRun:
                if start == 0:
                    raise
                break
            if len(checks) == len(rules):
                return checks
        return checks + [
            not_tried(rule, "the app has stopped too often") for rule in rules[len(checks) :]
        ]

    def _until_it_ends(self, stage: Stage, rules: Sequence[Rule], done: int) -> list[Check]:
        checks: list[Check] = []
        for rule in rules:
            if stage.copy.has_ended:  # a little after the check that ended it
                return checks
            self._progress(done + len(checks), self._total, rule.name)
            if time.monotonic() > self._end:
                checks.append(not_tried(rule, "the review took too long"))
                continue
            checks.append(self._tried(rule, stage))
            if rule is not no_secret_in_log and stage.has_lost_the_app:
                why = "it wrote too much" if stage.copy.floods else "the app ended"
                checks[-1] = replace(checks[-1], passed=False, sentence=rule.bad, evidence=why)
                told = judged(no_secret_in_log, stage)
                self._log_told = told if told.passed is False else self._log_told
                return checks
        return checks

    def _tried(self, rule: Rule, stage: Stage) -> Check:
        if rule is no_secret_in_log and self._log_told is not None:
            return self._log_told
        try:
            return judged(rule, stage)
        except Exception as error:  # one check that fails must not take the others along
            return not_tried(rule, f"the check itself failed ({type(error).__name__})")

    def _no_way(self, rules: Sequence[Rule]) -> list[Check]:
        first, *rest = rules
        found = not_tried(first, _NO_WAY)
        failed = replace(found, passed=False, sentence=first.bad, evidence=_NO_WAY)
        return [failed, *(not_tried(rule, _NO_WAY) for rule in rest)]


class _Behind:
    """What is tried on a second copy, which is told that browsers use https.

    It runs in parallel if there are threads, because it waits for a long time.
    """

    def __init__(self, asked: Asked, rules: Sequence[Rule]) -> None:
        self._asked, self._rules = asked, rules
        self._end = time.monotonic() + MOST_SECONDS
        self._checks: list[Check] = []
        self._thread = threading.Thread(target=self._run, name="review-https", daemon=True)

    def start(self) -> None:
        """Begin, if it can run in parallel."""
        if self._rules and not is_virtual():
            self._thread.start()

    def wait(self) -> list[Check]:
        """Return the checks, once they are there."""
        if self._thread.ident is not None:
            self._thread.join()
        elif self._rules and not self._checks:
            self._run()
        return self._checks

    def _run(self) -> None:
        left = list(self._rules)
        for https in (True, False):
            if not left:
                return
            try:
                with staged(self._asked, self._end, https=https) as stage:
                    if stage.find_way_in():
                        tried = {rule: judged(rule, stage) for rule in left}
                        # what does not ask for https is tried once more without
                        again = [
                            rule
                            for rule, check in tried.items()
                            if https and rule is not cookie_secure and check.passed is None
                        ]
                        self._checks += [one for rule, one in tried.items() if rule not in again]
                        left = again
                        continue
            except DoesNotRun:
                pass
            except Exception as error:
                reason = f"the check itself failed ({type(error).__name__})"
                self._checks += [not_tried(rule, reason) for rule in left]
                return
            told = _BEHIND_HTTPS if https else "nobody could sign in"
            alone = [rule for rule in left if not https or rule is cookie_secure]
            self._checks += [not_tried(rule, told) for rule in alone]
            left = [rule for rule in left if rule not in alone]


_BEHIND_HTTPS = (
    "with an https HOME_URL and X-Forwarded-Proto: https, as behind a proxy, its sign-in does not "
    "lead to PhotoBox"
)
