"""Test both ends of the ranges that pyproject.toml declares: ``make matrix``.

Each row is a virtual environment of its own: the versions of constraints.txt, but for the packages
that the row is about. ``python -m tools.test_matrix --row ipykernel-6-oldest`` runs one row;
``--keep FOLDER`` keeps the environments, for a look at what failed.
"""

import argparse
import os
import subprocess
import tempfile
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.install import Stop, make, program

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "constraints.txt"
# The packages whose ranges are tested.
SUBJECTS = ("ipykernel", "jupyter-server-proxy", "ipywidgets")
# What these bring along, in the version that they choose.
COMPANIONS = ("comm", "jupyter-client", "jupyterlab-widgets", "nest-asyncio2", "widgetsnbextension")


def runtime_requirements() -> dict[str, Requirement]:
    """Return what the package needs, by canonical name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    requirements = [Requirement(line) for line in project["dependencies"]]
    return {canonicalize_name(r.name): r for r in requirements}


def floor(name: str) -> str:
    """Return the oldest version that pyproject.toml allows."""
    [lowest] = [s.version for s in runtime_requirements()[name].specifier if s.operator == ">="]
    return lowest


def oldest(name: str) -> str:
    return f"{name}=={floor(name)}"


@dataclass(frozen=True)
class Row:
    """One environment."""

    name: str
    pins: Sequence[str]  # beside the package's requirements; a name alone: the newest allowed


ROWS = (
    Row("ipykernel-6-oldest", [oldest("ipykernel")]),
    Row("ipykernel-6-newest", ["ipykernel<7"]),
    Row("ipykernel-7-oldest", ["ipykernel==7.1.0"]),
    Row("proxy-oldest", [oldest("jupyter-server-proxy")]),
    # its half in the browser is as old: both came out on the same day
    Row("ipywidgets-oldest", [oldest("ipywidgets"), "jupyterlab-widgets==3.0.8"]),
    Row("newest", SUBJECTS),
)

# Only what goes through the three packages.
SUITES = {
    "kernel": [
        "tests/client/test_receiver_in_a_kernel.py", "tests/house/test_without_browser.py",
        "tests/widgets", "tests/browser/test_notebook_browser.py",
        "tests/browser/test_link_card.py", "tests/browser/test_window.py", "tests/location",
        "tests/grading/test_question_panels.py", "tests/ladder/test_panel.py",
    ],
    "notebooks": [
        "--nbval", *(str(path) for path in sorted((ROOT / "notebooks").glob("0[0-3]_*.ipynb"))),
        "--nbval-sanitize-with", "notebooks/sanitize.cfg", "--nbval-cell-timeout=60",
    ],
    "browser": [
        "tests/real_browser/surroundings/test_everywhere.py",
        "tests/real_browser/test_notebook_browser.py", "tests/real_browser/test_questions.py",
        "-k", "not (notebook7 or hub or tls)",
    ],
}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the rows, print one table, and return 1 if anything failed."""
    parser = argparse.ArgumentParser(description="Test the ends of the declared ranges.")
    parser.add_argument("--row", choices=[row.name for row in ROWS], action="append")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where environments stay")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = (chosen.keep or Path(temporary)).resolve()
        lines = [run(row, folder) for row in ROWS if not chosen.row or row.name in chosen.row]
    print("", "| row | " + " | ".join([*SUBJECTS, *SUITES, "seconds"]) + " |", sep="\n")
    print("|---" * (2 + len(SUBJECTS) + len(SUITES)) + "|", *lines, sep="\n")
    return int(any("FAILED" in line for line in lines))


def run(row: Row, folder: Path) -> str:
    """Install one row, run every suite in it, and return its line of the table."""
    begun = time.monotonic()
    print(f"\n=== {row.name}: {', '.join(row.pins)}", flush=True)
    python = program(folder / row.name, "python")
    if install(python, row, folder):
        versions = [installed(python, name) for name in SUBJECTS]
        print("installed:", *map("==".join, zip(SUBJECTS, versions, strict=True)), flush=True)
        results = [test(python, suite) for suite in SUITES]
    else:
        versions, results = ["–"] * len(SUBJECTS), ["FAILED: install"] * len(SUITES)
    cells = [row.name, *versions, *results, f"{time.monotonic() - begun:.0f}"]
    return f"| {' | '.join(cells)} |"


def install(python: Path, row: Row, folder: Path) -> bool:
    constraints = folder / f"{row.name}.txt"
    constraints.parent.mkdir(parents=True, exist_ok=True)
    constraints.write_text(constraints_beside(row), encoding="utf-8")
    try:
        make(python.parent.parent, ["-e", ".[test]", *row.pins, "-c", str(constraints)])
    except Stop as reason:
        print(reason, flush=True)
        return False
    return True


def constraints_beside(row: Row) -> str:
    """Return constraints.txt without the packages of this row and what they bring along."""
    free = {canonicalize_name(Requirement(pin).name) for pin in row.pins} | {*COMPANIONS}
    lines = CONSTRAINTS.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if canonicalize_name(line.split("==")[0]) not in free)


def installed(python: Path, name: str) -> str:
    code = f"import importlib.metadata; print(importlib.metadata.version({name!r}))"
    run = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter
    return run.stdout.strip()


def test(python: Path, suite: str) -> str:
    options = ["-m", "pytest", "-q", "-p", "no:cacheprovider"]
    return "passed" if call(str(python), *options, *SUITES[suite]) else "FAILED"


def call(*command: str) -> bool:
    """Run a command in the project, and tell whether it succeeded."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    # a browser test that is skipped would say nothing about the row
    environment["OAUTH_TUTORIAL_REQUIRE_BROWSER"] = "1"
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0  # noqa: S603 - commands of this file


if __name__ == "__main__":
    raise SystemExit(main())
