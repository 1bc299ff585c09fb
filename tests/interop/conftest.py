"""One practice service, as a developer starts it; skipped where nothing is installed."""

import os
from collections.abc import Iterator

import pytest

from tests.interop.programs import INSTALLED, PYTHON, practice
from tests.real_browser.conftest import chromium  # noqa: F401 # a fixture


@pytest.fixture(scope="session")
def installed() -> None:
    if not PYTHON.exists() or not (INSTALLED / "node_modules").exists():
        reason = "the clients of other people are not installed here: make interop"
        if os.environ.get("OAUTH_TUTORIAL_REQUIRE_INTEROP") == "1":
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="session")
def issuer(installed) -> Iterator[str]:
    with practice() as issuer:
        yield issuer
