"""Registration over HTTP: an address for all, and one for each client (RFC 7591, RFC 7592)."""

from flask import Flask, Response, request

from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.rules.endpoints import registration
from oauth_tutorial.practice.web.http import json_of_request, why_no_json_of_request
from oauth_tutorial.practice.web.notes import notes
from oauth_tutorial.practice.web.refusals import json_or_refusal


def add_registration(app: Flask, photobox: ServiceState) -> None:
    """Add the registration endpoint, and the address that it gives to each client."""

    def register() -> Response:
        return json_or_refusal(
            lambda: registration.register(photobox, _sent(), notes.checks), status=201
        )

    def read(client_id: str) -> Response:
        return json_or_refusal(
            lambda: registration.read(photobox, client_id, _sent(), notes.checks), scheme="Bearer"
        )

    def update(client_id: str) -> Response:
        return json_or_refusal(
            lambda: registration.update(photobox, client_id, _sent(), notes.checks), scheme="Bearer"
        )

    def delete(client_id: str) -> Response:
        answer = json_or_refusal(
            lambda: registration.delete(photobox, client_id, _sent(), notes.checks),
            status=204,
            scheme="Bearer",
        )
        if answer.status_code == 204:  # RFC 7592 §2.3: nothing is said
            answer.set_data(b"")
            del answer.headers["Content-Type"]
        return answer

    one = "/register/<client_id>"
    app.add_url_rule("/register", "register", register, methods=["POST"])
    app.add_url_rule(one, "read_registration", read)
    app.add_url_rule(one, "update_registration", update, methods=["PUT"])
    app.add_url_rule(one, "delete_registration", delete, methods=["DELETE"])


def _sent() -> registration.Sent:
    metadata = json_of_request()
    return registration.Sent(
        media_type=request.mimetype,
        metadata=metadata,
        unreadable=why_no_json_of_request() if metadata is None else "",
        authorization=request.headers.get("Authorization"),
    )
