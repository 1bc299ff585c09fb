"""How much the person is asked (OpenID Connect Core §3.1.2.1): ``prompt``, ``max_age``, …"""

from collections.abc import Mapping

from oauth_tutorial.practice.model.checks import NO_CAUSE, Checklist, Rule
from oauth_tutorial.practice.model.store import AuthorizationRequest, Interaction, Session

PROMPT_KNOWN = Rule(
    "prompt_known", "OpenID Connect Core §3.1.2.1", "prompt lists known values", causes=NO_CAUSE
)
PROMPT_NONE_ALONE = Rule(
    "prompt_none_alone",
    "OpenID Connect Core §3.1.2.1",
    "prompt=none is the only value",
    causes=NO_CAUSE,
)
MAX_AGE_IS_NUMBER = Rule(
    "max_age_is_number",
    "OpenID Connect Core §3.1.2.1",
    "max_age is a number of seconds",
    causes=NO_CAUSE,
)
SIGNED_IN_ALREADY = Rule(
    "signed_in_already",
    "OpenID Connect Core §3.1.2.6",
    "with prompt=none the person is signed in, recently enough",
    error="login_required",
    causes=("interaction_required",),
)
CONSENTED_ALREADY = Rule(
    "consented_already",
    "OpenID Connect Core §3.1.2.6",
    "with prompt=none the person has approved all of this before",
    error="consent_required",
    causes=("interaction_required",),
)

PROMPTS = ("none", "login", "consent", "select_account")


def read_interaction(
    parameters: Mapping[str, str], checks: Checklist, subject: str = ""
) -> Interaction:
    """Check the three parameters.

    Args:
        parameters: Of the request.
        checks: Where the results go.
        subject: The person whom ``id_token_hint`` names. Default: it was not sent.

    Raises:
        Refused: ``invalid_request`` when one cannot be understood.
    """
    prompt = frozenset(parameters.get("prompt", "").split())
    unknown = sorted(prompt - set(PROMPTS))
    checks.require(
        PROMPT_KNOWN,
        not unknown,
        expected="some of " + " ".join(PROMPTS),
        received=repr(unknown[0][:40]) if unknown else "",
    )
    checks.require(PROMPT_NONE_ALONE, "none" not in prompt or len(prompt) == 1)
    max_age = parameters.get("max_age", "")
    checks.require(
        MAX_AGE_IS_NUMBER,
        not max_age or (max_age.isdecimal() and len(max_age) < 12),
        expected="seconds, such as 3600",
        received=repr(max_age[:40]),
    )
    return Interaction(
        prompt=prompt,
        max_age=int(max_age) if max_age else None,
        login_hint=subject or parameters.get("login_hint", "")[:100],
        subject=subject,
    )


def must_sign_in(wished: Interaction, session: Session, now: float) -> bool:
    """Whether the person has to prove again who they are."""
    if not session.username or wished.prompt & {"login", "select_account"}:
        return True
    if is_another(wished, session):
        return True
    if wished.max_age is None:
        return False
    # max_age=0 means the same as prompt=login
    return wished.max_age == 0 or now - session.auth_time > wished.max_age


def is_another(wished: Interaction, session: Session) -> bool:
    """Whether somebody else is signed in than the person of ``id_token_hint`` (§3.1.2.2)."""
    return bool(wished.subject) and session.username != wished.subject


def check_silent(
    wanted: AuthorizationRequest, consented: frozenset[str], checks: Checklist
) -> None:
    """Check that ``prompt=none`` can be kept: no page may be shown.

    Raises:
        Refused: ``login_required`` or ``consent_required`` (§3.1.2.6).
    """
    checks.require(
        SIGNED_IN_ALREADY,
        not wanted.must_sign_in,
        description="prompt=none allows no page, but the person has to sign in first.",
    )
    checks.require(
        CONSENTED_ALREADY,
        consented.issuperset(wanted.scope),
        description="prompt=none allows no page, but the person has not approved this before.",
    )
