"""The judges of notebook 07: a function is judged by what Mallory can still do with it."""

import json
from typing import Any

from oauth_tutorial.client.pkce import code_challenge, new_code_verifier
from oauth_tutorial.exercises.assignment import assignment
from oauth_tutorial.exercises.attacks.attack import Attack
from oauth_tutorial.exercises.attacks.shop import PrintShop
from oauth_tutorial.exercises.attacks.table import stolen_refresh_token
from oauth_tutorial.exercises.base import LearnersError, call
from oauth_tutorial.exercises.outcome import Verdict, right, wrong
from oauth_tutorial.practice.model.log import Entry

_REDIRECT_URI = "http://127.0.0.1:8000/callback"

# a case: what it is, the two values, whether they may pass, the mistake of who thinks otherwise
Case = tuple[str, str | None, str | None, bool, str]


def judge_comparison(
    answer: Any, cases: tuple[Case, ...], attack: Attack, argument: str
) -> Verdict:
    """Ask for every case; then Mallory, and PhotoBox's log, have the last word.

    Args:
        answer: ``answer(sent, came)``, the learner's function.
        cases: The first one may pass, the second one may not.
        attack: What the function is to stop.
        argument: Of :class:`PrintShop`, that the function is given as.
    """
    if not callable(answer):
        return wrong("not_a_function", expected=argument, received=answer)
    came = [call(answer, sent, received) for _, sent, received, _, _ in cases]
    if all(said is None for said in came):
        return wrong("returns_nothing", expected="True or False", received=None)
    if all(came):
        return wrong("always_yes", part=cases[1][0], expected=False, received=came[1])
    for (case, _, _, wanted, mistake), said in zip(cases, came, strict=True):
        if bool(said) is not wanted:
            return wrong(mistake or None, part=case, expected=wanted, received=said)
    return _attacked(attack, argument, answer)


def _attacked(attack: Attack, argument: str, answer: Any) -> Verdict:
    verdict = attack.run(PrintShop(**{**attack.flaw, argument: answer}))
    if verdict.mallory_wins or not verdict.shop_works:
        return wrong(text=f"{verdict!r}", evidence=verdict.entry)
    return right()


def judge_renew(renew: Any) -> Verdict:
    """Let the learner's function renew fresh tokens, then used ones; then Mallory comes."""
    from oauth_tutorial.exercises.received import photobox, watch

    if not callable(renew):
        return wrong("not_a_function", expected="renew", received=renew)
    old, endpoint = _fresh_tokens(), photobox().token_endpoint
    with watch() as entries:
        try:
            new = call(renew, dict(old), endpoint)
        except LearnersError as learners:
            if not isinstance(learners.error, AttributeError) or entries:
                raise
            return wrong("dot_for_bracket", expected='tokens["…"]', received=learners.error)
    if not entries:
        return wrong("nothing_sent", part="PhotoBox", expected="POST /token", received="no request")
    if verdict := assignment.copied(entries[-1], assignment.public_client_id):
        return verdict
    if entries[-1].status != 200:
        return _refused(entries[-1], old)
    if new is None:
        return wrong("returns_nothing", expected="a dictionary", received=None)
    if not isinstance(new, dict):
        return wrong("returns_response", expected="a dictionary", received=type(new).__name__)
    if new.get("refresh_token") == old["refresh_token"]:
        return wrong("keeps_old", part="refresh_token", expected="the new one", received="the old")
    return _judge_after_refusal(renew, old, endpoint)


def _judge_after_refusal(renew: Any, old: dict[str, Any], endpoint: str) -> Verdict:
    came = call(renew, dict(old), endpoint)  # a second time: PhotoBox refuses it
    if isinstance(came, dict) and "error" in came:
        return wrong("returns_error", part="after a refusal", expected={}, received=sorted(came))
    if came == old:
        return wrong("keeps_refused", part="after a refusal", expected={}, received=sorted(old))
    if came != {}:
        return wrong(part="after a refusal", expected={}, received=type(came).__name__)
    return _attacked(stolen_refresh_token, "renew", renew)


def _refused(entry: Entry, old: dict[str, Any]) -> Verdict:
    failed, sent = entry.checks.failed, entry.parameters
    assert failed is not None  # noqa: S101 - a refusal has its rule
    mistake = {
        "grant_type_present": "grant_type_other",
        "grant_type_supported": "grant_type_other",
        "code_present": "grant_type_other",
        "client_known": None if sent.get("client_id") else "client_id_missing",
        "client_authenticated": "client_with_secret",
        "body_is_form": "not_a_form",
    }.get(failed.name)
    if sent.get("refresh_token") == old["access_token"]:
        mistake = "access_token_sent"
    text = "" if mistake else f"PhotoBox refused it. The rule: {failed.sentence}."
    return wrong(
        mistake, text=text, part="request", expected=failed.sentence, received="not", evidence=entry
    )


def _fresh_tokens() -> dict[str, Any]:
    from oauth_tutorial.exercises.received import issue_code, post_token_request

    verifier, client_id = new_code_verifier(), assignment.public_client_id
    form = {
        "grant_type": "authorization_code",
        "code": issue_code(
            _REDIRECT_URI, client_id=client_id, code_challenge=code_challenge(verifier)
        ),
        "redirect_uri": _REDIRECT_URI,
        "client_id": client_id,
        "code_verifier": verifier,
    }
    return dict(json.loads(post_token_request(form).response_body))
