"""A device asks, again and again, whether the person has approved (RFC 8628 §3.4, §3.5)."""

from oauth_tutorial.practice.model.checks import Checklist
from oauth_tutorial.practice.model.lifetimes import SLOW_DOWN_SECONDS
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.model.store import DeviceRequest, Grant
from oauth_tutorial.practice.rules.grants.issue_tokens import issue
from oauth_tutorial.practice.rules.token_request import Asked


def device_code(photobox: ServiceState, asked: Asked) -> dict[str, object]:
    """Give the tokens once the person has approved.

    Raises:
        Refused: ``authorization_pending``, ``slow_down``, ``expired_token``,
            ``access_denied``, or ``invalid_grant``.
    """
    value = asked.parameters.get("device_code", "")
    asked.checks.require("device_code_present", value)
    waiting = photobox.store.devices.get(value)
    known = waiting is not None and waiting.client_id == asked.client.client_id
    asked.checks.require("device_code_known", known, error="invalid_grant")
    assert waiting is not None  # noqa: S101 - for the type checker; required above
    grant = _decision(waiting, photobox.clock.now(), asked.checks)
    answer = issue(photobox, asked, grant, grant.scope)
    del photobox.store.devices[value]
    return answer


def _decision(waiting: DeviceRequest, now: float, checks: Checklist) -> Grant:
    checks.require("device_code_fresh", waiting.expires_at > now, error="expired_token")
    checks.require("person_approved", waiting.decision != "denied", error="access_denied")
    if waiting.decision is None:
        _check_pace(waiting, now, checks)
    checks.require("person_decided", waiting.decision, error="authorization_pending")
    assert isinstance(waiting.decision, Grant)  # noqa: S101 - required above
    return waiting.decision


def _check_pace(waiting: DeviceRequest, now: float, checks: Checklist) -> None:
    pause, wanted = now - waiting.last_poll, waiting.interval
    waiting.last_poll = now
    too_fast = 0 <= pause < wanted
    if too_fast:
        waiting.interval += SLOW_DOWN_SECONDS  # for this and every later request
    checks.require(
        "poll_interval_kept",
        not too_fast,
        error="slow_down",
        expected=f"{wanted} seconds",
        received=f"{pause:.0f} seconds",
        description=f"Wait {waiting.interval} seconds between two requests from now on.",
    )
