"""One recorded sign-in with everything in it: PKCE, a secret, a token, an API call, a replay."""

from dataclasses import dataclass

import pytest
import requests

from oauth_tutorial import LoopbackReceiver, practice
from oauth_tutorial.browser.visiting import visit
from oauth_tutorial.client.authorization import build_authorization_url, new_state
from oauth_tutorial.client.pkce import code_challenge, new_code_verifier
from oauth_tutorial.client.tokens import exchange_code
from oauth_tutorial.errors import TokenRequestFailed
from oauth_tutorial.wire.recording import Recording, record


@dataclass
class Flow:
    log: Recording
    secrets: dict[str, str]


@pytest.fixture
def flow(photobox) -> Flow:
    return sign_in(photobox)


def sign_in(photobox: practice.PhotoBox) -> Flow:
    state, verifier = new_state(), new_code_verifier()
    client = {"client_id": "printshop", "client_secret": "printshop-secret"}
    with record() as log, LoopbackReceiver(state=state) as receiver:
        visit(
            build_authorization_url(
                photobox.authorization_endpoint,
                client_id="printshop",
                redirect_uri=receiver.redirect_uri,
                scope="photos.read openid",
                state=state,
                code_challenge=code_challenge(verifier),
            )
        )
        answer = receiver.wait(timeout=20)
        request = {
            "code": answer.code,
            "redirect_uri": receiver.redirect_uri,
            "code_verifier": verifier,
            **client,
        }
        token = exchange_code(photobox.token_endpoint, **request)
        call_api(photobox, token.access_token)
        with pytest.raises(TokenRequestFailed):
            exchange_code(photobox.token_endpoint, **request, client_auth="basic")
    secrets = {
        "state": state,
        "code": answer.code,
        "code_verifier": verifier,
        "client_secret": "printshop-secret",
        "password": "wonderland",
        "access_token": token.access_token,
        "refresh_token": token.refresh_token,
        "id_token": token.id_token,
    }
    return Flow(log, secrets)


def call_api(photobox: practice.PhotoBox, access_token: str) -> requests.Response:
    headers = {"Authorization": f"Bearer {access_token}"}
    return requests.get(f"{photobox.api}/photos", headers=headers, timeout=10)
