"""What the ladder costs: drawing 500 messages, and recording while a client works.

``python -m benchmarks.ladder [ROUNDS]``

The service is a process of its own; a flow with and one without a recording take
turns, each with PKCE, sign-in and consent, and the client's own time is measured.
"""

import statistics
import sys
from typing import Any

from benchmarks.measure import headline, in_turns, milliseconds, table, verdict
from benchmarks.person import walk
from benchmarks.servers import OURS, commands, serve
from oauth_tutorial.ladder import ladder
from oauth_tutorial.wire import Exchange, record

MESSAGES = 500
FLOWS = 5  # per turn
BARE, RECORDED = "without a recording", "with a recording"


def render(rounds: int) -> None:
    """Print how long the diagram, and its text, of a long log take."""
    log = recorded_log()
    drawn = ladder(log)
    taken = in_turns(
        {
            f"{MESSAGES} messages as HTML": lambda: milliseconds(drawn.html),
            f"{MESSAGES} messages as text": lambda: milliseconds(lambda: repr(drawn)),
        },
        rounds,
    )
    table(taken, unit="ms", ours=f"{MESSAGES} messages as HTML")
    slowest = statistics.median(taken[f"{MESSAGES} messages as HTML"]) / 1000
    verdict(f"rendering {MESSAGES} messages", slowest, 0.5, "s")


def recorded_log() -> list[Exchange]:
    """Return real exchanges, repeated under fresh secrets until there are enough."""
    with serve(commands()[OURS]) as server, record() as log:
        metadata = server.metadata()
        while len(log) < MESSAGES:
            walk(metadata)
    return log[:MESSAGES]


def overhead(rounds: int) -> None:
    """Print what a flow takes with and without a recording."""
    with serve(commands()[OURS]) as server:
        metadata = server.metadata()
        taken = in_turns(
            {BARE: lambda: flows(metadata), RECORDED: lambda: recorded_flows(metadata)}, rounds
        )
    table(taken, unit="ms per flow", ours=RECORDED)
    # the two of one round stand side by side, whatever else the machine does
    ratios = [ours / bare for ours, bare in zip(taken[RECORDED], taken[BARE], strict=True)]
    verdict("a recorded flow / a bare one", statistics.median(ratios), 1.05)


def flows(metadata: dict[str, Any]) -> float:
    """Return the milliseconds of one flow."""
    return milliseconds(lambda: [walk(metadata) for _ in range(FLOWS)]) / FLOWS


def recorded_flows(metadata: dict[str, Any]) -> float:
    """The same, recorded."""
    with record() as log:
        taken = flows(metadata)
    assert len(log) >= 5 * FLOWS, len(log)
    return taken


def main(rounds: int) -> None:
    """Print both figures."""
    headline("The ladder")
    render(max(5, rounds // 4))
    overhead(rounds)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
