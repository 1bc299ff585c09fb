"""Who sits at which browser: the cookie, and the session that it names."""

from typing import TYPE_CHECKING

from flask import Response, request
from flask.typing import ResponseReturnValue

from oauth_tutorial.practice.store import Session, new_secret

if TYPE_CHECKING:
    from oauth_tutorial.practice.service import PhotoBox

SESSION_SECONDS = 1800


class Sessions:
    """The sessions of one service, as the cookie of the current request names them."""

    def __init__(self, photobox: "PhotoBox") -> None:
        self.photobox = photobox
        self.store = photobox.store.sessions

    def known(self) -> Session | None:
        """Return this browser's session; None when it has none, or a stale one."""
        session = self.store.get(request.cookies.get(self.photobox.cookie, ""))
        return None if session is None or self._is_old(session) else session

    def current(self) -> tuple[str, Session]:
        """Return this browser's session and its name; a new one where there is none."""
        session = self.known()
        if session is not None:
            return request.cookies[self.photobox.cookie], session
        return self._add(Session())

    def sign_in(self, username: str) -> tuple[str, Session]:
        """Begin a session with a new name (against session fixation), and end the old one."""
        self.store.pop(request.cookies.get(self.photobox.cookie, ""), None)
        return self._add(Session(username=username, auth_time=self.photobox.clock.now()))

    def keep(self, session_id: str, page: ResponseReturnValue) -> Response:
        """Answer with a page, and let the browser remember the session."""
        response = page if isinstance(page, Response) else Response(str(page))
        response.set_cookie(
            self.photobox.cookie,
            session_id,
            max_age=SESSION_SECONDS,
            path=None,
            httponly=True,
            samesite="Lax",
        )
        return response

    def _add(self, session: Session) -> tuple[str, Session]:
        session_id = new_secret()
        self.store[session_id] = session
        return session_id, session

    def _is_old(self, session: Session) -> bool:
        age = self.photobox.clock.now() - session.auth_time
        return session.username is not None and age > SESSION_SECONDS
