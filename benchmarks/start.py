"""From a fresh process to the first answer: the metadata, over HTTP.

``python -m benchmarks.start [ROUNDS]``

Two servers that do nothing are measured beside the others: waitress alone, and Flask on
waitress.
"""

import statistics
import sys
from functools import partial

from benchmarks.measure import cpu, headline, in_turns, milliseconds, table, verdict
from benchmarks.servers import MOCK, NODE, OURS, commands, serve


def main(rounds: int) -> None:
    """Print wall time and CPU time until the first answer."""
    lines = commands()
    used: dict[str, list[float]] = {name: [] for name in lines}

    def start(name: str) -> float:
        def answer_once() -> None:
            with serve(lines[name]) as server:
                used[name].append(cpu(server.process) * 1000)

        return milliseconds(answer_once)

    taken = in_turns({name: partial(start, name) for name in lines}, rounds)
    headline("First answer of a fresh process, wall time")
    table(taken, unit="ms", ours=OURS)
    headline("The same, CPU of the server's process")
    table(used, unit="ms of CPU, in steps of 10", ours=OURS)
    ours = statistics.median(taken[OURS])
    verdict("first answer, median", ours, 250, "ms")
    for peer in sorted({NODE, MOCK} & set(taken)):
        verdict(f"first answer / {peer}", ours / statistics.median(taken[peer]), 1)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
