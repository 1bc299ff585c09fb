"""Each test gets a world of its own, and one practice service that nobody may stop.

A test that asks for ``photobox``, itself or by another fixture, finds that shared service
running, as good as new. A test that does not finds none: what it starts is its own, may be
stopped, and is stopped after it. Either way every test begins with the same process-wide state.
"""

import functools
import itertools
import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, settings
from requests.adapters import HTTPAdapter

from oauth_tutorial import network, practice
from oauth_tutorial.browser import link_card
from oauth_tutorial.client import receiver
from oauth_tutorial.grading.exercise import Exercise
from oauth_tutorial.location import finding
from oauth_tutorial.network import surroundings
from oauth_tutorial.practice import service as practice_service
from oauth_tutorial.wire import recording

# `make fuzz`: a run of it is repeated with other inputs until its time is over
settings.register_profile("long", max_examples=2000, deadline=None)
# A busy machine is no failure: nothing is timed here, and slow is not wrong.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

if network.is_virtual():
    network.bind().stop()  # turns ``requests`` to it once for all: each test ends as it began

STATE: tuple[tuple[Any, str], ...] = (
    (practice_service, "_running"),
    (surroundings, "_service"),
    (surroundings, "_receiver"),
    (surroundings, "_find"),
    (finding, "_found"),
    (receiver, "_live"),
    (recording, "_original_send"),
    (requests.Session, "send"),
    (HTTPAdapter, "send"),
)
NOBODY_STOPS_IT = (
    "This service is shared by all tests. One that stops or starts a service must not ask for the "
    "fixture photobox: without it, practice.start() begins one of the test's own."
)


@pytest.fixture
def unmeasured() -> Iterator[None]:
    """No coverage is measured in this thread, nor in those that begin now.

    For what is interrupted: its lock would be left taken for good. And for what does the same a
    hundred times, and would take three times as long: other tests go through that code as well.
    """
    before, of_new_threads = sys.gettrace(), threading.gettrace()
    sys.settrace(None)
    threading.settrace(None)  # type: ignore[arg-type]
    yield
    threading.settrace(of_new_threads)  # type: ignore[arg-type]
    sys.settrace(before)


@pytest.fixture(scope="session")
def photobox() -> Iterator[practice.PhotoBox]:
    """The shared practice service. After each test it is reset, and its log is empty again."""
    service = practice.start()
    _let_run(None)  # whose test does not ask for it does not find it

    def refuse() -> None:
        pytest.fail(NOBODY_STOPS_IT)

    service.stop = refuse  # type: ignore[method-assign]
    yield service
    del service.stop
    service.stop()


@pytest.fixture
def seeded() -> Callable[[int | None], None]:
    """Let a service of the test's own run with a seed: ``seeded(7)``."""

    def start(seed: int | None) -> None:
        if running := practice.running():
            running.stop()
        practice.start(seed=seed)

    return start


@pytest.fixture(autouse=True)
def _own_world(request: pytest.FixtureRequest, _progress_files: Iterator[Path]) -> Iterator[None]:
    """What belongs to the process is, after every test, what it was before."""
    asked = "photobox" in request.fixturenames
    shared: practice.PhotoBox | None = request.getfixturevalue("photobox") if asked else None
    environment, before = dict(os.environ), _process_state()
    recordings = set(recording._live)
    exercises = [(one, vars(one).copy()) for one in _exercises()]
    _let_run(shared)
    os.environ["OAUTH_TUTORIAL_PROGRESS"] = str(next(_progress_files))
    yield
    _stop_what_it_started(before, shared)
    for one in set(recording._live) - recordings:
        one.stop()
    if provided := sys.modules.get("oauth_tutorial.providers.provided"):
        provided._kept.clear()
    link_card._of_this_kernel.cache_clear()
    _restore(before)
    if dict(os.environ) != environment:
        os.environ.clear()
        os.environ.update(environment)
    for one, values in exercises:
        vars(one).clear()
        vars(one).update(values)
    if shared is not None:
        shared.reset()
        shared.log.clear()
        shared.log._subscribers.clear()


def _process_state() -> list[tuple[Any, str, Any]]:
    return [(owner, name, vars(owner)[name]) for owner, name in STATE]


def _restore(state: list[tuple[Any, str, Any]]) -> None:
    for owner, name, value in state:
        setattr(owner, name, value)


def _let_run(service: practice.PhotoBox | None) -> None:
    practice_service._running = service
    surroundings.enter_service(service)


def _stop_what_it_started(
    before: list[tuple[Any, str, Any]], shared: practice.PhotoBox | None
) -> None:
    old = {(owner, name): value for owner, name, value in before}
    live = receiver._live
    if live is not None and live is not old[receiver, "_live"]:
        live.close()
    service = practice.running()
    if service is not None and service is not shared:
        service.stop()


@functools.cache
def _exercises() -> list[Exercise]:
    """Every exercise: each remembers its last outcome, and how often it was asked for help."""
    from oauth_tutorial.exercises import all_exercises

    return all_exercises()


@pytest.fixture(scope="session")
def _progress_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A new path each time; nothing is made before something is noted."""
    folder = tmp_path_factory.mktemp("progress")
    return (folder / str(number) / "progress.json" for number in itertools.count())
