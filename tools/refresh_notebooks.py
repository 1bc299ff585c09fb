"""Execute the notebooks in place and store their outputs: ``make refresh``.

Name notebooks to refresh only those:
``python tools/refresh_notebooks.py notebooks/00_start_here.ipynb``.
``normalise`` serves the hygiene test too, so both agree on what a clean notebook is.
"""

import os
import re
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"
CELL_TIMEOUT_S = 60

_VOLATILE_CELL_METADATA = ("execution", "collapsed", "ExecuteTime")
# A path of the machine that executed the notebook, up to the file's own name.
_FILE_PATH = re.compile(
    r"(?:/(?:home|Users|root|tmp|work|private|var|usr|opt)|[A-Z]:\\Users)[/\\][^\s'\":,<>)]*[/\\]"
)


def normalise(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Drop from a notebook what differs between two machines or two runs."""
    notebook.metadata.pop("widgets", None)  # holds what was typed, passwords too
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    }
    notebook.metadata["language_info"] = {"name": "python"}
    for cell in notebook.cells:
        for key in _VOLATILE_CELL_METADATA:
            cell.metadata.pop(key, None)
        if "outputs" in cell:
            cell["outputs"] = _joined(cell["outputs"])
        for output in cell.get("outputs", []):
            _normalise_output(output)
    return notebook


def _joined(outputs: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """Make one output of what was printed in pieces: a slow machine sends more of them."""
    joined: list[nbformat.NotebookNode] = []
    for output in outputs:
        before = joined[-1] if joined else {}
        if output["output_type"] == "stream" and output["name"] == before.get("name"):
            before["text"] += output["text"]
        else:
            joined.append(output)
    return joined


def _normalise_output(output: nbformat.NotebookNode) -> None:
    if "text" in output:
        output["text"] = _strip_paths(output["text"])
    if "traceback" in output:
        output["traceback"] = [_strip_paths(line) for line in output["traceback"]]
    # a saved widget is dead: what remains is its text
    output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
    for kind, value in output.get("data", {}).items():
        if isinstance(value, str):
            output["data"][kind] = _strip_paths(value)


def _strip_paths(text: str) -> str:
    return _FILE_PATH.sub("", text)


def refresh(path: Path) -> None:
    """Execute one notebook from the top and write it back, normalised."""
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as folder:  # what an earlier run wrote would be seen
        NotebookClient(
            notebook,
            timeout=CELL_TIMEOUT_S,
            kernel_name="python3",
            store_widget_state=False,
            resources={"metadata": {"path": folder}},
        ).execute()
    nbformat.write(normalise(notebook), path)


def main(names: list[str]) -> int:
    """Refresh the notebooks that are named, or all of them."""
    os.environ["OAUTH_TUTORIAL_AUTOPILOT"] = "1"
    os.environ.setdefault("JUPYTER_PLATFORM_DIRS", "1")
    paths = [Path(name) for name in names] or sorted(NOTEBOOKS.glob("*.ipynb"))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["OAUTH_TUTORIAL_PROGRESS"] = str(Path(folder, "progress.json"))
        for path in paths:
            print(f"{path.name} …", flush=True)
            refresh(path)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
