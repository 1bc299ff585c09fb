"""The apps in which exercises of notebook 10 are judged are those that its cells make."""

import os
import re
from pathlib import Path

import nbformat
import pytest

import oauth_tutorial.exercises.nb10 as package
from oauth_tutorial.exercises import exercise, predict_review
from oauth_tutorial.notebook.files import beside
from oauth_tutorial.review.putting import put

FOLDER = Path(package.__file__).parent
COPY = re.compile(r'^copy_example\("(\w+\.py)"(?:, "(\w+\.py)")?\)', re.M)
CHECK = re.compile(r"^(\w+)\.check\(", re.M)
PUT = re.compile(r'^put_into\("(\w+\.py)"', re.M)
GIVEN = re.compile(r'^\w+ = """\n(def .*?)"""$', re.M | re.S)


def made() -> dict[str, str]:
    """What the notebook leaves, file by file, with each exercise solved."""
    notebook = nbformat.read(beside("notebooks") / "10_ship_it.ipynb", as_version=4)
    files: dict[str, str] = {}
    solution = ""
    for cell in notebook.cells:
        if copied := COPY.search(cell.source):
            example = beside("examples") / "flask" / copied[1]
            files[copied[2] or copied[1]] = example.read_text(encoding="utf-8")
        if cell.source.startswith("%%put_into"):
            head, _, pieces = cell.source.partition("\n")
            files[head.split()[1]] = put(files[head.split()[1]], pieces).source
        if checked := CHECK.search(cell.source):
            solution = exercise(f"10.{checked[1]}").solution_code
        if target := PUT.search(cell.source):
            functions = re.sub(r"^fixes = .*", "", solution, flags=re.M)
            pieces = "\n".join([functions, *GIVEN.findall(cell.source)])
            files[target[1]] = put(files[target[1]], pieces).source
    return files


@pytest.mark.parametrize("name", ["printshop.py", "library_alone.py"])
def test_the_app_is_what_the_notebook_leaves(name):
    """Where it changed: OAUTH_TUTORIAL_REWRITE=1 pytest tests/exercises/nb10."""
    path = FOLDER / f"{Path(name).stem}.txt"
    if os.environ.get("OAUTH_TUTORIAL_REWRITE") == "1":
        path.write_text(made()[name], encoding="utf-8")

    assert path.read_text(encoding="utf-8") == made()[name]


def test_what_is_predicted_is_what_the_review_says():
    notebook = nbformat.read(beside("notebooks") / "10_ship_it.ipynb", as_version=4)
    [said] = [
        cell.outputs[0].data["text/plain"] for cell in notebook.cells if cell.id == "copied-review"
    ]
    passed, applied = re.search(r": (\d+) of (\d+) checks passed", said).groups()

    assert f"Review has {applied} checks for an app like this one." in predict_review.question
    assert predict_review.reveals.startswith(f"{passed}. ")
