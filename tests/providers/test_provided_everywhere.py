"""Each provider's personality, from ``reach()`` to ``forget()``: the cells that a lesson has."""

from typing import Any

import pytest
import requests

from oauth_tutorial import (
    LoopbackReceiver,
    build_authorization_url,
    code_challenge,
    exchange_code,
    new_code_verifier,
    new_state,
    presets,
    visit,
)
from oauth_tutorial.providers import provider

# whose answer is a POST from another site, which this receiver does not take
BY_REDIRECT = [
    name for name in presets.names() if presets.load(name).as_app().redirect.answer == "query"
]


def member(document: Any, path: str) -> Any:
    """What stands at ``shows`` of a first call."""
    for name in path.split("."):
        document = document[int(name)] if isinstance(document, list) else document[name]
    return document


@pytest.mark.parametrize("name", BY_REDIRECT)
def test_the_same_cells_work_everywhere(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    choice = provider(name)
    there = choice.reach(choice.client())
    state, verifier = new_state(), new_code_verifier()
    takes_pkce = choice.preset.app(choice.app).pkce != "refused"
    sent: dict[str, Any] = {"code_challenge": code_challenge(verifier)} if takes_pkce else {}

    host: Any = there.redirect_host
    with LoopbackReceiver(state=state, host=host) as receiver:
        url = build_authorization_url(
            there.authorization_endpoint,
            client_id=there.client_id,
            redirect_uri=receiver.redirect_uri,
            scope=there.scopes or None,
            state=state,
            dialect=there.dialect,
            **sent,
        )
        visit(url)
        if not there.preset.redirect.hosts:
            visit(url)  # https alone: refused once, then let through for practice
        code = receiver.wait(timeout=10).code
    token = exchange_code(
        there.token_endpoint,
        code=code,
        redirect_uri=receiver.redirect_uri,
        client_id=there.client_id,
        client_secret=there.client_secret,
        code_verifier=verifier if takes_pkce else None,
        dialect=there.dialect,
    )
    call = there.first_call
    answer = requests.request(
        call.method,
        there.api(extra=token.extra),
        headers=there.api_headers(token.access_token),
        json=dict(call.json) or None,
        timeout=10,
    )

    assert member(answer.json(), call.shows)
    assert f"Practising with {choice.name}'s personality: no client_id yet." in (
        capsys.readouterr().out
    )
    said = repr(choice.forget(token))
    assert "Revoked" in said or "no way to revoke" in said
    assert "did not take" not in said
