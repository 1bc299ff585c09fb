"""The threads that answer the requests of a server with sockets."""

from contextlib import suppress
from typing import Any

from waitress.task import ThreadedTaskDispatcher

from oauth_tutorial.network.connection import quiet


class Dispatcher(ThreadedTaskDispatcher):
    """Hands requests to threads, and starts another one when all are busy.

    Waitress starts all at once, but a kernel has several servers and rarely two requests.

    Args:
        most: The greatest number of threads.
    """

    logger = queue_logger = quiet

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def add_task(self, task: Any) -> None:
        """Let a thread answer a request."""
        with self.lock:
            there = len(self.threads) - self.stop_count
            idle = there - self.active_count - len(self.queue)
        if idle < 1 and there < self._most:
            self.set_thread_count(there + 1)
        super().add_task(task)

    def start_new_thread(self, target: Any, thread_no: int) -> None:
        """Start a thread if there is room for one; otherwise the others do its work."""
        with suppress(RuntimeError):
            super().start_new_thread(target, thread_no)
