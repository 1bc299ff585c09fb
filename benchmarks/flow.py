"""Server CPU of a whole code flow with PKCE: fresh sign-in, consent, ID token.

``python -m benchmarks.flow [ROUNDS]``

Every server runs in a process of its own and gets the same person in turns of a few
flows; only the CPU of the server's process counts, so neither the person nor other
work on the machine is part of the figure.
"""

import sys
from contextlib import ExitStack
from functools import partial

from benchmarks.measure import cpu, headline, in_turns, table, verdict
from benchmarks.person import walk
from benchmarks.servers import MOCK, NODE, OURS, PLAIN, Server, commands, serve

FLOWS = 25  # per turn: the system counts CPU in steps of 10 ms


def cpu_per_flow(server: Server) -> float:
    """Complete one turn of flows and return the milliseconds of CPU that each cost."""
    metadata = server.metadata()
    before = cpu(server.process)
    for _ in range(FLOWS):
        walk(metadata)
    return (cpu(server.process) - before) * 1000 / FLOWS


def main(rounds: int) -> None:
    """Print CPU per flow of all servers."""
    headline(f"Server CPU per code flow, {FLOWS} flows per turn")
    with ExitStack() as stack:
        servers = {name: stack.enter_context(serve(line)) for name, line in commands().items()}
        turns = {name: partial(cpu_per_flow, one) for name, one in servers.items()}
        taken = in_turns(turns, rounds)
    table(taken, unit="ms of CPU per flow", ours=OURS)
    for peer, limit in ((NODE, 0.5), (MOCK, 0.12)):
        if peer in taken:
            verdict(f"CPU per flow / {peer}", sum(taken[OURS]) / sum(taken[peer]), limit)
    if MOCK in taken and PLAIN in taken:
        print(f"{PLAIN} / {MOCK}: {sum(taken[PLAIN]) / sum(taken[MOCK]):.3g} ×")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 12)
