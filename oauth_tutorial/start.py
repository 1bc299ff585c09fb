"""The learner's notebooks, and JupyterLab on the first of them."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from oauth_tutorial.network.own_address import own_address
from oauth_tutorial.network.server import IPV6
from oauth_tutorial.notebook.files import beside
from oauth_tutorial.notebook.written import write_whole

_FIRST_NOTEBOOK = "00_start_here.ipynb"
_DEFAULT_FOLDER = "oauth-tutorial-notebooks"
_PACKAGE = Path(__file__).resolve().parent
_NEW_SUFFIX = ".new"
_ENDING = ("SIGTERM", "SIGHUP")  # Windows has no second one


def open_course(
    directory: Path | None, lab_options: Sequence[str], *, no_browser: bool, port: int | None
) -> int:
    """Open JupyterLab on notebook 00, and wait until it ends.

    Args:
        directory: Where the notebooks are copied to. Default: in a checkout the checkout's own
            are opened; elsewhere ``./oauth-tutorial-notebooks``.
        lab_options: What goes to JupyterLab besides.
        no_browser: Whether only the address is printed.
        port: Of JupyterLab. Default: 8888.

    Returns:
        JupyterLab's exit status.
    """
    root, landing = _notebooks_to_open(directory)
    command = _lab_command(root, landing, no_browser=no_browser, port=port)
    return _run([*command, *lab_options])


def _notebooks_to_open(directory: Path | None) -> tuple[Path, str]:
    """Return JupyterLab's root folder and the notebook to open, relative to it."""
    checkout = _PACKAGE.parent
    if directory is None and (checkout / "pyproject.toml").is_file():
        source = checkout / "notebooks"
        if source.is_dir():
            return checkout, f"notebooks/{_FIRST_NOTEBOOK}"
    target = Path(directory or _DEFAULT_FOLDER).resolve()
    copy_notebooks(notebooks_source(), target)
    for program in sorted(beside("examples").glob("*.py")):
        _copy(program, target / program.name)
    return target, _FIRST_NOTEBOOK


def notebooks_source() -> Path:
    """Return the folder that holds the course: in the wheel, or in the checkout."""
    return beside("notebooks")


def copy_notebooks(source: Path, target: Path) -> None:
    """Copy the course to ``target``; a file that is there and differs stays as it is.

    The course's own version of such a file is laid beside it, as ``NAME.new.ipynb``.
    """
    target.mkdir(parents=True, exist_ok=True)
    for original in sorted(source.rglob("*.ipynb")):
        if ".ipynb_checkpoints" in original.parts:
            continue
        copy = target / original.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        _copy(original, copy)


def _copy(original: Path, copy: Path) -> None:
    if not copy.exists():
        write_whole(copy, original.read_bytes())
    elif copy.read_bytes() != original.read_bytes():
        newer = copy.with_name(f"{copy.stem}{_NEW_SUFFIX}{copy.suffix}")
        write_whole(newer, original.read_bytes())
        print(f"Kept your {copy.name}; the course's own version is {newer.name}.")


def _lab_command(root: Path, landing: str, *, no_browser: bool, port: int | None) -> list[str]:
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={root}",
        f"--LabApp.default_url=/lab/tree/{landing}",
    ]
    if no_browser:
        command.append("--no-browser")
    if port is not None:
        command.append(f"--ServerApp.port={port}")
    if own_address() == IPV6:  # the kernels, too, would be looked for at 127.0.0.1
        command += [f"--ServerApp.ip={IPV6}", "--KernelManager.transport=ipc"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # a container; JupyterLab refuses to start otherwise
    return command


def _lab_environment() -> dict[str, str]:
    """Return this environment, and in it a setting of ours below the person's own.

    It switches JupyterLab's question about news off, which covers a corner of the
    first notebook; no option does.
    """
    paths = [os.environ.get("JUPYTER_CONFIG_PATH", ""), str(_PACKAGE / "lab_config")]
    return {**os.environ, "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, paths))}


def _run(command: list[str]) -> int:
    with _to_end_it() as ends:
        process = subprocess.Popen(command, env=_lab_environment())  # noqa: S603 - our own interpreter, options of the person
        ends(process.terminate)
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # JupyterLab got it too, and asks whether to stop


@contextmanager
def _to_end_it() -> Iterator[Callable[[Callable[[], None]], None]]:
    """Hand a signal that ends this process on, so that JupyterLab is not left behind.

    The terminal sends *interrupt* to both; what ``kill``, a service manager or the end of a
    session sends comes here alone.
    """
    came: list[int] = []
    hand_on: list[Callable[[], None]] = []

    def note(number: int, _: object) -> None:
        came.append(number)
        for end in hand_on:
            end()

    def ends(end: Callable[[], None]) -> None:
        hand_on.append(end)
        if came:  # while the other process was being made
            end()

    numbers = [getattr(signal, name) for name in _ENDING if hasattr(signal, name)]
    # what is ignored, as nohup has it, stays so
    before = {one: signal.getsignal(one) for one in numbers}
    for one in (one for one, how in before.items() if how is not signal.SIG_IGN):
        signal.signal(one, note)
    try:
        yield ends
    finally:
        for one, how in before.items():
            signal.signal(one, how)
