"""A flow in a real kernel, interrupted or restarted in the middle of each step, and run again."""

from contextlib import closing

import pytest

from tests.client.test_receiver_in_a_kernel import Kernel

pytestmark = pytest.mark.sockets

IMPORTS = """
import os, signal, sys
import requests
from oauth_tutorial import *
from oauth_tutorial.browser.notebook_browser import NotebookBrowser
from oauth_tutorial.browser.person import drive

def calls(step):
    "Run a step to its end, and count the calls that it makes."
    made = 0
    def count(*event):
        nonlocal made
        made += 1
    sys.setprofile(count)
    exec(step, globals())
    sys.setprofile(None)
    return made

def stopped(step, at):
    "Run a step, and press interrupt at one of its calls."
    left = at
    def count(*event):
        nonlocal left
        left -= 1
        if left == 0:
            sys.setprofile(None)
            signal.raise_signal(signal.SIGINT)
    sys.setprofile(count)
    try:
        exec(step, globals())
    finally:
        sys.setprofile(None)
"""
STEPS = {
    "service": "photobox = practice.start()",
    "receiver": """
state, verifier = new_state(), new_code_verifier()
receiver = LoopbackReceiver(state=state)
""",
    "person": """
url = build_authorization_url(
    photobox.authorization_endpoint, client_id="printshop-public", state=state,
    redirect_uri=receiver.redirect_uri, scope="photos.read",
    code_challenge=code_challenge(verifier),
)
drive(NotebookBrowser(), url, username="alice", decision="approve")
""",
    "wait": "code = receiver.wait(timeout=60).code",
    "exchange": """
tokens = exchange_code(
    photobox.token_endpoint, code=code, redirect_uri=receiver.redirect_uri,
    client_id="printshop-public", code_verifier=verifier,
)
""",
    "photos": """
headers = {"Authorization": f"Bearer {tokens.access_token}"}
title = requests.get(f"{photobox.api}/photos", headers=headers).json()["photos"][0]["title"]
""",
}
SHARES = [0.1, 0.5, 0.8]  # of the calls of a step
DONE = "'White rabbit'"


@pytest.fixture(scope="module")
def kernel():
    with closing(Kernel()) as kernel:
        yield kernel


def whole_flow(kernel):
    """Run all cells, as *Run All* does: the title of a photo, or an error's name."""
    for step in STEPS.values():
        if said := kernel.run(step):
            return said
    return kernel.run("title")


@pytest.mark.parametrize("name", STEPS)
def test_interrupted_in_the_middle_of_a_step_the_flow_can_be_run_again(kernel, name):
    kernel.run(IMPORTS)
    assert whole_flow(kernel) == DONE  # what is loaded once is loaded now
    steps = list(STEPS)
    before = "\n".join(STEPS[one] for one in steps[: steps.index(name)])
    # the service begins anew for its own step alone
    begin = "running = practice.running()\nif running: running.stop()" if name == "service" else ""
    kernel.run(f"{begin}\n{before}")
    number = int(kernel.run(f"calls({STEPS[name]!r})"))
    assert number > 10
    for share in SHARES:
        kernel.run(f"{begin}\n{before}")
        at = max(1, int(number * share))
        said = kernel.run(f"stopped({STEPS[name]!r}, {at})")
        # how many calls there are differs a little: the last one may come too late
        assert said == "KeyboardInterrupt" or (said, share) == ("", SHARES[-1])
        assert whole_flow(kernel) == DONE, share


def test_restarted_in_the_middle_of_a_step_the_flow_can_be_run_again(kernel):
    """What the old kernel had is gone; nothing of it is in the way of the new one."""
    for number in range(1, len(STEPS)):
        kernel.run(IMPORTS)
        for step in list(STEPS.values())[:number]:
            assert kernel.run(step) == ""
        kernel.manager.restart_kernel(now=True)
        kernel.client.wait_for_ready(timeout=60)
        kernel.run(IMPORTS)
        assert whole_flow(kernel) == DONE, number


def test_restarted_while_a_cell_waits_the_flow_can_be_run_again(kernel):
    kernel.run(IMPORTS)
    for name in ("service", "receiver"):
        kernel.run(STEPS[name])
    kernel.begin(STEPS["wait"])
    kernel.until_it_waits()
    kernel.manager.restart_kernel(now=True)
    kernel.client.wait_for_ready(timeout=60)
    kernel.run(IMPORTS)

    assert whole_flow(kernel) == DONE
