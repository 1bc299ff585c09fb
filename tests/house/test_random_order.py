"""Tests run in random order, the cells of a notebook never."""

import re
import subprocess
import sys
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).parents[2]


def collected(*arguments: str) -> list[str]:
    """Return what pytest would run, in that order."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", *arguments]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return re.findall(r"^.*::.*$", run.stdout, re.M)


def test_the_cells_of_a_notebook_run_from_its_top():
    """Whatever the seed, and without a flag: that is how a person runs them by hand."""
    books = [f"notebooks/{name}.ipynb" for name in ("00_start_here", "02_capture_the_code")]

    cells = collected("--nbval", *books, "--randomly-seed=1")

    runs = [(book, list(run)) for book, run in groupby(cells, lambda one: one.partition("::")[0])]
    assert sorted(book for book, _ in runs) == books  # each in one piece
    for book, run in runs:
        assert run == [f"{book}::Cell {number}" for number in range(len(run))]


def test_a_seed_gives_the_order_of_tests():
    """So that a failure can be run again."""
    file = "tests/client/test_pkce.py"

    without = ("-p", "no:nbval")  # it takes most of the time, and has no part in this

    once, again, other = (
        collected(file, *without, f"--randomly-seed={seed}") for seed in (1, 1, 3)
    )

    assert once == again
    assert sorted(once) == sorted(other)
    assert once != other
