"""Do what Binder does, without Docker, and start the course in it: ``make binder``.

The packages of binder/environment.yml are installed with nothing beside them, binder/postBuild
runs, JupyterLab answers with notebook 00, and notebook 00 runs, alone and by its tests.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import requests
import yaml
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from tools.install import Stop, make, program

ROOT = Path(__file__).resolve().parent.parent
BINDER = ROOT / "binder"
NOTEBOOK = "notebooks/00_start_here.ipynb"
RUN_IT = f"""
import nbformat
from nbclient import NotebookClient
notebook = nbformat.read({NOTEBOOK!r}, as_version=4)
NotebookClient(notebook, timeout=60, resources={{"metadata": {{"path": "notebooks"}}}}).execute()
print(sum(cell.cell_type == "code" for cell in notebook.cells), "code cells ran")
"""


def main() -> int:
    """Do it all; return 1 after the first thing that fails."""
    with tempfile.TemporaryDirectory() as temporary:
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
            subprocess.run(words, cwd=ROOT, env=surroundings, check=True)  # noqa: S603 - commands of this file

        try:
            step("the packages of binder/environment.yml")
            make(folder, ["--no-deps", "-r", str(packages)])
            step("binder/postBuild")
            call(BINDER / "postBuild")
            call(python, "-m", "pip", "check")
            step("JupyterLab")
            open_in_lab(python, surroundings)
            step(f"{NOTEBOOK}, by nbclient and by nbval")
            call(python, "-c", RUN_IT)
            compare = ["--nbval-sanitize-with", "notebooks/sanitize.cfg", "-p", "no:cacheprovider"]
            call(python, "-m", "pytest", "-q", "--nbval", NOTEBOOK, *compare)
        except (Stop, subprocess.CalledProcessError, OSError) as error:
            print(f"\nBinder: {error}", file=sys.stderr)
            return 1
    step("done")
    return 0


def by_pip() -> list[str]:
    """Return what pip installs there."""
    listed = yaml.safe_load((BINDER / "environment.yml").read_text(encoding="utf-8"))
    [packages] = [part["pip"] for part in listed["dependencies"] if isinstance(part, dict)]
    return packages


def open_in_lab(python: Path, surroundings: dict[str, str]) -> None:
    """Start JupyterLab, and ask for the page and the file that a visitor asks for.

    Raises:
        OSError: it did not start, or did not answer.
    """
    options = ["--no-browser", "--port=0", "--IdentityProvider.token=", "--ServerApp.ip=127.0.0.1"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")  # a container of CI
    command = [str(python), "-m", "jupyterlab", *options]
    with subprocess.Popen(  # noqa: S603 - the environment made above
        command, cwd=ROOT, env=surroundings, stderr=subprocess.PIPE, encoding="utf-8"
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
            for path in (f"lab/tree/{NOTEBOOK}", f"api/contents/{NOTEBOOK}"):
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
