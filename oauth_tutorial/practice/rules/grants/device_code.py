"""A device asks, again and again, whether the person has approved (RFC 8628 §3.4, §3.5)."""

from oauth_tutorial.practice.model.checks import NO_CAUSE, Checklist, Rule
from oauth_tutorial.practice.model.lifetimes import SLOW_DOWN_SECONDS
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import DeviceRequest, Grant
from oauth_tutorial.practice.rules.grants.issue_tokens import issue, may_go_on
from oauth_tutorial.practice.rules.sign_in import PERSON_APPROVED
from oauth_tutorial.practice.rules.token_request import Asked

DEVICE_CODE_PRESENT = Rule(
    "device_code_present", "RFC 8628 §3.4", "device_code is present", causes=("code_damaged",)
)
DEVICE_CODE_KNOWN = Rule(
    "device_code_known",
    "RFC 8628 §3.4",
    "device_code was issued to this client, and has not been exchanged before",
    error="invalid_grant",
    causes=("code_already_used", "code_damaged"),
)
DEVICE_CODE_FRESH = Rule(
    "device_code_fresh",
    "RFC 8628 §3.5",
    "device_code has not expired",
    error="expired_token",
    causes=("code_expired",),
)
POLL_INTERVAL_KEPT = Rule(
    "poll_interval_kept",
    "RFC 8628 §3.5",
    "the device waits long enough between two requests",
    error="slow_down",
    causes=("rate_limited",),
)
PERSON_DECIDED = Rule(
    "person_decided",
    "RFC 8628 §3.5",
    "the person has decided",
    error="authorization_pending",
    causes=NO_CAUSE,
)


def device_code(photobox: ServiceState, asked: Asked) -> dict[str, object]:
    """Give the tokens once the person has approved.

    Raises:
        Refused: ``authorization_pending``, ``slow_down``, ``expired_token``,
            ``access_denied``, or ``invalid_grant``.
    """
    value = asked.parameters.get("device_code", "")
    asked.checks.require(DEVICE_CODE_PRESENT, value)
    waiting = photobox.store.devices.get(value)
    known = waiting is not None and waiting.client_id == asked.client.client_id
    asked.checks.require(DEVICE_CODE_KNOWN, known)
    assert waiting is not None  # noqa: S101 - for the type checker; required above
    grant = _decision(waiting, photobox.clock.now(), asked.checks)
    offline = may_go_on(waiting.scope, grant.scope, photobox.options_for(asked.client))
    answer = issue(photobox, asked, grant, grant.scope, with_refresh_token=offline)
    del photobox.store.devices[value]
    return answer


def _decision(waiting: DeviceRequest, now: float, checks: Checklist) -> Grant:
    checks.require(DEVICE_CODE_FRESH, waiting.expires_at > now)
    checks.require(PERSON_APPROVED, waiting.decision != "denied")
    if waiting.decision is None:
        _check_pace(waiting, now, checks)
    checks.require(PERSON_DECIDED, waiting.decision)
    assert isinstance(waiting.decision, Grant)  # noqa: S101 - required above
    return waiting.decision


def _check_pace(waiting: DeviceRequest, now: float, checks: Checklist) -> None:
    pause, wanted = now - waiting.last_poll, waiting.interval
    waiting.last_poll = now
    too_fast = 0 <= pause < wanted
    if too_fast:
        waiting.interval += SLOW_DOWN_SECONDS  # for this and every later request
    checks.require(
        POLL_INTERVAL_KEPT,
        not too_fast,
        expected=f"{wanted} seconds",
        received=f"{pause:.0f} seconds",
        description=f"Wait {waiting.interval} seconds between two requests from now on.",
    )
