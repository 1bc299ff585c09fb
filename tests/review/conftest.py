"""Apps of all kinds, and a review of them that does not wait for the silent endpoint."""

import math
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Protocol

import pytest

from oauth_tutorial.review import Review
from oauth_tutorial.review.copies.asked import read_asked
from oauth_tutorial.review.reviewing import reviewed, staged
from oauth_tutorial.review.rules.table import RULES
from oauth_tutorial.review.stage import Stage
from tests.review.mutants import GOOD

APPS = Path(__file__).parent / "apps"
SLOW = "token_endpoint_silent"  # waits until the app has lost its patience


class Hold(Protocol):
    """Hold an app against the rules, or against some of them."""

    def __call__(
        self,
        app: str | Path | Sequence[str],
        only: Collection[str] = (),
        slow: bool = False,
    ) -> Review: ...


@pytest.fixture(scope="session")
def hold() -> Hold:
    def held(
        app: str | Path | Sequence[str], only: Collection[str] = (), slow: bool = False
    ) -> Review:
        rules = [
            rule
            for rule in RULES
            if (rule.name in only or not only) and (slow or rule.name != SLOW or SLOW in only)
        ]
        return reviewed(read_asked(app), rules, lambda done, total, name: None)

    return held


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """The good app and its service, at which the way in was found."""
    with staged(read_asked(GOOD), math.inf) as one:
        assert one.find_way_in()
        yield one


Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write an app into a folder of its own."""

    def written(source: str, name: str = "app.py") -> Path:
        app = tmp_path / "shop" / name
        app.parent.mkdir(exist_ok=True)
        app.write_text(source, encoding="utf-8")
        return app

    return written
