"""The ways to get a token: one module each, and the table that finds them."""

from collections.abc import Callable

from oauth_tutorial.practice.model.clients import DEVICE_CODE
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.rules.grants.authorization_code import authorization_code
from oauth_tutorial.practice.rules.grants.client_credentials import client_credentials
from oauth_tutorial.practice.rules.grants.device_code import device_code
from oauth_tutorial.practice.rules.grants.refresh_token import refresh_token
from oauth_tutorial.practice.rules.token_request import Asked

GRANTS: dict[str, Callable[[ServiceState, Asked], dict[str, object]]] = {
    "authorization_code": authorization_code,
    "refresh_token": refresh_token,
    "client_credentials": client_credentials,
    DEVICE_CODE: device_code,
}
