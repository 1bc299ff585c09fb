"""The provider's own API as far as it is played: the first call, and giving a token back."""

from flask import Flask, Response, request

from oauth_tutorial.practice.dialect.first_call import person
from oauth_tutorial.practice.model.own_paths import FIRST_CALL, REVOKE, first_call_path, path_of
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import Token
from oauth_tutorial.practice.rules.claims import claims_about
from oauth_tutorial.practice.rules.dialect import check_api_headers
from oauth_tutorial.practice.rules.endpoints.given_back import delete, end
from oauth_tutorial.practice.rules.endpoints.photo_api import Api, Shown
from oauth_tutorial.practice.web.http import json_of_request
from oauth_tutorial.practice.web.notes import notes
from oauth_tutorial.practice.web.photo_api import Challenge, answer_of_the_api, read_proof
from oauth_tutorial.practice.web.played.edge import came
from oauth_tutorial.practice.web.refusals import json_or_refusal
from oauth_tutorial.presets.schema import Preset

_METHODS = {
    "bearer-post": ["POST"],
    "bearer-get": ["GET"],
    "bearer-delete": ["DELETE"],
    "basic-delete-json": ["DELETE"],
}


def add_own_api(app: Flask, photobox: ServiceState) -> None:
    """Add the addresses of the provider that is played, if any."""
    preset = photobox.preset
    if preset is None:
        return
    own = OwnApi(photobox, preset)
    app.add_url_rule(FIRST_CALL, "first_call", own.first_call, methods=own.methods)
    style = preset.revocation.style
    if style in _METHODS:
        revoke = own.delete if style == "basic-delete-json" else own.end
        app.add_url_rule(REVOKE, "own_revoke", revoke, methods=_METHODS[style])


class OwnApi:
    """What a token of the provider is for, as views."""

    def __init__(self, photobox: ServiceState, preset: Preset) -> None:
        self.photobox, self.preset = photobox, preset
        self.api = Api(photobox)

    @property
    def methods(self) -> list[str]:
        """Those of the first call."""
        # OpenID Connect Core §5.3.1: both
        return ["GET", "POST"] if self._is_userinfo else [self.preset.api.first_call.method]

    @property
    def _is_userinfo(self) -> bool:
        userinfo = path_of(self.preset, self.preset.endpoints.userinfo)
        return first_call_path(self.preset) == userinfo

    def first_call(self) -> Response:
        """Say whose token it is: a token with any scope will do."""

        def answer() -> dict[str, object]:
            token = self._token()
            username = token.grant.username or token.grant.client_id
            answer = person(self.preset.api.first_call, username)
            if self._is_userinfo and token.grant.username:
                return claims_about(username, token.scope) | answer
            return answer

        return answer_of_the_api(answer, Challenge())

    def end(self) -> Response:
        """Give back the token that the request carries."""

        def answer() -> dict[str, object]:
            end(self.photobox, self._token(headers=False))
            members = self.preset.token.members
            return {name: value for name, value in members.items() if value is True}

        return answer_of_the_api(answer, Challenge())

    def delete(self) -> Response:
        """Delete the token that the body names (204: there is nothing to say)."""
        document = json_of_request()
        value = document.get("access_token") if isinstance(document, dict) else None

        def answer() -> dict[str, object]:
            delete(
                self.photobox,
                authorization=request.headers.get("Authorization", ""),
                client_id=self._client_id(),
                value=value,
                checks=notes.checks,
            )
            return {}

        response = json_or_refusal(answer, 204)
        if response.status_code == 204:
            response.set_data(b"")
        return response

    def _client_id(self) -> str:
        """Return the part of the address that names the client."""
        asked, wanted = came().path.split("/"), self.preset.revocation.endpoint.split("/")[3:]
        return dict(zip(wanted, asked[1:], strict=False)).get("{client_id}", "")

    def _token(self, *, headers: bool = True) -> Token:
        name = self.preset.api.token_header
        header = request.headers.get(name or "Authorization")
        shown = Shown(
            header=f"Bearer {header}" if name and header else header,
            query=list(request.args.items(multi=True)),
            proof=read_proof(self.photobox.issuer),
        )
        token = self.api.authorize(shown, notes.checks)
        if headers:
            sent, client_id = dict(request.headers), token.grant.client_id
            check_api_headers(self.preset, sent, client_id, notes.checks)
        return token
