"""The examples in docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

import oauth_tutorial
from oauth_tutorial import practice

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(oauth_tutorial.__path__, "oauth_tutorial.")
    if module.name != "oauth_tutorial.__main__"
)


@pytest.mark.parametrize("name", ["oauth_tutorial", *MODULES])
def test_examples_of(name: str) -> None:
    """Most modules have none; those that have are executed, beside a running service."""
    module = importlib.import_module(name)
    if not any(found.examples for found in doctest.DocTestFinder().find(module)):
        return
    names = {"photobox": practice.start()}  # an example may start and stop it

    failed, _ = doctest.testmod(module, extraglobs=names, optionflags=doctest.ELLIPSIS)

    assert failed == 0
