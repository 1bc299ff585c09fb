"""How soon *interrupt* ends a cell that waits for the redirect, in a real kernel.

``python -m benchmarks.interrupt [ROUNDS]``

The peer is a cell that sleeps: what it takes belongs to the kernel and its signals.
"""

import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from jupyter_client.manager import KernelManager

from benchmarks.measure import headline, in_turns, table, verdict

OURS = "receiver.wait"
CELLS = {
    OURS: """
from oauth_tutorial import LoopbackReceiver
receiver = LoopbackReceiver(state="s" * 43)
receiver.wait(timeout=3600)
""",
    "time.sleep": """
import time
print("seconds left")
time.sleep(3600)
""",
}


def interrupt(manager: Any, client: Any, cell: str) -> float:
    """Run a cell until it waits, interrupt it, and return the milliseconds until it has ended."""
    message = client.execute(cell)

    def until(sign: str) -> None:
        while sign not in str(_next(client, message)):
            pass

    until("seconds left")
    begun = time.perf_counter()
    manager.interrupt_kernel()
    until("'execution_state': 'idle'")
    return (time.perf_counter() - begun) * 1000


def _next(client: Any, message: str) -> Any:
    while True:
        came = client.get_iopub_msg(timeout=60)
        if came["parent_header"].get("msg_id") == message:
            return came["content"]


@contextmanager
def _kernel() -> Iterator[tuple[Any, Any]]:
    manager = KernelManager()
    manager.start_kernel()
    client = manager.blocking_client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    try:
        yield manager, client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        manager.cleanup_resources()


def main(rounds: int) -> None:
    """Print the time from *interrupt* to the end of the cell."""
    headline("From interrupt to the end of the cell")
    with _kernel() as (manager, client):
        turns = {name: partial(interrupt, manager, client, cell) for name, cell in CELLS.items()}
        taken = in_turns(turns, rounds)
    table(taken, unit="ms", ours=OURS)
    verdict("interrupt, median", statistics.median(taken[OURS]), 300, "ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
