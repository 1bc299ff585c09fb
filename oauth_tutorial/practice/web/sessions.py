"""Who sits at which browser: the cookie, and the session that it names."""

from flask import Response, request

from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import Session, new_secret
from oauth_tutorial.practice.rules.sealed import browser_of, new_browser

SESSION_SECONDS = 1800


class Sessions:
    """The sessions of one service, as the cookie of the current request names them."""

    def __init__(self, photobox: ServiceState) -> None:
        self.photobox = photobox
        self.store = photobox.store.sessions

    def known(self) -> Session | None:
        """Return this browser's session; None when it has none, or a stale one."""
        session = self.store.get(self._name)
        if session is None:
            return browser_of(self.photobox.seal_key, self._name)
        return None if self._is_old(session) else session

    def current(self) -> tuple[str, Session]:
        """Return this browser's session and its name; a new one where there is none."""
        session = self.known()
        if session is not None:
            return self._name, session
        return new_browser(self.photobox.seal_key)  # remembered once somebody signs in

    def sign_in(self, username: str) -> tuple[str, Session]:
        """Begin a session with a new name (against session fixation), and end the old one."""
        known = self.known()
        self.store.pop(self._name, None)
        session = Session(username=username, auth_time=self.photobox.clock.now())
        session.before = known.browser if known else ""
        session_id = new_secret()
        self.store[session_id] = session
        return session_id, session

    def sign_out(self) -> None:
        """End this browser's session."""
        self.store.pop(self._name, None)

    def keep(self, session_id: str, response: Response) -> Response:
        """Let the browser remember the session."""
        response.set_cookie(
            self.photobox.cookie,
            session_id,
            max_age=SESSION_SECONDS,
            path=None,  # the folder of the page: below a prefix, too (RFC 6265 §5.1.4)
            httponly=True,
            samesite="Lax",
        )
        return response

    @property
    def _name(self) -> str:
        return request.cookies.get(self.photobox.cookie, "")

    def _is_old(self, session: Session) -> bool:
        age = self.photobox.clock.now() - session.auth_time
        return session.username is not None and age > SESSION_SECONDS
