"""The PhotoBox of a review, separate from any other, with its own address and log."""

import secrets

from flask import Flask, Response, request

from oauth_tutorial.network import Server, bind
from oauth_tutorial.practice.model.clients import Client
from oauth_tutorial.practice.service import PhotoBox
from oauth_tutorial.practice.web.fault_effects import answer_with, answered
from oauth_tutorial.text.plain import plain

STORY_CLIENT, STORY_SECRET = "printshop", "printshop-secret"


class OwnPhotoBox(PhotoBox):
    """A practice service that serves one review, and no notebook.

    Attributes:
        client_id: That of the app under review; the story's ``printshop`` is also known, for an
            app that has it in its source.
        client_secret: Drawn for this review.
        spoils_id_tokens: Whether its ID tokens are not tokens at all.
        spoils_tokens: Whether its token endpoint answers with an HTML page, and status 200.
    """

    def __init__(self) -> None:
        self._port: Server = bind(0, name="review-photobox")
        super().__init__(f"http://{self._port.host}:{self._port.port}")
        self.spoils_id_tokens = self.spoils_tokens = False
        if isinstance(self.app, Flask):
            self.app.after_request(self._spoiled)
        self.client_id = f"review-{secrets.token_hex(4)}"
        self.client_secret = secrets.token_urlsafe(24)
        self.clients.give(
            Client(
                self.client_id,
                "The app under review",
                ("http://127.0.0.1/of-no-app",),  # expect_app says which: http is not https
                self.client_secret,
                public_address=self.address,
            )
        )
        self._port.answer(self.app, refused=self.refusals.append)

    def environment(self, home: str, port: int) -> dict[str, str]:
        """Return what an app is told, and expect its redirect URI.

        Args:
            home: Its address for browsers, without a slash at the end.
            port: Where it listens.
        """
        self.expect_app(port, home)
        return {
            "PHOTOBOX": self.issuer,
            "HOME_URL": home,
            "PORT": str(port),
            "CLIENT_ID": self.client_id,
            "CLIENT_SECRET": self.client_secret,
        }

    def _spoiled(self, response: Response) -> Response:
        if self.spoils_tokens and request.path == "/token":
            return Response("<!doctype html><title>Maintenance</title>", mimetype="text/html")
        if self.spoils_id_tokens and request.path == "/token":
            body = answered(response)
            if "id_token" in body:
                answer_with(response, body | {"id_token": "no.token.here"})
        return response

    @property
    def why_refused(self) -> str:
        """Which rule the newest request that was refused broke; empty where none was."""
        for entry in reversed(self.log):
            if failed := entry.checks.failed:
                wanted = f" (expected {failed.expected})" if failed.expected else ""
                said = f"PhotoBox refused {entry.path}; the rule is: {failed.sentence}{wanted}"
                return plain(said, 300)
        return ""

    def stop(self) -> None:
        """Stop listening and free the port."""
        super().stop()
        self._port.stop()
