"""Write environment.yml and binder/environment.yml: ``python tools/environment.py``.

conda and Binder bring Python and pip. The packages are those that CI installs: what the course
needs, what a visitor needs to run the tests of the notebooks, and what these need in turn, each
in the version of constraints.txt. Run it in an environment with the tools of the tests, whose
packages say what they need.
"""

import importlib.metadata
import tomllib
from collections.abc import Iterable
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
FILES = (ROOT / "environment.yml", ROOT / "binder" / "environment.yml")
PYTHON = "3.11"  # what CI has
# Binder has a Notebook of its own, which wants its own JupyterLab: it gets the one of ours.
FOR_VISITORS = ("nbval", "notebook", "pytest")

# Binder's machines, so that the list is the same wherever it is written.
BINDER = {
    **{name: str(value) for name, value in default_environment().items()},
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_python_implementation": "CPython",
    "platform_system": "Linux",
    "python_full_version": f"{PYTHON}.0",
    "python_version": PYTHON,
    "sys_platform": "linux",
}

TEXT = """\
# Written by `python tools/environment.py` from pyproject.toml and constraints.txt.
name: oauth-tutorial
channels:
  - conda-forge
dependencies:
  - python={python}
  - pip
  - pip:
{packages}
"""


def main() -> None:
    """Write both files; Binder reads the one, people with conda the other."""
    for file in FILES:
        file.write_text(text(), encoding="utf-8")


def text() -> str:
    """Return what both files say."""
    return TEXT.format(python=PYTHON, packages="\n".join(f"      - {line}" for line in pins()))


def pins() -> list[str]:
    """Return the lines of constraints.txt that the course and its visitors need."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = everything([*project["dependencies"], *FOR_VISITORS])
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    versions = {str(canonicalize_name(line.partition("==")[0])): line for line in lines}
    return [versions[name] for name in sorted(needed)]


def everything(requirements: Iterable[str]) -> set[str]:
    """Return the canonical names of these requirements, and of what they need in turn."""
    seen: set[tuple[str, str]] = set()  # name and extra: jsonschema[format] needs more
    left = [Requirement(line) for line in requirements]
    while left:
        requirement = left.pop()
        name = canonicalize_name(requirement.name)
        for extra in {"", *requirement.extras}:
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            for line in needs(name):
                needed = Requirement(line)
                if needed.marker is None or needed.marker.evaluate({**BINDER, "extra": extra}):
                    left.append(needed)
    return {name for name, _ in seen}


def needs(name: str) -> list[str]:
    """Return what an installed package needs; nothing where only Binder's Python has it."""
    try:
        return importlib.metadata.requires(name) or []
    except importlib.metadata.PackageNotFoundError:
        return []


if __name__ == "__main__":
    main()
