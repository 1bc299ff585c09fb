"""What the practice service keeps of each flow once its stores are full.

``python -m benchmarks.memory [FLOWS]``

Memory is the anonymous pages of the process: those of files come and go with the system's
cache. The slope of a straight line through the readings is the growth; the first half of the
flows fills the stores. Linux only.
"""

import sys
from statistics import linear_regression

from benchmarks.measure import headline, verdict
from benchmarks.person import walk
from benchmarks.servers import MOCK, OURS, Server, commands, serve

READINGS = 12


def growth(server: Server, flows: int) -> float:
    """Return the growth per flow after warm-up, in KiB."""
    metadata = server.metadata()
    for _ in range(flows // 2):
        walk(metadata)
    done, used = [], []
    step = max(1, flows // 2 // READINGS)
    for number in range(READINGS):
        for _ in range(step):
            walk(metadata)
        done.append((number + 1) * step)
        used.append(sum(part.anonymous for part in server.process.memory_maps()) / 1024)
    slope = linear_regression(done, used).slope
    print(f"{slope:8.3f} KiB per flow; {used[0]:.0f} → {used[-1]:.0f} KiB, {step * READINGS} flows")
    return slope


def main(flows: int) -> None:
    """Print the growth of ours, and of the mock over a twentieth of the flows."""
    headline("Memory growth per flow, after warm-up")
    lines = commands()
    results = {}
    for name, share in ((OURS, 1), (MOCK, 20)):
        if name in lines:
            print(name)
            with serve(lines[name]) as server:
                results[name] = growth(server, flows // share)
    verdict("growth per flow", results[OURS], 0.1, "KiB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 6000)
