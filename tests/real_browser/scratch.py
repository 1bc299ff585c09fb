"""A small notebook, made for one test."""

from collections.abc import Iterable
from pathlib import Path

import nbformat


def notebook(folder: Path, name: str, cells: Iterable[str]) -> Path:
    """Write a notebook of these code cells, and return its path."""
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    path = folder / f"{name}.ipynb"
    nbformat.write(book, path)
    return path
