"""The receiver in a real kernel: interrupted, run again, run in the wrong order."""

import queue
import urllib.request
from contextlib import closing

import pytest
from jupyter_client.manager import KernelManager

pytestmark = pytest.mark.sockets  # the redirect comes from outside the kernel
STATE = "s" * 43
MAKE = f"""
from oauth_tutorial import LoopbackReceiver
receiver = LoopbackReceiver(state="{STATE}")
"""
WAIT = "answer = receiver.wait(timeout=60)"


class Kernel:
    """A kernel and a client of it, for one cell at a time."""

    def __init__(self) -> None:
        self.manager = KernelManager()
        self.manager.start_kernel()
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        self.address = ""  # of the receiver

    def close(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
        self.manager.cleanup_resources()

    def run(self, code: str) -> str:
        """Run a cell to its end: the value of its last line, or the name of its error."""
        self.begin(code)
        return self.end()

    def begin(self, code: str) -> None:
        self.message = self.client.execute(code)

    def end(self) -> str:
        shown = ""
        while (message := self._next())["msg_type"] != "status" or (
            message["content"]["execution_state"] != "idle"
        ):
            if message["msg_type"] == "execute_result":
                shown = message["content"]["data"]["text/plain"]
            if message["msg_type"] == "error":
                shown = message["content"]["ename"]
        return shown

    def until_it_waits(self) -> None:
        """Return once the status line counts the seconds."""
        while "seconds left" not in str(self._next()["content"]):
            pass

    def _next(self) -> dict:
        while True:
            message = self.client.get_iopub_msg(timeout=60)
            if message["parent_header"].get("msg_id") == self.message:
                return message


@pytest.fixture(scope="module")
def kernel():
    with closing(Kernel()) as kernel:
        yield kernel


def redirect(kernel: Kernel, code: str) -> None:
    """Come back as a browser does, while the cell waits."""
    with urllib.request.urlopen(f"{kernel.address}?code={code}&state={STATE}", timeout=5) as page:
        assert page.status == 200


def make(kernel: Kernel) -> None:
    kernel.run(MAKE)
    kernel.address = kernel.run("receiver.redirect_uri").strip("'")


def test_an_interrupt_ends_the_wait(kernel):
    """How soon is measured by ``benchmarks.interrupt``."""
    make(kernel)
    kernel.begin("receiver.wait(timeout=3600)")
    kernel.until_it_waits()
    kernel.manager.interrupt_kernel()

    assert kernel.end() == "KeyboardInterrupt"


def test_after_an_interrupt_the_same_cell_goes_on_waiting(kernel):
    make(kernel)
    kernel.begin(WAIT)
    kernel.until_it_waits()
    kernel.manager.interrupt_kernel()
    kernel.end()
    kernel.begin(WAIT + "\nanswer.code")
    kernel.until_it_waits()
    redirect(kernel, "first")

    assert kernel.end() == "'first'"
    assert kernel.run(WAIT + "\nanswer.code") == "'first'"


def test_made_again_it_has_the_same_address_and_no_stale_answer(kernel):
    make(kernel)
    redirect(kernel, "stale")
    before = kernel.address
    make(kernel)

    assert kernel.address == before
    assert kernel.run("receiver.wait(timeout=0.05)") == "CallbackTimeout"
    redirect(kernel, "fresh")
    assert kernel.run("receiver.wait(timeout=5).code") == "'fresh'"


def test_a_closed_one_says_so_and_a_new_one_works(kernel):
    make(kernel)
    kernel.run("receiver.close()")

    assert kernel.run(WAIT) == "ReceiverClosed"
    make(kernel)
    redirect(kernel, "again")
    assert kernel.run(WAIT + "\nanswer.code") == "'again'"


def test_the_thread_that_hears_the_redirect_changes_a_widget_in_the_browser(kernel):
    """As the status line below a link is changed; some releases of ipykernel refuse it."""
    make(kernel)
    kernel.run("""
import ipywidgets
status = ipywidgets.HTML("waiting")
receiver.on_change.append(lambda text: setattr(status, "value", text))
""")
    redirect(kernel, "seen")

    while (message := kernel.client.get_iopub_msg(timeout=10))["msg_type"] != "comm_msg":
        pass
    assert message["content"]["data"]["state"] == {"value": "Received"}


def test_nothing_is_printed_by_the_receivers_threads(kernel):
    """Their text would go to whatever cell runs at that time."""
    make(kernel)
    redirect(kernel, "quiet")
    kernel.run(WAIT)

    with pytest.raises(queue.Empty):
        kernel.client.get_iopub_msg(timeout=0.2)
