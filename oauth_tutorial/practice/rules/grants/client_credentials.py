"""A client asks for itself: no person, no code, no refresh token (RFC 6749 §4.4)."""

from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import Grant
from oauth_tutorial.practice.rules.client_authentication import CLIENT_CONFIDENTIAL
from oauth_tutorial.practice.rules.grants.issue_tokens import issue
from oauth_tutorial.practice.rules.resources import read_resources
from oauth_tutorial.practice.rules.scope import read_scope
from oauth_tutorial.practice.rules.token_request import Asked


def client_credentials(photobox: ServiceState, asked: Asked) -> dict[str, object]:
    """Check that the client is confidential, and give it a token of its own.

    Raises:
        Refused: ``invalid_client`` for a public client, ``invalid_scope``, ``invalid_target``.
    """
    client, checks = asked.client, asked.checks
    checks.require(CLIENT_CONFIDENTIAL, not client.is_public)
    scope = read_scope(
        asked.parameters.get("scope"), allowed=client.scope, default=client.scope, checks=checks
    )
    resources = read_resources(asked.resources, photobox, checks)
    grant = Grant(client.client_id, "", scope, auth_time=0, resources=resources)
    return issue(photobox, asked, grant, scope, with_refresh_token=False)  # §4.4.3
