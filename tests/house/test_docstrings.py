"""The examples in docstrings are true."""

import doctest
import importlib
import inspect
import pkgutil
from types import ModuleType

import pytest

import oauth_tutorial
from oauth_tutorial import doctor, exercises, ladder, location, practice

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


PUBLIC = [
    (module, name)
    for module in (oauth_tutorial, practice, location, doctor, exercises, ladder)
    for name in module.__all__
    if not isinstance(getattr(module, name), ModuleType | str)
]


@pytest.mark.parametrize(("module", "name"), PUBLIC, ids=lambda one: getattr(one, "__name__", one))
def test_a_public_name_says_what_it_is(module: ModuleType, name: str) -> None:
    """Meaning; each argument; what is raised; of the helpers of OAuth an example as well."""
    thing = getattr(module, name)
    text = inspect.getdoc(thing) or ""
    if inspect.isfunction(thing):
        source = inspect.getsource(thing)
        assert "Args:" in text or "Arguments" in text or not inspect.signature(thing).parameters
        assert "Raises:" in text or "errors" in text or "    raise " not in source
    if module is oauth_tutorial:
        assert "Example" in text

    assert len(text.split()) > 5
