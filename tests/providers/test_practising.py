"""Starting, and starting again, the service that plays a provider."""

from typing import Any

import pytest

from oauth_tutorial import practice, presets
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.providers import practising


class Service:
    """What a service is to the one who starts it."""

    def __init__(self, personality: str | None) -> None:
        self.personality, self.stopped = personality, False

    def stop(self) -> None:
        self.stopped = True


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> list[Service]:
    """Every service that was started; the last one runs until it is stopped."""
    started: list[Service] = []

    def running() -> Service | None:
        return started[-1] if started and not started[-1].stopped else None

    def start(personality: str | None = None, **options: Any) -> Service:
        assert options in ({}, {"redirect": "lenient"})
        assert running() is None
        started.append(Service(personality))
        return started[-1]

    monkeypatch.setattr(practice, "running", running)
    monkeypatch.setattr(practice, "start", start)
    monkeypatch.setattr(practising, "_ours", None)
    return started


def test_one_of_ours_is_ended_for_another_provider(services: list[Service]) -> None:
    github, slack = presets.load("github"), presets.load("slack")

    first = practising.play(github)
    assert practising.play(github) is first
    second = practising.play(slack)

    assert [one.personality for one in services] == ["github", "slack"]
    assert (services[0].stopped, second is services[1]) == (True, True)


def test_one_of_somebody_else_is_never_ended(services: list[Service]) -> None:
    services.append(Service(None))

    with pytest.raises(InvalidArgument, match=r"already running as PhotoBox[\s\S]*start\(\)\.stop"):
        practising.play(presets.load("github"))
    assert not services[0].stopped


def test_one_of_somebody_else_that_plays_it_is_used(services: list[Service]) -> None:
    services.append(Service("github"))

    assert practising.play(presets.load("github")) is services[0]
