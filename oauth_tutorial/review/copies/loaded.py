"""An app loaded into this process, if no process can be started, as in a web page.

The file has a WSGI application called ``app`` (PEP 3333). It is loaded afresh for each copy, sees
the environment of a review whenever it runs, and what it writes is kept.
"""

import contextlib
import importlib.util
import io
import logging
import os
import sys
import threading
import traceback
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from oauth_tutorial.network import bind
from oauth_tutorial.review.copies.asked import Asked
from oauth_tutorial.review.copies.copy import DoesNotRun, last_error, last_lines

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_NAME = "app_under_review"
_one_at_a_time = threading.RLock()  # the environment and the outputs are the process's own


class LoadedCopy:
    """An application of this process, on a port that is told to it.

    Args:
        asked: The Python file.
        environment: What it is told, by port; see ``review``.

    Raises:
        DoesNotRun: When it is not a Python file, cannot be loaded, or has no ``app``.
    """

    has_ended = False
    floods = False

    def __init__(self, asked: Asked, port: int, environment: Mapping[str, str]) -> None:
        if asked.file is None:
            raise DoesNotRun(
                "No process can be started here, so only a Python file with a WSGI application "
                "called app can be reviewed."
            )
        self._given = dict(environment)
        self._beside = _Beside(asked.file.absolute().parent)
        self._output = io.StringIO()
        self._server = bind(port, name="review-app")
        try:
            app = self._load(asked.file)
        except BaseException:
            self._server.stop()
            raise
        # a Host that is not ours reaches the app, as it would anywhere else
        self._server.answer(self._watched(app), is_ours=lambda host: True)

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._server.port

    def ends_now(self) -> bool:
        """Never: it would end this process."""
        return False

    def said(self) -> str:
        """Return what it has written so far."""
        return self._output.getvalue()

    def last_lines(self) -> str:
        """Return a sentence with the last of it."""
        return last_lines(self.said(), self._given)

    def last_error(self) -> str:
        """Return the last line that names an error."""
        return last_error(self.said(), self._given)

    def stop(self) -> None:
        """Free its port."""
        self._server.stop()

    def wait_until_it_answers(self) -> None:
        """It does from the beginning."""

    def _load(self, file: Path) -> "WSGIApplication":
        with self._as_if_alone():
            try:
                app: WSGIApplication | None = globals_of(file).get("app")
            except (Exception, SystemExit) as error:
                self._output.write("".join(traceback.format_exception_only(error)))
                raise DoesNotRun(f"It cannot be loaded. {self.last_lines()}") from error
        if not callable(app):
            raise DoesNotRun(
                f"{file.name} has no WSGI application called app, and no process can be started "
                "here to run it."
            )
        return app

    def _watched(self, app: "WSGIApplication") -> "WSGIApplication":
        def watched(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
            with self._as_if_alone():
                environ["wsgi.errors"] = self._output
                answer = app(environ, start_response)
                try:
                    return list(answer)
                finally:
                    getattr(answer, "close", lambda: None)()

        return watched

    @contextlib.contextmanager
    def _as_if_alone(self) -> Iterator[None]:
        """Give it its environment, and keep what it writes."""
        handler = logging.StreamHandler(self._output)
        root = logging.getLogger()
        with (
            _one_at_a_time,
            self._beside.importable(),
            in_environment(self._given),
            contextlib.redirect_stdout(self._output),
            contextlib.redirect_stderr(self._output),
        ):
            root.addHandler(handler)
            try:
                yield
            finally:
                root.removeHandler(handler)


def globals_of(file: Path, given: Mapping[str, object] | None = None) -> dict[str, Any]:
    """Run a file as a module of its own, and return what it then has.

    Args:
        file: Of Python code.
        given: What it finds already there, as a ``print`` of ours. Default: nothing.
    """
    spec = importlib.util.spec_from_file_location(_NAME, file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file.name} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    vars(module).update(given or {})
    writes, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # nothing beside the app
    sys.modules[_NAME] = module
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = writes
        sys.modules.pop(_NAME, None)
    return vars(module)


class _Beside:
    """The modules beside an app, which are its own: loaded afresh for it, and nobody else's.

    Args:
        folder: Of the app.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        packages = (one.parent.name for one in folder.glob("*/__init__.py"))
        self._there = {*(one.stem for one in folder.glob("*.py")), *packages} - {"oauth_tutorial"}
        self._own: dict[str, ModuleType] = {}

    @contextlib.contextmanager
    def importable(self) -> Iterator[None]:
        """Let it import them, when it is loaded and later; nothing is written beside it."""
        hidden = {name: sys.modules.pop(name) for name in self._names() & {*sys.modules}}
        sys.modules.update(self._own)
        writes, sys.dont_write_bytecode = sys.dont_write_bytecode, True
        sys.path.insert(0, str(self._folder))
        try:
            yield
        finally:
            with contextlib.suppress(ValueError):
                sys.path.remove(str(self._folder))
            sys.dont_write_bytecode = writes
            self._own = {name: sys.modules.pop(name) for name in self._names() & {*sys.modules}}
            sys.modules.update(hidden)

    def _names(self) -> set[str]:
        """The modules of this process that come from the folder."""
        top = {name: name.partition(".")[0] for name in [*sys.modules]}
        return {name for name, one in top.items() if one in self._there and self._is_of_it(one)}

    def _is_of_it(self, name: str) -> bool:
        file = getattr(sys.modules.get(name), "__file__", None)
        return file is not None and Path(file).is_relative_to(self._folder)


@contextlib.contextmanager
def in_environment(given: Mapping[str, str]) -> Iterator[None]:
    """Set these variables, inside the block."""
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
