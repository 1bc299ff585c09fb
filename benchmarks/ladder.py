"""What the ladder costs: drawing 500 messages, and recording while a client works.

``python -m benchmarks.ladder [ROUNDS]``

Both figures are CPU of this process, so that other work on the machine is no part of
them. The service is a process of its own: a recording is compared with the client's
own work alone, which is less than half of what a flow takes.
"""

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.measure import headline, in_turns, table, verdict
from benchmarks.person import walk
from benchmarks.servers import OURS, commands, serve
from oauth_tutorial.ladder import ladder
from oauth_tutorial.wire.exchange import Exchange
from oauth_tutorial.wire.recording import record

MESSAGES = 500
FLOWS = 5  # per turn
BARE, RECORDED = "without a recording", "with a recording"


def render(rounds: int) -> None:
    """Print how long the diagram, and its text, of a long log take."""
    log = recorded_log()
    drawn = ladder(log)
    taken = in_turns(
        {
            f"{MESSAGES} messages as HTML": lambda: own_cpu(drawn.html),
            f"{MESSAGES} messages as text": lambda: own_cpu(lambda: repr(drawn)),
        },
        rounds,
    )
    table(taken, unit="ms of CPU", ours=f"{MESSAGES} messages as HTML")
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
    table(taken, unit="ms of the client's CPU per flow", ours=RECORDED)
    # the two of one round stand side by side, whatever else the machine does
    ratios = [ours / bare for ours, bare in zip(taken[RECORDED], taken[BARE], strict=True)]
    verdict("a recorded flow / a bare one", statistics.median(ratios), 1.05)


def flows(metadata: dict[str, Any]) -> float:
    """Return the milliseconds that the client works for one flow."""
    return own_cpu(lambda: [walk(metadata) for _ in range(FLOWS)]) / FLOWS


def recorded_flows(metadata: dict[str, Any]) -> float:
    """The same, recorded."""
    with record() as log:
        taken = flows(metadata)
    assert len(log) >= 5 * FLOWS, len(log)
    return taken


def own_cpu(call: Callable[[], object]) -> float:
    """Return the milliseconds of CPU that a call takes."""
    begun = time.process_time()
    call()
    return (time.process_time() - begun) * 1000


def main(rounds: int) -> None:
    """Print both figures."""
    headline("The ladder")
    render(max(5, rounds // 4))
    overhead(rounds)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
