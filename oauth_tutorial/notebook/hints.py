"""What a cell says when it was run too early or was stopped: one sentence, and what to run.

After a restart of the kernel, a cell in the middle of a notebook ends in a ``NameError``. The ■
button ends a cell in the traceback of whatever it was waiting in. IPython lets us change both.
"""

from collections.abc import Mapping
from types import TracebackType
from typing import Any

from oauth_tutorial.notebook.kernel import in_notebook
from oauth_tutorial.text.plain import plain

STOPPED = "Stopped. Run this cell again when you are ready."
_RUN_ABOVE = (
    "If a cell above makes or imports {name!r}, choose Run → Run All Above Selected Cell, then run "
    "this cell again. Text stands in quotes."
)
_OF_EACH_SETUP = "____"  # what the first code cell of each notebook imports


def install() -> None:
    """Make this kernel's IPython show these hints. Outside a notebook it does nothing."""
    if in_notebook():
        from IPython import get_ipython

        get_ipython().set_custom_exc((NameError, KeyboardInterrupt), show)


def show(
    shell: Any,
    kind: type[BaseException],
    error: BaseException,
    traceback: TracebackType | None,
    tb_offset: int | None = None,
) -> None:
    """Show an exception of a cell, as IPython's ``set_custom_exc`` asks for it.

    Args:
        shell: IPython.
        kind: The class of the exception.
        error: The exception.
        traceback: Where it was raised.
        tb_offset: How many frames are IPython's own.

    Example:
        ``KeyboardInterrupt: Stopped. Run this cell again when you are ready.``
    """
    if isinstance(error, KeyboardInterrupt):
        lines = [f"{kind.__name__}: {STOPPED}"]
    else:
        lines = shell.InteractiveTB.structured_traceback(
            kind, error, traceback, tb_offset=tb_offset
        )
        if (name := _missing(shell, error, traceback)) is not None:
            lines = [*lines, f"\n{run_above(name)}"]
    error._render_traceback_ = lambda: lines  # type: ignore[attr-defined] # IPython looks for it
    shell.showtraceback((kind, error, traceback), tb_offset=tb_offset)


def run_above(name: str) -> str:
    """Say what to run when a name is missing."""
    return _RUN_ABOVE.format(name=plain(name, 40))


def is_fresh(names: Mapping[str, object]) -> bool:
    """Whether the notebook's setup cell has not run in this kernel.

    Args:
        names: The names that the cells have made, such as a learner's function's ``__globals__``.
    """
    return in_notebook() and _OF_EACH_SETUP not in names


def _missing(shell: Any, error: BaseException, traceback: TracebackType | None) -> str | None:
    """Return the name that is missing, if it is missing in a cell and not in a module."""
    if type(error) is not NameError or traceback is None:
        return None
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    return error.name if traceback.tb_frame.f_globals is shell.user_ns else None
