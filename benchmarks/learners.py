"""A whole class on one service, everybody at the same moment, against one learner alone.

``python -m benchmarks.learners [LEARNERS]``

A flow is: authorize, sign in, consent, token, the API, refresh, the API again. The learners
are threads of a few processes, so that they are not what is waited for more than need be; their
CPU is part of the time, as the service has the same cores. One that fails is counted and named.
"""

import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import Any

import requests

from benchmarks.measure import headline, percentile, verdict
from benchmarks.person import CLIENT, walk
from benchmarks.servers import OURS, Server, commands, serve

SCOPE = "openid photos.read"
PROCESSES = 4
ALONE = 40  # flows of the one learner
MOST_KINDS = 3  # of errors that are named

Taken = tuple[float, str]  # seconds, and what went wrong


def flow(issuer: str, metadata: dict[str, Any]) -> Taken:
    """Complete one flow; return the seconds that it took, and nothing or what went wrong."""
    begun = time.perf_counter()
    try:
        token = walk(metadata, SCOPE)
        look(issuer, token)
        form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"]} | CLIENT
        answer = requests.post(metadata["token_endpoint"], form, timeout=60)
        answer.raise_for_status()
        look(issuer, answer.json())
    except Exception as error:
        return time.perf_counter() - begun, f"{type(error).__name__}: {error}"
    return time.perf_counter() - begun, ""


def look(issuer: str, token: dict[str, Any]) -> None:
    """Ask the API for the photos."""
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    requests.get(f"{issuer}/api/photos", headers=headers, timeout=60).raise_for_status()


def some(issuer: str, metadata: dict[str, Any], learners: int, begin: float) -> list[Taken]:
    """Let that many learners begin at that time of the clock, each in a thread."""

    def one(_: int) -> Taken:
        time.sleep(max(0.0, begin - time.time()))
        return flow(issuer, metadata)

    with ThreadPoolExecutor(learners) as pool:
        return list(pool.map(one, range(learners)))


def together(server: Server, learners: int) -> list[Taken]:
    """Let all of them begin at the same moment."""
    metadata, begin = server.metadata(), time.time() + 3  # by then every process is there
    sizes = [len(range(number, learners, PROCESSES)) for number in range(PROCESSES)]
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        parts = [pool.submit(some, server.issuer, metadata, size, begin) for size in sizes if size]
        return [taken for part in parts for taken in part.result()]


def errors(taken: list[Taken]) -> int:
    """Print what went wrong, and return how often something did."""
    wrong = [what for _, what in taken if what]
    for kind in sorted(set(wrong))[:MOST_KINDS]:
        print(f"  {wrong.count(kind)} × {kind[:200]}")
    return len(wrong)


def main(learners: int) -> None:
    """Print the time of a flow, alone and together, and how many failed."""
    headline(f"{learners} learners at the same moment on one service")
    with serve(commands()[OURS]) as server:
        metadata = server.metadata()
        flow(server.issuer, metadata)  # what is loaded once is loaded now
        alone = [flow(server.issuer, metadata) for _ in range(ALONE)]
        begun = time.perf_counter()
        all_of_them = together(server, learners)
        lasted = time.perf_counter() - begun - 3
    names = f"{learners} learners", "one learner alone"
    milliseconds = [[1000 * one for one, _ in taken] for taken in (all_of_them, alone)]
    for name, taken in zip(names, milliseconds, strict=True):
        p50, p95 = statistics.median(taken), percentile(taken, 0.95)
        print(f"{name}: p50 {p50:.0f} ms, p95 {p95:.0f} ms")
    in_turn = statistics.median(milliseconds[1]) * learners
    print(
        f"the last had finished after {lasted:.1f} s; one after the other: {in_turn / 1000:.1f} s"
    )
    verdict("p95 / learners × one flow alone", percentile(milliseconds[0], 0.95) / in_turn, 1)
    verdict("errors", errors(alone) + errors(all_of_them), 0, "flows")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
