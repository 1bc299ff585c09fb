"""The progress file: read, changed and written by several kernels at once, never lost.

A file that is broken, or not ours, is renamed and stays; a new one is begun.
"""

import errno
import json
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

from oauth_tutorial.notebook.written import write_whole
from oauth_tutorial.text.readers import read_json

FORMAT, VERSION = "oauth-tutorial progress", 1
VARIABLE = "OAUTH_TUTORIAL_PROGRESS"
_MOST_BYTES = 2_000_000  # a whole course fills a hundredth of it
_WAIT_S = 2.0  # for another kernel that is writing
_STALE_S = 10.0  # a lock of this age was left by a kernel that died

Record = dict[str, Any]


class ForeignFile(Exception):
    """Raised when a file is there that is no progress file of this version."""


def path() -> Path:
    """Return where the file is: beside the notebooks, or where the variable says."""
    return Path(os.environ.get(VARIABLE) or Path(".oauth-tutorial", "progress.json"))


def read() -> Record:
    """Return what is noted; an empty record where there is no file.

    Raises:
        ForeignFile: As :func:`load` does.
        OSError: When it cannot be read.
    """
    try:
        return load(path())
    except FileNotFoundError:
        return _empty()


def load(file: Path) -> Record:
    """Return the record that a file holds.

    Raises:
        ForeignFile: When it is broken, too large, or of another format or version.
        OSError: When it cannot be read, or is a folder, a pipe or a device.
    """
    about = file.stat()
    if not stat.S_ISREG(about.st_mode):
        raise OSError(errno.EINVAL, "not a file", file.name)
    if about.st_size > _MOST_BYTES:
        raise ForeignFile("too large")
    record = read_json(file.read_bytes(), _MOST_BYTES)
    if record is None:
        raise ForeignFile("not JSON")
    if not _is_ours(record):
        raise ForeignFile("another format")
    return cast("Record", record)


def change(edit: Callable[[Record], None]) -> str:
    """Read the file, edit what is noted, write it back in one step.

    Returns:
        What the learner should know: empty, or one sentence.
    """
    try:
        path().parent.mkdir(parents=True, exist_ok=True)
        with _locked():
            record, notice = _read_or_set_aside()
            edit(record)
            _write(record)
            return notice
    except (OSError, ValueError) as error:  # what JSON cannot say, such as too many digits
        return f"Your progress could not be saved ({type(error).__name__}: {path().name})."


def _empty() -> Record:
    return {
        "format": FORMAT,
        "version": VERSION,
        "pseudonym": "",
        "exercises": {},
        "notebooks": {},
    }


def _is_ours(record: object) -> bool:
    if not isinstance(record, dict) or not isinstance(record.get("pseudonym", ""), str):
        return False
    if (record.get("format"), record.get("version")) != (FORMAT, VERSION):
        return False
    parts = [record.get("exercises"), record.get("notebooks")]
    return all(
        isinstance(part, dict) and all(isinstance(entry, dict) for entry in part.values())
        for part in parts
    )


def _read_or_set_aside() -> tuple[Record, str]:
    try:
        return read(), ""
    except ForeignFile as error:
        aside = next(
            candidate
            for number in range(1, 10_000)
            if not (candidate := path().with_suffix(f".set-aside-{number}.json")).exists()
        )
        path().rename(aside)
        return _empty(), (
            f"{path().name} is no progress file of this course ({error}). "
            f"It is kept as {aside.name}, and a new one is begun."
        )


def _write(record: Record) -> None:
    # in ASCII: half a character, which JSON can carry, comes back as it was
    write_whole(path(), json.dumps(record, indent=1) + "\n")


@contextmanager
def _locked() -> Iterator[None]:
    """Hold a lock file, so that two kernels do not undo each other's notes."""
    lock = path().with_suffix(".lock")
    deadline = time.monotonic() + _WAIT_S
    while not _taken(lock):
        with suppress(OSError):
            # of a clock that was ahead there is no telling; a link would be of another file's age
            if abs(time.time() - lock.lstat().st_mtime) > _STALE_S:
                lock.unlink()
                continue
        if time.monotonic() > deadline:
            raise TimeoutError("another notebook is writing")
        time.sleep(0.01)
    try:
        yield
    finally:
        with suppress(OSError):
            lock.unlink()


def _taken(lock: Path) -> bool:
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except FileExistsError:
        return False
    return True
