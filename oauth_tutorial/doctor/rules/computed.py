"""Causes that are computed: from two requests, a request and its answer, a token."""

import base64
import re
import time
from collections.abc import Iterator, Mapping

from oauth_tutorial.doctor.diagnosis import COMPUTED, GENERIC, LINT, WORDED, Finding
from oauth_tutorial.doctor.facts import Answer, Facts, Request
from oauth_tutorial.doctor.quoting import quoted, shown_uri
from oauth_tutorial.doctor.rules.compare import (
    code_fault,
    difference,
    pkce_fault,
    scope_words,
    shape_fault,
)
from oauth_tutorial.text.readers import read_object

LEEWAY_S = 120
OF_GOOGLE = "ya29."  # its access tokens begin like this; it gives a refresh token to whoever asks
OLD_CODE_S = 600  # the longest lifetime that RFC 6749 §4.1.2 recommends


def failed(facts: Facts, request: Request | None) -> bool:
    """Whether a token request was refused, or its answer is not known."""
    of_request = [answer for answer in facts.answers if answer.request is request]
    unbound = [a for a in facts.answers if a.request is None]
    return not any(answer.has_token for answer in of_request or unbound)


def redirect_uris(facts: Facts) -> Iterator[Finding]:
    """RFC 6749 §4.1.3: the token request repeats the authorization request's redirect_uri."""
    asked, token = facts.last("authorization"), facts.last("token")
    if asked is None:
        return
    sent = asked.parameters.get("redirect_uri")
    if token is not None and token.parameters.get("grant_type") == "authorization_code":
        again = token.parameters.get("redirect_uri")
        if sent and again is None and failed(facts, token):
            yield Finding(
                "redirect_uri_differs_at_token",
                COMPUTED,
                f"the authorization request sent {shown_uri(sent, facts.secrets)}; "
                "the token request sent no redirect_uri",
                fix=f"Send redirect_uri={shown_uri(sent, facts.secrets)} in the token request too.",
            )
        elif sent and again is not None and sent != again and failed(facts, token):
            yield Finding(
                "redirect_uri_differs_at_token",
                COMPUTED,
                _differ("the two redirect URIs", sent, again, facts),
                fix=f"Send {shown_uri(sent, facts.secrets)} in both requests.",
            )
    if sent and len(facts.uris) == 1 and sent != facts.uris[0]:
        yield Finding(
            "redirect_uri_mismatch",
            COMPUTED,
            _differ("the address that you sent and the other one", sent, facts.uris[0], facts),
            fix=f"Register {shown_uri(sent, facts.secrets)}, or send the other one.",
        )


def _differ(what: str, left: str, right: str, facts: Facts) -> str:
    differs = difference(left, right)
    assert differs is not None  # noqa: S101 - both callers compared before
    a, b = (quoted(part, facts.secrets) for part in (differs.left, differs.right))
    return (
        f"{what} differ at character {differs.position}, in the {differs.component}: {a} and {b} "
        f"({shown_uri(left, facts.secrets)}, {shown_uri(right, facts.secrets)})"
    )


def _is_a_loop(facts: Facts) -> bool:
    """Whether a browser went round and round: what came back belongs to a request before."""
    return any("too many redirects" in text.lower() for text in facts.around)


def state(facts: Facts) -> Iterator[Finding]:
    """RFC 6749 §10.12: the state comes back unchanged."""
    asked = facts.last("authorization")
    if not facts.redirects or asked is None or _is_a_loop(facts):
        return
    sent, came = asked.parameters.get("state"), facts.redirects[-1].parameters.get("state")
    if sent is not None and sent != came:
        what = "none came back" if came is None else f"another, of {len(came)}, came back"
        # an error that came back is told first: some servers leave the state out of it
        weight = COMPUTED if came or "error" not in facts.redirects[-1].parameters else GENERIC
        said = f"you sent a state of {len(sent)} characters; {what}"
        yield Finding("state_mismatch", weight, said)


def issuer(facts: Facts) -> Iterator[Finding]:
    """RFC 9207 §2.4: the redirect comes from the server that was asked."""
    asked = facts.last("authorization")
    came = facts.redirects[-1].parameters.get("iss") if facts.redirects else None
    if asked is None or came is None or "://" not in asked.url:
        return
    hosts = [_host(asked.url), _host(came)]
    # the kernel may reach on loopback what the browser reaches at a public address
    is_inner = hosts[1].startswith(("127.0.0.1", "localhost")) and not hosts[0].startswith("127.")
    if hosts[0] != hosts[1] and not is_inner:
        yield Finding(
            "state_mismatch",
            COMPUTED,
            f"you asked {quoted(hosts[0])}, but iss in the redirect names {quoted(hosts[1])}",
            summary="The answer is not from the authorization server that you asked.",
            fix="Do not send the code to anyone. Start again, and compare iss with the issuer.",
            section="RFC 9207 §2.4",
        )


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].partition("?")[0].rpartition("@")[2].lower()


def pkce(facts: Facts) -> Iterator[Finding]:
    """RFC 7636 §4.6: recompute the challenge, the right way and every wrong one."""
    asked, token = facts.last("authorization"), facts.last("token")
    if token is None or token.parameters.get("grant_type", "authorization_code") != (
        "authorization_code"
    ):
        return
    verifier = token.parameters.get("code_verifier")
    if asked is None:
        fault = shape_fault(verifier) if verifier and failed(facts, token) else None
        if fault:
            yield Finding("pkce_mismatch", WORDED, fault, section="RFC 7636 §4.1")
        return
    challenge = asked.parameters.get("code_challenge")
    if challenge and not verifier and failed(facts, token):
        yield Finding(
            "pkce_missing",
            COMPUTED,
            "the authorization request sent code_challenge, but the token request no code_verifier",
            section="RFC 7636 §4.5",
        )
    elif verifier and not challenge and failed(facts, token):
        yield Finding(
            "pkce_missing",
            COMPUTED,
            "the token request sent code_verifier, but the authorization request no code_challenge",
        )
    elif verifier and challenge and failed(facts, token):
        fault = pkce_fault(verifier, challenge, asked.parameters.get("code_challenge_method"))
        if fault:
            yield Finding("pkce_mismatch", COMPUTED, fault)


_PKCE = re.compile(r"code[_ ]?(?:challenge|verifier)|\bPKCE\b", re.I)


def pkce_asked(facts: Facts) -> Iterator[Finding]:
    """A complaint about PKCE, and an authorization request that has none (RFC 7636 §4.4.1)."""
    asked = facts.last("authorization")
    if asked is None or "code_challenge" in asked.parameters or not asked.parameters:
        return
    if any(_PKCE.search(text.replace(asked.url, "")) for text in facts.error_texts()):
        said = "the server mentions PKCE, but the authorization request has no code_challenge"
        yield Finding("pkce_missing", COMPUTED - 3, said)


def codes(facts: Facts) -> Iterator[Finding]:
    """RFC 6749 §4.1.2: a code is used once, soon, and as it came."""
    tokens = [r for r in facts.requests if r.endpoint == "token" and r.parameters.get("code")]
    if tokens:
        yield from _used_before(tokens, facts)
        yield from _age(tokens[-1], facts)
    brought = [r.parameters["code"] for r in facts.redirects if r.parameters.get("code")]
    for code in [tokens[-1].parameters["code"]] if tokens else brought[-1:]:
        if fault := code_fault(code):
            yield Finding("code_damaged", COMPUTED, fault)
        elif tokens and brought and code not in brought and failed(facts, tokens[-1]):
            yield Finding(
                "code_damaged",
                COMPUTED,
                f"the redirect had a code of {len(brought[-1])} characters, but the token request "
                f"sent a different one, of {len(code)}",
            )


def _used_before(tokens: list[Request], facts: Facts) -> Iterator[Finding]:
    newest = tokens[-1]
    earlier = [r for r in tokens[:-1] if r.parameters["code"] == newest.parameters["code"]]
    # the same request, once recorded by the client and once noted by the server, is one use
    earlier = [r for r in earlier if not newest.number or r.number != newest.number]
    # nor is one that was recorded, and that an exception brought along without its time
    earlier = [r for r in earlier if (r.time is None) == (newest.time is None)]
    if earlier and failed(facts, newest) and not _unread(facts, newest):
        ago = ""
        if newest.time is not None and earlier[0].time is not None:
            clock = time.strftime("%H:%M:%S", time.localtime(earlier[0].time))
            seconds = round(newest.time - earlier[0].time)
            ago = f", at {clock}, {seconds} second{'s' * (seconds != 1)} before"
        # a refused request may have left the code as it was: then other reasons come first
        weight = LINT if all(one.refused for one in earlier) else COMPUTED
        yield Finding("code_already_used", weight, f"this code had already been sent{ago}")


def _unread(facts: Facts, request: Request) -> bool:
    """Whether the server was too busy to look at the request: its code is still good."""
    return any(answer.status == 429 for answer in facts.answers if answer.request is request)


def _age(newest: Request, facts: Facts) -> Iterator[Finding]:
    code = newest.parameters["code"]
    came = next((r.time for r in facts.redirects if r.parameters.get("code") == code), None)
    if came is None or newest.time is None or not failed(facts, newest):
        return
    age = newest.time - came
    if age > OLD_CODE_S:
        yield Finding(
            "code_expired", COMPUTED, f"the code was {age:.0f} seconds old when you sent it"
        )


def scopes(facts: Facts) -> Iterator[Finding]:
    """RFC 6749 §5.1: the answer says what was granted, where that is not what was asked."""
    asked = facts.last("authorization")
    wanted = scope_words(asked.parameters.get("scope")) if asked else frozenset()
    granted = [a.body.get("scope") for a in facts.answers if a.body is not None and a.has_token]
    granted += [r.parameters.get("scope") for r in facts.redirects if "code" in r.parameters]
    for scope in granted:
        missing = wanted - scope_words(scope)
        if scope and missing:
            words = quoted(" ".join(sorted(missing)), facts.secrets)
            yield Finding("scope_changed", WORDED, f"you asked for {words}, but did not get it")
            return


def refresh_tokens(facts: Facts) -> Iterator[Finding]:
    """A token that expires, and nothing to renew it with."""
    for answer in facts.answers:
        body, request = answer.body or {}, answer.request or facts.last("token")
        grant = request.parameters.get("grant_type") if request else None
        renewed_otherwise = grant in {"client_credentials", "refresh_token"}
        expires = answer.has_token and body.get("expires_in")
        if request is None and not str(body.get("access_token")).startswith(OF_GOOGLE):
            continue  # nobody knows whether one was to come
        if expires and not body.get("refresh_token") and not renewed_otherwise:
            said = "the access token expires, but the answer has no refresh_token"
            yield Finding("no_refresh_token", LINT, said)


def deeper_tokens(facts: Facts) -> Iterator[Finding]:
    """RFC 6749 §5.1: access_token is a member of the body itself; not so at Slack, TikTok …"""
    for answer in facts.answers:
        body = answer.body or {}
        if isinstance(body.get("access_token"), str):
            continue
        for name, inner in body.items():
            if isinstance(inner, Mapping) and isinstance(inner.get("access_token"), str):
                where = f"{name}.access_token"
                yield Finding(
                    "token_response_malformed",
                    COMPUTED - 2,
                    f"the token is at {where}",
                    summary=f"The token is one level deeper than usual: {where}.",
                    fix=f"Read answer[{name!r}]['access_token']. Slack's user token is one.",
                )
        if body.get("access_token"):
            yield Finding("token_response_malformed", COMPUTED - 2, "access_token is not a string")


def odd_tokens(facts: Facts) -> Iterator[Finding]:
    """RFC 6749 §5.1: what a token response must have, and of which type."""
    for answer in facts.answers:
        body = answer.body or {}
        if not answer.has_token:
            continue
        if not body.get("token_type"):
            yield Finding(
                "token_response_malformed",
                LINT + 5,
                "the answer has an access_token, but no token_type",
                summary="The token response has no token_type; strict clients refuse it.",
                fix="Treat it as Bearer for this provider, and tell them: token_type is REQUIRED.",
                section="RFC 6749 §5.1",
            )
        if isinstance(body.get("expires_in"), str) and not answer.form:
            yield Finding(
                "token_response_malformed",
                LINT + 5,
                "expires_in is a string, not a number",
                summary="The token response has expires_in as a string: calculations with it fail, "
                "and the token may be used after it has expired.",
                fix="Convert it: int(answer['expires_in']).",
                section="RFC 6749 §5.1",
            )


def clocks(facts: Facts) -> Iterator[Finding]:
    """RFC 7519 §4.1: an ID token that was issued in the future, or long before."""
    for answer in facts.answers:
        claims = _claims(answer)
        now = answer.time or time.time()
        issued = claims.get("iat")
        if isinstance(issued, (int, float)) and issued - now > LEEWAY_S:
            yield Finding(
                "clock_skew",
                COMPUTED,
                f"the ID token was issued {issued - now:.0f} seconds in this machine's future",
            )
        elif isinstance(issued, (int, float)) and answer.time and now - issued > LEEWAY_S:
            yield Finding(
                "clock_skew",
                COMPUTED,
                f"the ID token was issued {now - issued:.0f} seconds before it was asked for",
            )


def _claims(answer: Answer) -> dict[str, object]:
    """Return what the ID token says; nothing is verified, because nothing is trusted."""
    token = (answer.body or {}).get("id_token")
    parts = token.split(".") if isinstance(token, str) else []
    if len(parts) != 3:
        return {}
    try:
        return read_object(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except ValueError:  # no base64
        return {}


RULES = (
    redirect_uris,
    state,
    issuer,
    pkce,
    pkce_asked,
    codes,
    scopes,
    refresh_tokens,
    deeper_tokens,
    odd_tokens,
    clocks,
)
