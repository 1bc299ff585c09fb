"""A review of a good app: ``python -m benchmarks.review [ROUNDS]`` prints seconds.

The wait for a token endpoint that says nothing is not counted. Nothing else grades an app, so
the peer is what any such tool has to do: as many sign-ins, by the same browser, at the same app.
"""

import statistics
import sys
import time
from pathlib import Path

from benchmarks.measure import ROOT, headline, in_turns, verdict
from oauth_tutorial.review.copies.asked import read_asked
from oauth_tutorial.review.result import Review
from oauth_tutorial.review.reviewing import reviewed, staged
from oauth_tutorial.review.rules.table import RULES
from oauth_tutorial.review.rules.trouble import token_endpoint_silent

APP = ROOT / "examples" / "flask" / "printshop.py"
SIGN_INS = 42  # of a review of that app, as PhotoBox counts them
COUNTED = [rule for rule in RULES if rule is not token_endpoint_silent]
REVIEWING, SIGNING_IN, STARTING = "a review", f"{SIGN_INS} sign-ins", "start the app, and end it"


def review(app: Path) -> Review:
    """Hold the app against every rule that is counted."""
    return reviewed(read_asked(app), COUNTED, lambda done, total, name: None)


def seconds_of_review() -> float:
    """Time one, from nothing to the result."""
    begun = time.perf_counter()
    assert not review(APP).failed
    return time.perf_counter() - begun


def seconds_of_sign_ins(times: int = SIGN_INS) -> float:
    """Time as many sign-ins of new people, the start of the app included."""
    begun = time.perf_counter()
    with staged(read_asked(APP), until=begun + 600) as stage:
        assert stage.find_way_in()
        for _ in range(times):
            stage.come_back_from("alice")
    return time.perf_counter() - begun


def main(rounds: int) -> None:
    """Time each in its turn."""
    measures = {
        REVIEWING: seconds_of_review,
        SIGNING_IN: seconds_of_sign_ins,
        STARTING: lambda: seconds_of_sign_ins(0),
    }
    taken = in_turns(measures, rounds)
    seen = {name: statistics.median(values) for name, values in taken.items()}
    headline(f"{APP.name}, {len(COUNTED)} checks, seconds, {rounds} rounds")
    for name, value in seen.items():
        print(f"{name}: {value:.3g} s")
    verdict("a review", seen[REVIEWING], 5, "s")
    print(f"review / {SIGN_INS} sign-ins: {seen[REVIEWING] / seen[SIGNING_IN]:.3g} x")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
