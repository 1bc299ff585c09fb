"""How many learners a machine holds: real kernels, the course loaded, the service running.

``python -m benchmarks.classroom [LEARNERS]``

First come kernels with requests and ipywidgets alone, then kernels with the course.
After each step up, every learner completes code flows at the same moment, which is the
worst that a class does. The browser of each flow is the one in the notebook, in the
learner's kernel, so its CPU is part of the time; a real class brings browsers along.
Memory is the proportional share of each process (PSS), summed.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from multiprocessing.pool import ThreadPool
from statistics import linear_regression

import psutil
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager

from benchmarks.measure import ROOT, environment, headline, percentile, verdict

STEPS = (2, 5, 10, 20, 30, 40, 60, 80, 120, 160)
SLOWEST = 1.0  # seconds: the 95th percentile of a flow at which the class is full
LEAST_MEMORY = 2 * 1024**3  # bytes that must stay free
MACHINE = 24 * 1024  # MiB, of the machine that is asked about
FLOWS = 3  # per learner and step

PLAIN = "import ipywidgets, requests"
COURSE = """
import time
import ipywidgets, requests
from oauth_tutorial import (LoopbackReceiver, build_authorization_url, code_challenge,
    exchange_code, new_code_verifier, new_state, practice, read_redirect, record, visit)
from oauth_tutorial.exercises import ____
photobox = practice.start()

def flow(scope="photos.read"):
    begun = time.perf_counter()
    state, verifier = new_state(), new_code_verifier()
    with LoopbackReceiver(state=state) as receiver:
        visit(build_authorization_url(photobox.authorization_endpoint, client_id="printshop",
            redirect_uri=receiver.redirect_uri, scope=scope, state=state,
            code_challenge=code_challenge(verifier)))
        code = receiver.wait(timeout=60).code
        token = exchange_code(photobox.token_endpoint, code=code, client_id="printshop",
            client_secret="printshop-secret", redirect_uri=receiver.redirect_uri,
            code_verifier=verifier)
    api = requests.get(photobox.api + "/photos", timeout=60,
        headers={"Authorization": f"Bearer {token.access_token}"})
    api.raise_for_status()
    return time.perf_counter() - begun

flow()
"""


class Learner:
    """One kernel."""

    def __init__(self, code: str) -> None:
        self.manager = KernelManager(kernel_name="python3")
        self.manager.start_kernel(
            env=environment() | {"OAUTH_TUTORIAL_AUTOPILOT": "1"},
            cwd=str(ROOT),
            stderr=subprocess.DEVNULL,
        )
        self.client: BlockingKernelClient = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=300)
        self.run(code)

    def run(self, code: str, expression: str = "None") -> str:
        """Execute code and return the value of an expression as text."""
        asked = self.client.execute(code, user_expressions={"value": expression})
        while True:
            reply = self.client.get_shell_msg(timeout=300)
            if reply["parent_header"].get("msg_id") == asked:
                break
        content = reply["content"]
        assert content["status"] == "ok", content
        return str(content["user_expressions"]["value"]["data"]["text/plain"])

    def flows(self) -> list[float]:
        """Complete flows and return the seconds that each took."""
        return list(json.loads(self.run(f"took = [flow() for _ in range({FLOWS})]", "took")))

    def memory(self) -> float:
        """Return the kernel's proportional share of memory, in MiB."""
        kernel = psutil.Process(self.manager.provisioner.pid)
        return float(kernel.memory_full_info().pss) / 1024**2

    def leave(self) -> None:
        """Shut the kernel down."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@contextmanager
def classroom() -> Iterator[list[Learner]]:
    """Give an empty room; whoever is in it at the end leaves."""
    learners: list[Learner] = []
    try:
        yield learners
    finally:
        for learner in learners:
            learner.leave()


def fill(learners: list[Learner], size: int, code: str) -> None:
    """Let learners in, two at a time, until there are that many."""
    with ThreadPool(2) as pool:
        learners += pool.map(Learner, [code] * (size - len(learners)))


def plain(steps: list[int]) -> list[float]:
    """Return the memory of one kernel with requests and ipywidgets, at each size of the class."""
    print(f"kernels with requests and ipywidgets\n{'learners':>10}{'MiB each':>10}")
    each = []
    with classroom() as learners:
        for size in steps:
            fill(learners, size, PLAIN)
            each.append(sum(one.memory() for one in learners) / size)
            print(f"{size:10}{each[-1]:10.1f}", flush=True)
    return each


def course(steps: list[int]) -> tuple[list[float], list[float]]:
    """Return memory per learner and the 95th percentile of a flow, at each size of the class."""
    print(
        f"\nkernels with the course\n{'learners':>10}{'MiB each':>10}{'p95 s':>10}{'flows/s':>10}"
    )
    each, slow = [], []
    with classroom() as learners, ThreadPool(steps[-1]) as pool:
        for size in steps:
            fill(learners, size, COURSE)
            begun = time.perf_counter()
            took = list(chain.from_iterable(pool.map(Learner.flows, learners)))
            rate = len(took) / (time.perf_counter() - begun)
            each.append(sum(one.memory() for one in learners) / size)
            slow.append(percentile(took, 0.95))
            print(f"{size:10}{each[-1]:10.1f}{slow[-1]:10.2f}{rate:10.1f}", flush=True)
            if psutil.virtual_memory().available < LEAST_MEMORY:
                print("memory is full")
                break
        first = learners[0]
        before = first.memory()
        first.run('flow("openid photos.read")')
        print(f"an ID token, as in notebook 06, adds {first.memory() - before:.1f} MiB")
    return each, slow


def main(most: int) -> None:
    """Print both classes, their ratio, and what follows for a larger machine."""
    headline(f"A class of up to {most}, everybody at the same moment, {FLOWS} flows each")
    steps = [size for size in STEPS if size < most] + [most]
    bare = plain(steps)
    loaded, slow = course(steps)
    sizes = steps[: len(loaded)]
    total = [size * each for size, each in zip(sizes, loaded, strict=True)]
    slope = linear_regression(sizes, total).slope
    print(f"\neach further learner: {slope:.1f} MiB")
    print(f"{MACHINE // 1024} GiB, 2 of them left free: {(MACHINE - 2048) / slope:.0f} kernels")
    full = [size for size, took in zip(sizes, slow, strict=True) if took > SLOWEST]
    print(f"p95 over {SLOWEST:g} s: {f'from {full[0]} learners on' if full else 'never'}")
    ratio = loaded[-1] / bare[len(loaded) - 1]
    verdict("memory / kernel with requests and ipywidgets", ratio, 1.45)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
