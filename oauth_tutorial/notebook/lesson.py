"""A notebook as the course gives it to a learner, and whether it has changed since.

The repository's notebooks hold outputs, which are tests. A learner's copy has none, because they
would give the answers away. The copy notes in its metadata which version it is, so that a newer one
replaces only copies that nobody changed.
"""

import hashlib
import json
from typing import Any

from oauth_tutorial.text.readers import read_json

_MARK = "oauth_tutorial"  # Jupyter keeps unknown keys of a notebook's metadata
_MOST = 64 * 1024 * 1024  # bytes of a notebook, with the pictures that a learner made


def for_learner(raw: bytes) -> bytes:
    """Return a notebook of the course without outputs and execution counts, and marked.

    If it cannot be read as a notebook, it is returned unchanged.
    """
    notebook = _read(raw)
    if not notebook:
        return raw
    for cell in _cells(notebook):
        if cell.get("cell_type") == "code":
            cell |= {"outputs": [], "execution_count": None}
    metadata = _metadata(notebook)
    metadata.pop("widgets", None)  # their state is an output as well
    notebook["metadata"] = metadata | {_MARK: {"version": _version(notebook)}}
    # as Jupyter writes it
    text = json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    return text.encode("utf-8", "replace")


def is_up_to_date(copy: bytes, lesson: bytes) -> bool:
    """Return whether a copy was made from this lesson, or has the same content.

    It may have been changed since.

    Args:
        copy: What the learner has.
        lesson: What ``for_learner`` returned.
    """
    if copy == lesson:
        return True
    version, mine = _version(_read(lesson)), _read(copy)
    return bool(version) and version in (_version(mine), _marked(mine))


def is_unchanged(copy: bytes) -> bool:
    """Return whether a copy has the content that it was made with. Running it is not a change."""
    mine = _read(copy)
    return bool(mine) and _marked(mine) == _version(mine)


def _read(raw: bytes) -> dict[str, Any]:
    """Return a notebook; an empty dictionary if it is not a notebook, or is empty."""
    notebook = read_json(raw, _MOST)
    return notebook if isinstance(notebook, dict) and _version(notebook) else {}


def _cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    cells = notebook.get("cells")
    return [one for one in cells if isinstance(one, dict)] if isinstance(cells, list) else []


def _metadata(part: dict[str, Any]) -> dict[str, Any]:
    found = part.get("metadata")
    return found if isinstance(found, dict) else {}


def _marked(notebook: dict[str, Any]) -> str:
    mark = _metadata(notebook).get(_MARK)
    return str(mark.get("version", "")) if isinstance(mark, dict) else ""


def _version(notebook: dict[str, Any]) -> str:
    """Return a digest of a notebook's content, without outputs and how cells are shown.

    Empty cells do not count: JupyterLab adds one when the last cell is run with Shift+Enter.
    """
    said = [
        (cell.get("cell_type"), text, _metadata(cell).get("tags") or [])
        for cell in _cells(notebook)
        if (text := _source(cell))
    ]
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode())
    return digest.hexdigest()[:16] if said else ""


def _source(cell: dict[str, Any]) -> str:
    """Return a cell's text, which a file may store as a list of lines."""
    source = cell.get("source")
    lines = source if isinstance(source, list) else [source]
    return "".join(one for one in lines if isinstance(one, str)).rstrip()
