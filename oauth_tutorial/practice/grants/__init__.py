"""The ways to get a token: one module each, and the table that finds them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from oauth_tutorial.practice.clients import DEVICE_CODE
from oauth_tutorial.practice.grants.authorization_code import authorization_code
from oauth_tutorial.practice.grants.client_credentials import client_credentials
from oauth_tutorial.practice.grants.device_code import device_code
from oauth_tutorial.practice.grants.refresh_token import refresh_token
from oauth_tutorial.practice.token_request import Asked

if TYPE_CHECKING:
    from oauth_tutorial.practice.service import PhotoBox

GRANTS: dict[str, Callable[["PhotoBox", Asked], dict[str, object]]] = {
    "authorization_code": authorization_code,
    "refresh_token": refresh_token,
    "client_credentials": client_credentials,
    DEVICE_CODE: device_code,
}
