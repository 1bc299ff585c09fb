"""What the kernel knows of the Jupyter server and the front end that started it."""

import os
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from oauth_tutorial.notebook.kernel import in_notebook
from oauth_tutorial.text.readers import read_object


def base_url(env: Mapping[str, str] = os.environ) -> str:
    """Return the path below which the Jupyter server lives, with a slash at both ends.

    A hub says it in ``JUPYTERHUB_SERVICE_PREFIX``. Elsewhere it stands in the file
    that the server keeps while it runs; ``JPY_PARENT_PID`` names the server, and
    where it does not (Windows), ``JPY_SESSION_NAME`` is a notebook in its folder.

    Example:
        >>> base_url({"JUPYTERHUB_SERVICE_PREFIX": "/user/alice/"})
        '/user/alice/'
    """
    found = env.get("JUPYTERHUB_SERVICE_PREFIX") or _of_runtime_file(env) or "/"
    return f"/{found.strip('/')}/" if found.strip("/") else "/"


def runs_a_cell() -> bool:
    """Whether a front end with a page runs a cell here at this moment.

    JupyterLab and Notebook say which cell they run. nbclient and nbval, which have
    no page, do not, so they never wait for an image that nobody loads.
    """
    if not in_notebook() or threading.current_thread() is not threading.main_thread():
        return False
    from IPython import get_ipython

    parent: dict[str, Any] = get_ipython().kernel.get_parent()
    return bool(parent.get("metadata", {}).get("cellId"))


def _of_runtime_file(env: Mapping[str, str]) -> str | None:
    servers = _servers()
    started_by = {env.get("JPY_PARENT_PID", ""), str(os.getppid())}
    for server in servers:
        if str(server.get("pid")) in started_by:
            return str(server.get("base_url") or "/")
    notebook = env.get("JPY_SESSION_NAME", "")
    roots = [s for s in servers if s.get("root_dir") and notebook.startswith(str(s["root_dir"]))]
    return str(roots[0].get("base_url") or "/") if len(roots) == 1 else None


def _servers() -> list[dict[str, Any]]:
    """Read the runtime files. They hold the server's token: nothing else is kept."""
    if "jupyter_core" not in sys.modules and not in_notebook():
        return []
    from jupyter_core.paths import jupyter_runtime_dir

    found = []
    for path in sorted(Path(jupyter_runtime_dir()).glob("jpserver-*.json")):
        try:
            content = read_object(path.read_bytes())
        except OSError:
            continue
        if content:
            found.append({key: content.get(key) for key in ("pid", "base_url", "root_dir")})
    return found
