"""A function that gives access back, judged by what PhotoBox received and what still works."""

from typing import Any

from oauth_tutorial.exercises.assignment import assignment
from oauth_tutorial.exercises.base import call
from oauth_tutorial.exercises.outcome import Verdict, right, wrong
from oauth_tutorial.exercises.received import issue_tokens, opens, refusal, watch
from oauth_tutorial.practice.model.log import Entry

# a broken rule → the mistake that it is
_RULE_MISTAKE = {
    "body_is_form": "json",
    "client_known": "client_missing",
    "client_authenticated": "client_missing",
    "token_present": "token_name",
}


def judge_disconnect(disconnect: Any) -> Verdict:
    """Judge ``disconnect(tokens)``: one request, after which neither token opens anything."""
    if not callable(disconnect):
        return wrong("not_a_function", expected="disconnect", received=disconnect)
    tokens = issue_tokens("photos.read orders.write", assignment.client)
    with watch() as entries:
        call(disconnect, dict(tokens))
    if not entries:
        return wrong("nothing_sent", part="PhotoBox", expected="POST /revoke", received="nothing")
    return _refused(entries[-1]) or _still_alive(tokens)


def _refused(entry: Entry) -> Verdict | None:
    sent = f"{entry.method} {entry.path}"
    if sent != "POST /revoke":
        mistake = None if entry.path == "/revoke" else "another_endpoint"
        return wrong(mistake, part="sent", expected="POST /revoke", received=sent)
    if verdict := assignment.copied(entry):
        return verdict
    failed = entry.checks.failed
    return refusal(entry, _RULE_MISTAKE.get(failed.name)) if failed else None


def _still_alive(tokens: dict[str, str]) -> Verdict:
    alive = [name for name in ("access_token", "refresh_token") if opens(tokens[name])]
    if not alive:
        return right()
    mistake = "access_token_only" if alive == ["refresh_token"] else "unknown_token"
    return wrong(mistake, part="still works", expected="nothing", received=" ".join(alive))
