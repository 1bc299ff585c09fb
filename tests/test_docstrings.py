"""The examples in docstrings are true."""

import doctest
import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import oauth_tutorial
from oauth_tutorial import practice

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(oauth_tutorial.__path__, "oauth_tutorial.")
    if module.name != "oauth_tutorial.__main__"
)


@pytest.fixture(scope="module")
def names() -> Iterator[dict[str, object]]:
    """What an example may use without saying where it comes from."""
    photobox = practice.start()
    yield {"photobox": photobox}
    photobox.stop()


@pytest.mark.parametrize("name", ["oauth_tutorial", *MODULES])
def test_examples_of(name: str, names: dict[str, object]) -> None:
    """Most modules have none; those that have are executed."""
    module = importlib.import_module(name)

    failed, _ = doctest.testmod(module, extraglobs=names, optionflags=doctest.ELLIPSIS)

    assert failed == 0
