"""Do what Binder does, without Docker, and start the course in it: ``make binder``.

All of it happens in a copy of this checkout, as in a fresh clone. The packages of
binder/environment.yml are installed with nothing beside them, binder/postBuild runs, JupyterLab
answers with notebook 00 of the learner's copy, which has no outputs, and notebook 00 runs: there,
and by its tests where it has them.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from fnmatch import fnmatch
from pathlib import Path

import requests
import yaml
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from tools.install import Stop, make, program

ROOT = Path(__file__).resolve().parent.parent
BINDER = ROOT / "binder"
COPY = "my-oauth-course"
NAME = "00_start_here.ipynb"
RUN_IT = f"""
import nbformat
from nbclient import NotebookClient
notebook = nbformat.read("{COPY}/{NAME}", as_version=4)
code = [cell for cell in notebook.cells if cell.cell_type == "code"]
if any(cell.outputs for cell in code):
    raise SystemExit("the learner's copy has outputs")
NotebookClient(notebook, timeout=60, resources={{"metadata": {{"path": "{COPY}"}}}}).execute()
print(len(code), "code cells ran")
"""


def main() -> int:
    """Do it all; return 1 after the first thing that fails."""
    with tempfile.TemporaryDirectory() as temporary:
        clone = as_cloned(Path(temporary, "clone"))
        folder = Path(temporary, "environment")
        packages = Path(temporary, "packages.txt")
        packages.write_text("\n".join(by_pip()), encoding="utf-8")
        python = program(folder, "python")
        surroundings = {
            **{name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
            "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}",
            "OAUTH_TUTORIAL_AUTOPILOT": "1",
            "OAUTH_TUTORIAL_PROGRESS": str(Path(temporary, "progress.json")),
        }

        def call(*command: object) -> None:
            words = [str(word) for word in command]
            subprocess.run(words, cwd=clone, env=surroundings, check=True)  # noqa: S603 - commands of this file

        try:
            step("the packages of binder/environment.yml")
            make(folder, ["--no-deps", "-r", str(packages)])
            step("binder/postBuild")
            call(clone / "binder" / "postBuild")
            call(python, "-m", "pip", "check")
            step("JupyterLab")
            open_in_lab(python, surroundings, clone)
            step(f"{NAME}, by nbclient and by nbval")
            call(python, "-c", RUN_IT)
            compare = ["--nbval-sanitize-with", "notebooks/sanitize.cfg", "-p", "no:cacheprovider"]
            call(python, "-m", "pytest", "-q", "--nbval", f"notebooks/{NAME}", *compare)
        except (Stop, subprocess.CalledProcessError, OSError) as error:
            print(f"\nBinder: {error}", file=sys.stderr)
            return 1
    step("done")
    return 0


def as_cloned(folder: Path) -> Path:
    """Copy this checkout, without what git ignores, and return the copy."""
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    patterns = [line.rstrip("/") for line in lines if line and not line.startswith("#")]

    def ignored(where: str, names: list[str]) -> set[str]:
        here = Path(where).relative_to(ROOT)
        return {name for name in names if name == ".git" or is_ignored(here / name, patterns)}

    return Path(shutil.copytree(ROOT, folder, ignore=ignored))


def is_ignored(path: Path, patterns: list[str]) -> bool:
    """Tell whether git ignores a path: one with a slash is the whole path, others are a name."""
    return any(
        fnmatch(path.as_posix(), one.lstrip("/")) if "/" in one else fnmatch(path.name, one)
        for one in patterns
    )


def by_pip() -> list[str]:
    """Return what pip installs there."""
    listed = yaml.safe_load((BINDER / "environment.yml").read_text(encoding="utf-8"))
    [packages] = [part["pip"] for part in listed["dependencies"] if isinstance(part, dict)]
    return packages


def open_in_lab(python: Path, surroundings: dict[str, str], clone: Path) -> None:
    """Start JupyterLab, and ask for the page and the file that a visitor asks for.

    Raises:
        OSError: it did not start, or did not answer.
    """
    options = ["--no-browser", "--port=0", "--IdentityProvider.token=", "--ServerApp.ip=127.0.0.1"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")  # a container of CI
    command = [str(python), "-m", "jupyterlab", *options]
    with subprocess.Popen(  # noqa: S603 - the environment made above
        command, cwd=clone, env=surroundings, stderr=subprocess.PIPE, encoding="utf-8"
    ) as server:
        try:
            printed = []
            for line in server.stderr or ():
                printed.append(line)
                if address := re.search(r"http://127\.0\.0\.1:\d+/", line):
                    break
            else:
                raise OSError("JupyterLab did not start:\n" + "".join(printed))
            visitor = requests.Session()
            # it says its address a moment before it listens there
            visitor.mount(address[0], HTTPAdapter(max_retries=Retry(connect=8, backoff_factor=0.1)))
            for path in (f"lab/tree/{COPY}/{NAME}", f"api/contents/{COPY}/{NAME}"):
                answer = visitor.get(address[0] + path, timeout=60)
                answer.raise_for_status()
                print(answer.status_code, f"/{path}", len(answer.content), "bytes", flush=True)
        finally:
            server.terminate()


def step(what: str) -> None:
    print(f"[{time.monotonic() - BEGUN:4.0f} s] {what}", flush=True)


BEGUN = time.monotonic()

if __name__ == "__main__":
    raise SystemExit(main())
