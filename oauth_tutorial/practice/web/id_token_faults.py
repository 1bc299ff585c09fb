"""Faults of the ID token: each breaks one thing that a client verifies (Core §3.1.3.7).

The rest of the answer stays good, so a client that does not look signs the person in.
"""

import base64
import json
import time
from collections.abc import Mapping

from flask import Response

from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import new_secret
from oauth_tutorial.practice.web.fault_effects import (
    OTHER_ISSUER,
    answer_with,
    answered,
    fault,
)

OTHER_CLIENT = "another-app"
_CAUSE = "id_token_invalid"


@fault(
    "answer",
    "The ID token has another nonce, as when somebody inserts the token of another sign-in.",
    cause=_CAUSE,
)
def id_token_wrong_nonce(photobox: ServiceState, response: Response) -> bool:
    return _sign_again(photobox, response, nonce=new_secret())


@fault(
    "answer",
    "The ID token has no nonce, as from a server that forgot it.",
    cause=_CAUSE,
)
def id_token_without_nonce(photobox: ServiceState, response: Response) -> bool:
    return _sign_again(photobox, response, nonce=None)


@fault(
    "answer",
    "The ID token is for another app (aud), as when that app passes its token on.",
    cause=_CAUSE,
)
def id_token_wrong_audience(photobox: ServiceState, response: Response) -> bool:
    return _sign_again(photobox, response, aud=OTHER_CLIENT)


@fault(
    "answer",
    "The ID token names another server (iss), as when the token is from that server.",
    cause=_CAUSE,
)
def id_token_wrong_issuer(photobox: ServiceState, response: Response) -> bool:
    return _sign_again(photobox, response, iss=OTHER_ISSUER)


@fault(
    "answer",
    "The ID token is a day old and has expired, as when it is from an old log.",
    cause=_CAUSE,
)
def id_token_expired(photobox: ServiceState, response: Response) -> bool:
    # by the client's clock, which is not moved with the service's
    long_ago = int(time.time()) - 86_400
    return _sign_again(photobox, response, iat=long_ago - 300, exp=long_ago)


@fault("answer", "The ID token has alg none, as when an attacker writes it.", cause=_CAUSE)
def id_token_unsigned(photobox: ServiceState, response: Response) -> bool:
    id_token = _id_token(response)
    if id_token is None:
        return False
    header = _part({"alg": "none", "typ": "JWT"})
    _put(response, f"{header}.{_part(photobox.keys.claims_of(id_token))}.")
    return True


def _sign_again(photobox: ServiceState, response: Response, **claims: object) -> bool:
    id_token = _id_token(response)
    if id_token is None:
        return False
    _put(response, photobox.keys.sign_again(id_token, **claims))
    return True


def _id_token(response: Response) -> str | None:
    value = answered(response).get("id_token")
    return value if isinstance(value, str) else None


def _put(response: Response, id_token: str) -> None:
    answer_with(response, answered(response) | {"id_token": id_token})


def _part(members: Mapping[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(members).encode()).rstrip(b"=").decode()
