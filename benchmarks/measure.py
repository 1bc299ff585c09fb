"""What the benchmarks share: processes of their own, fair turns, and the table of ratios."""

import os
import platform
import resource
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / "benchmarks" / "peers"


def environment() -> dict[str, str]:
    """Return our environment, for a process that imports this checkout and keeps bytecode."""
    mine = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return mine | {"PYTHONPATH": str(ROOT)}


def cpu_of(code: str) -> float:
    """Run Python code in a fresh process; return the milliseconds of CPU, start included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True, env=environment())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used * 1000


def free_port() -> int:
    """Return a port of 127.0.0.1 that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def process(command: list[str], **extra: str) -> Iterator[psutil.Popen]:
    """Run a server, its output thrown away, as long as the block lasts."""
    server = psutil.Popen(
        command,
        cwd=ROOT,
        env=environment() | extra,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield server
    finally:
        server.kill()
        server.wait()


def cpu(server: psutil.Process) -> float:
    """Return the CPU seconds that a process has used so far, in user and kernel mode."""
    times = server.cpu_times()
    return float(times.user + times.system)


def in_turns(
    measures: dict[str, Callable[[], float]], rounds: int, *, warm_up: int = 1
) -> dict[str, list[float]]:
    """Take each measurement once per round, so that a busy machine is unfair to all alike."""
    taken: dict[str, list[float]] = {name: [] for name in measures}
    for number in range(-warm_up, rounds):
        for name, measure in measures.items():
            value = measure()
            if number >= 0:
                taken[name].append(value)
    return taken


def milliseconds(call: Callable[[], object]) -> float:
    """Return how long a call takes."""
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1000


def percentile(values: Iterable[float], share: float) -> float:
    """Return the value below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def headline(title: str) -> None:
    """Say what is measured, when, and on what class of machine."""
    print(
        f"{title}\n{date.today()} · {os.cpu_count()} cores · "
        f"{platform.system()} {platform.machine()} · Python {platform.python_version()}\n"
    )


def table(values: dict[str, list[float]], *, unit: str, ours: str) -> None:
    """Print median, 99th percentile, and our median as a multiple of each row's."""
    mine = statistics.median(values[ours])
    print(f"{'':44}{'median':>10}{'p99':>10}   ours is")
    for name, taken in values.items():
        median = statistics.median(taken)
        ratio = "" if name == ours else f"{mine / median:.2f} ×"
        print(f"{name:44}{median:10.2f}{percentile(taken, 0.99):10.2f}   {ratio:>8}")
    print(f"({unit}, {len(values[ours])} runs each)\n")


def verdict(what: str, value: float, limit: float, unit: str = "×") -> None:
    """Print one figure beside its target."""
    state = "met" if value <= limit else "MISSED"
    print(f"{what}: {value:.3g} {unit} (target ≤ {limit:g} {unit}): {state}")


def has(module: str) -> bool:
    """Say whether a peer is installed; print what to do when it is not."""
    from importlib.util import find_spec

    try:
        found = find_spec(module) is not None
    except ModuleNotFoundError:
        found = False
    if not found:
        print(f"left out: {module} (python -m pip install -r benchmarks/peers/requirements.txt)")
    return found
