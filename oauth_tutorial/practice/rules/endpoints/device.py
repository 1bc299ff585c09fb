"""Device authorization (RFC 8628): a device without a browser asks, a person approves elsewhere."""

import secrets

from oauth_tutorial.practice.model.checks import Checklist, Rule
from oauth_tutorial.practice.model.clients import DEVICE_CODE
from oauth_tutorial.practice.model.lifetimes import POLL_SECONDS
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import DeviceRequest, new_secret
from oauth_tutorial.practice.rules.client_authentication import GRANT_TYPE_ALLOWED, authenticate
from oauth_tutorial.practice.rules.parameters import all_of
from oauth_tutorial.practice.rules.resources import read_resources
from oauth_tutorial.practice.rules.scope import read_scope
from oauth_tutorial.practice.rules.token_request import TokenRequest, read_form

USER_CODE_GUESSES = Rule(
    "user_code_guesses",
    "RFC 8628 §5.1",
    "not too many wrong codes were typed in the last minute",
    status=429,
    causes=("rate_limited",),
)
USER_CODE_KNOWN = Rule(
    "user_code_known",
    "RFC 8628 §3.3",
    "the code is one that a device is showing now",
    causes=("code_damaged",),
)

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # RFC 8628 §6.1: no vowels, so no words
MOST_GUESSES = 20  # of user codes, in one minute


def authorize_device(
    photobox: ServiceState, asked: TokenRequest, checks: Checklist
) -> dict[str, object]:
    """Give a device its codes (RFC 8628 §3.1, §3.2), for the resources that it names (RFC 8707 §2).

    Raises:
        Refused: With a code of RFC 6749 §5.2.
    """
    parameters = read_form(asked, checks)
    client = authenticate(
        photobox.clients,
        asked.authorization,
        parameters,
        checks,
        lambda client: photobox.needs_no_secret(client, DEVICE_CODE),
    )
    checks.require(GRANT_TYPE_ALLOWED, DEVICE_CODE in client.grant_types)
    waiting = DeviceRequest(
        client_id=client.client_id,
        scope=read_scope(
            parameters.get("scope"),
            allowed=photobox.scopes_of(client),
            default=client.default_scope,
            checks=checks,
            called=photobox.called,
        ),
        device_code=new_secret(),
        user_code="".join(secrets.choice(LETTERS) for _ in range(8)),
        expires_at=photobox.clock.now() + photobox.lifetimes.device_code,
        interval=POLL_SECONDS,
        resources=read_resources(all_of("resource", asked.pairs), photobox, checks),
    )
    photobox.store.devices[waiting.device_code] = waiting
    photobox.store.user_codes[waiting.user_code] = waiting
    shown = spell(waiting.user_code)
    return {
        "device_code": waiting.device_code,
        "user_code": shown,
        "verification_uri": photobox.verification_uri,
        "verification_uri_complete": f"{photobox.verification_uri}?user_code={shown}",
        "expires_in": photobox.lifetimes.device_code,
        "interval": POLL_SECONDS,
    }


def find_device(photobox: ServiceState, user_code: str, checks: Checklist) -> DeviceRequest:
    """Return the device that waits with this code (RFC 8628 §3.3).

    Args:
        photobox: Whose devices wait.
        user_code: As it was typed: letters in either case, hyphens and spaces anywhere.
        checks: Where the results go.

    Raises:
        Refused: For a code that no device shows, and for too many guesses (§5.1).
    """
    store, now = photobox.store, photobox.clock.now()
    guesses = sum(now - 60 < guess <= now for guess in store.wrong_user_codes)
    checks.require(USER_CODE_GUESSES, guesses < MOST_GUESSES)
    letters = "".join(letter for letter in user_code.upper() if letter.isalnum())
    waiting = store.user_codes.get(letters)
    if waiting is None or waiting.expires_at <= now:
        store.wrong_user_codes.append(now)
        waiting = None
    checks.require(
        USER_CODE_KNOWN,
        waiting,
        description="No device is waiting with this code: it was already used, or it expired. Let "
        "the device ask for a new one; in a notebook, run the cell that asks for it again.",
    )
    assert waiting is not None  # noqa: S101 - for the type checker; required above
    return waiting


def spell(user_code: str) -> str:
    """Write a user code as people read it: WDJB-MJHT (RFC 8628 §6.1)."""
    return f"{user_code[:4]}-{user_code[4:]}"
