"""Style sheets and templates of the package: shipped with it, and every value escaped."""

from pathlib import Path

import pytest

import oauth_tutorial
from oauth_tutorial.notebook.files import own_file, template

PACKAGE = Path(oauth_tutorial.__file__).parent
BESIDE = [
    path.relative_to(PACKAGE)
    for path in PACKAGE.rglob("*")
    if path.suffix in {".css", ".html"} and "practice" not in path.parts
]


@pytest.mark.parametrize("path", BESIDE, ids=str)
def test_each_file_is_found_in_its_package(path):
    package = ".".join(("oauth_tutorial", *path.parent.parts))

    assert own_file(package, path.name) == (PACKAGE / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [p for p in BESIDE if p.suffix == ".html"], ids=str)
def test_a_template_can_be_read(path):
    package = ".".join(("oauth_tutorial", *path.parent.parts))

    assert template(package, path.name).environment.autoescape is True
