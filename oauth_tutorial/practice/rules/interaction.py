"""How much the person is asked (OpenID Connect Core §3.1.2.1): ``prompt``, ``max_age``, …"""

from collections.abc import Mapping

from oauth_tutorial.practice.model.checks import Checklist
from oauth_tutorial.practice.model.store import AuthorizationRequest, Interaction, Session

PROMPTS = ("none", "login", "consent", "select_account")


def read_interaction(parameters: Mapping[str, str], checks: Checklist) -> Interaction:
    """Check the three parameters.

    Raises:
        Refused: ``invalid_request`` when one cannot be understood.
    """
    prompt = frozenset(parameters.get("prompt", "").split())
    unknown = sorted(prompt - set(PROMPTS))
    checks.require(
        "prompt_known",
        not unknown,
        expected="some of " + " ".join(PROMPTS),
        received=repr(unknown[0][:40]) if unknown else "",
    )
    checks.require("prompt_none_alone", "none" not in prompt or len(prompt) == 1)
    max_age = parameters.get("max_age", "")
    checks.require(
        "max_age_is_number",
        not max_age or (max_age.isdecimal() and len(max_age) < 12),
        expected="seconds, such as 3600",
        received=repr(max_age[:40]),
    )
    return Interaction(
        prompt=prompt,
        max_age=int(max_age) if max_age else None,
        login_hint=parameters.get("login_hint", "")[:100],
    )


def must_sign_in(wished: Interaction, session: Session, now: float) -> bool:
    """Whether the person has to prove again who they are."""
    if not session.username or wished.prompt & {"login", "select_account"}:
        return True
    if wished.max_age is None:
        return False
    # max_age=0 means the same as prompt=login
    return wished.max_age == 0 or now - session.auth_time > wished.max_age


def check_silent(
    wanted: AuthorizationRequest, consented: frozenset[str], checks: Checklist
) -> None:
    """Check that ``prompt=none`` can be kept: no page may be shown.

    Raises:
        Refused: ``login_required`` or ``consent_required`` (§3.1.2.6).
    """
    checks.require(
        "signed_in_already",
        not wanted.must_sign_in,
        error="login_required",
        description="prompt=none allows no page, and the person has to sign in first.",
    )
    checks.require(
        "consented_already",
        consented.issuperset(wanted.scope),
        error="consent_required",
        description="prompt=none allows no page, and the person has not approved this before.",
    )
