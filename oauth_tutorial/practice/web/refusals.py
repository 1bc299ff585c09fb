"""JSON or a refusal: how the back channel answers (RFC 6749 §5.1, §5.2)."""

from collections.abc import Callable

from flask import Response

from oauth_tutorial.practice.model.checks import Refused
from oauth_tutorial.practice.web.http import json_response
from oauth_tutorial.practice.web.notes import notes


def json_or_refusal(
    answer: Callable[[], dict[str, object]], status: int = 200, scheme: str = "Basic"
) -> Response:
    """Answer with what *answer* makes, or with what it was refused for.

    Args:
        answer: Makes the document, or raises ``Refused``.
        status: Of an answer that is in order. Default: 200.
        scheme: What a 401 asks for (RFC 6749 §5.2). Default: Basic.
    """
    try:
        response = json_response(answer(), status)
    except Refused as refused:
        response = _refusal(refused, scheme)
    response.headers["Cache-Control"] = "no-store"  # RFC 6749 §5.1
    response.headers["Pragma"] = "no-cache"
    return response


def _refusal(refused: Refused, scheme: str) -> Response:
    notes.error = refused.error
    document = {"error": refused.error, "error_description": refused.description}
    response = json_response(
        {name: text for name, text in document.items() if text}, refused.status
    )
    if refused.status == 401:
        challenge = f'{scheme} realm="PhotoBox"'
        if scheme == "Bearer" and refused.error:  # RFC 6750 §3
            challenge += f', error="{refused.error}"'
        response.headers["WWW-Authenticate"] = challenge
    return response
