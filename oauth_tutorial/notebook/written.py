"""Writing files: completely or not at all, and never through a link."""

import errno
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

_NEW = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
_AS_IT_IS = getattr(os, "O_BINARY", 0)  # Windows would change line endings


def write_whole(path: str | os.PathLike[str], content: str | bytes) -> None:
    """Write a file in one step: anybody who reads it meanwhile sees the old or the new file.

    A symbolic link of that name is replaced by the file, and its target is left alone. Somebody
    with access to the folder could have put the link there, to get another file overwritten.

    Args:
        path: Where to write. A file there is replaced and keeps its permissions.
        content: Text is written as UTF-8; half a character in it becomes ``?``.

    Raises:
        OSError: When it cannot be written, or the path is not a file, such as ``/dev/stdout``.
    """
    path = Path(path)
    raw = content.encode("utf-8", "replace") if isinstance(content, str) else content
    draft = path.with_name(f".{secrets.token_hex(8)}.tmp")
    descriptor = os.open(draft, _NEW | _AS_IT_IS, _mode(path))
    try:
        with open(descriptor, "wb") as file:
            file.write(raw)
        os.replace(draft, path)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise


def _mode(path: Path) -> int:
    """Return the mode of the file that is replaced; for a new one, what the umask leaves."""
    try:
        there = path.stat().st_mode
    except OSError:  # nothing, or a dangling link
        return 0o666
    if not stat.S_ISREG(there):
        raise OSError(errno.EINVAL, "not a file", path.name)
    return 0o666 if path.is_symlink() else stat.S_IMODE(there)
