"""What the app asks for: the authorization request, as the browser carried it (RFC 6749 §4.1.1)."""

import base64
import math
import re
from contextlib import suppress
from itertools import takewhile
from urllib.parse import unquote_plus

from oauth_tutorial.practice.model.log import Entry
from oauth_tutorial.review.check import Group
from oauth_tutorial.review.rule import rule
from oauth_tutorial.review.stage import Stage
from oauth_tutorial.review.verdict import CannotTry, DoesNotApply, Verdict

ENOUGH_BITS = 120  # a UUID has 122 random ones
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")  # RFC 7636 §4.2, App. A
_ALPHABETS = (  # the smallest that fits says how many bits a character can carry
    (re.compile(r"[0-9]*"), 10),
    (re.compile(r"[0-9a-fA-F-]*"), 16),
    (re.compile(r"[A-Za-z0-9]*"), 62),
    (re.compile(r".*", re.S), 64),
)


@rule(
    "signs_in",
    group=Group.SESSION,
    section="RFC 6749 §4.1",
    good="A person signs in at PhotoBox and comes back signed in.",
    bad="Nobody can sign in, so most other checks cannot be tried.",
    flask="Exchange the code at the token endpoint, then keep the person in the session.",
    express="Exchange the code at the token endpoint, then keep the person in the session.",
)
def signs_in(stage: Stage) -> Verdict:
    if stage.lets_people_in:
        return Verdict(True)
    parts = (stage.photobox.why_refused, stage.why_nobody, stage.copy.last_error())
    return Verdict(False, "; ".join(filter(None, dict.fromkeys(parts))))


@rule(
    "code_flow",
    group=Group.SESSION,
    section="RFC 9700 §2.1.2",
    good="It asks for a code, which is useless without the back channel.",
    bad="It asks for a token in the address bar, where history and scripts can read it. Ask for a "
    "code.",
    flask='response_type="code"',
    express="response_type: 'code'",
)
def code_flow(stage: Stage) -> Verdict:
    asked = stage.first_request["response_type"]
    return Verdict(asked == "code", f"response_type={asked or 'missing'}")


@rule(
    "state_sent",
    group=Group.SESSION,
    section="RFC 6749 §10.12",
    good="The request has a state that nobody can guess.",
    bad="The request has no state that is hard to guess: if nothing else protects the sign-in, "
    "anyone can forge an answer that your callback believes.",
    flask='state = session["state"] = secrets.token_urlsafe(32)',
    express="req.session.state = randomBytes(32).toString('base64url')",
)
def state_sent(stage: Stage) -> Verdict:
    state = stage.first_request["state"]
    if not state:
        return Verdict(False, "no state was sent")
    bits = bits_of(_what_varies(state, stage.second_request["state"]))
    return Verdict(bits >= ENOUGH_BITS, f"room for {min(bits, 512)} bits")


def _what_varies(state: str, other: str) -> str:
    """The part of a state that can be random: all of it, unless it is a text in base64.

    An app may write there where to go on, as ``{"returnTo": "/"}``, which anybody can write too.
    """
    one, another = _text_in(state), _text_in(other)
    if not one:
        return state
    start = _alike(one, another)
    end = _alike(one[start:][::-1], another[start:][::-1])
    return one[start : len(one) - end]


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _text_in(value: str) -> str:
    """The text that a value is the base64 of (RFC 4648 §4, §5); empty where it is of none."""
    with suppress(ValueError):
        word = value.rstrip("=").translate(str.maketrans("-_", "+/"))
        text = base64.b64decode(word + "=" * (-len(word) % 4), validate=True).decode("ascii")
        return text if text.isprintable() else ""
    return ""


@rule(
    "state_fresh",
    group=Group.SESSION,
    section="RFC 9700 §2.1",
    good="Each sign-in has a state of its own.",
    bad="Two sign-ins had the same state, or none, so anyone can read it once and forge an "
    "answer to your callback.",
    flask='state = session["state"] = secrets.token_urlsafe(32)  # in the view, not at the top',
    express="const state = randomBytes(32).toString('base64url') // in the route, not at the top",
)
def state_fresh(stage: Stage) -> Verdict:
    return _fresh(stage, "state")


def _fresh(stage: Stage, name: str) -> Verdict:
    """Whether two sign-ins had two values of a parameter."""
    one, other = stage.first_request[name], stage.second_request[name]
    return Verdict(bool(one) and one != other, "" if one else f"no {name} was sent")


@rule(
    "pkce_sent",
    group=Group.SESSION,
    section="RFC 9700 §2.1.1",
    good="The request has a code_challenge made with S256.",
    bad="The request has no code_challenge made with S256, so anyone who gets hold of a code "
    "can use it.",
    flask='urlsafe_b64encode(sha256(code_verifier.encode()).digest()).rstrip(b"=").decode()',
    express="createHash('sha256').update(code_verifier).digest('base64url')",
)
def pkce_sent(stage: Stage) -> Verdict:
    request = stage.first_request
    if not request["code_challenge"]:
        return Verdict(False, "no code_challenge was sent")
    method = request["code_challenge_method"] or "missing, which means plain"
    if not _CHALLENGE.fullmatch(request["code_challenge"]):
        return Verdict(False, "code_challenge is not 43 characters of base64url without the =")
    return Verdict(method == "S256", f"code_challenge_method={method}")


@rule(
    "pkce_fresh",
    group=Group.SESSION,
    section="RFC 7636 §4.1",
    good="Each sign-in has a code_verifier of its own.",
    bad="Two sign-ins had the same code_challenge, or none: anyone who learns one "
    "code_verifier, or needs none, can use every code.",
    flask="code_verifier = secrets.token_urlsafe(32)  # in the view, not at the top",
    express="const verifier = randomBytes(32).toString('base64url') // in the route",
)
def pkce_fresh(stage: Stage) -> Verdict:
    return _fresh(stage, "code_challenge")


@rule(
    "pkce_verifier_sent",
    group=Group.SESSION,
    section="RFC 7636 §4.5",
    good="The token request has the code_verifier, which proves who began the sign-in.",
    bad="The token request has no code_verifier, so PKCE protects nothing.",
    flask='form["code_verifier"] = started.code_verifier',
    express="code_verifier: req.session.started.verifier",
)
def pkce_verifier_sent(stage: Stage) -> Verdict:
    if stage.lets_people_in:
        sent = "code_verifier" in stage.alice.token.parameters
        return Verdict(sent and bool(stage.alice.request["code_challenge"]))
    asked = stage.photobox.log.last("/token")  # and refused: perhaps because there was none
    if asked is None or "code_verifier" in asked.parameters:
        raise CannotTry("nobody could sign in")
    return Verdict(False)


@rule(
    "scopes_needed",
    group=Group.SECRETS,
    section="RFC 6749 §10.3",
    good="It asks for the scopes that it uses, and no others.",
    bad="It asks for more than it uses: anyone who steals its token can do all of that.",
    flask='scope="openid profile photos.read"  # only what a page of yours shows',
    express="scope: 'openid profile photos.read' // only what a page of yours shows",
)
def scopes_needed(stage: Stage) -> Verdict:
    alice = stage.alice
    asked = alice.request["scope"].split()
    called = {entry.path for entry in stage.photobox.log if entry.status < 400}
    refreshed = any(
        entry.parameters.get("grant_type") == "refresh_token" for entry in stage.photobox.log
    )
    used = {scope for scope, paths in _USED_AT.items() if called & paths} | {"openid"}
    used |= {"offline_access"} if refreshed else set()
    idle = [scope for scope in asked if scope not in used]
    if not idle:
        return Verdict(True)
    at = {path for scope in idle for path in _USED_AT.get(scope, set())}
    hint = ", which at PhotoBox only /userinfo returns" if "/userinfo" in at else ""
    return Verdict(False, f"never used: {', '.join(idle)}{hint}")


_USED_AT = {
    "photos.read": {"/api/photos"},
    "orders.write": {"/api/orders"},
    "profile": {"/userinfo", "/api/me"},
    "email": {"/userinfo"},
    "address": {"/userinfo"},
    "phone": {"/userinfo"},
}


@rule(
    "credentials_from_environment",
    group=Group.SECRETS,
    section="ASVS 5.0 V13.3.1",
    good="client_id and client_secret come from outside the source.",
    bad="The client_secret is in the source: anyone who reads the repository has it, and it "
    "cannot be changed without a new version.",
    flask='client_secret = os.environ["CLIENT_SECRET"]',
    express="const client_secret = process.env.CLIENT_SECRET",
)
def credentials_from_environment(stage: Stage) -> Verdict:
    photobox = stage.photobox
    if stage.since(0, "/register"):
        raise DoesNotApply("the app registers itself")
    if stage.first_request["client_id"] != photobox.client_id:
        return Verdict(False, "CLIENT_ID was given, but another one was sent")
    sent = {_secret_of(entry) for entry in stage.since(0, "/token")} - {""}
    if sent - {photobox.client_secret}:
        return Verdict(False, "CLIENT_SECRET was given, but another one was sent")
    return Verdict(True)


def _secret_of(entry: Entry) -> str:
    """Return the client_secret of a token request, in the form or as Basic (RFC 6749 §2.3.1)."""
    scheme, _, packed = entry.request_headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return entry.parameters.get("client_secret", "")
    with suppress(ValueError):
        return unquote_plus(base64.b64decode(packed).decode().partition(":")[2])
    return ""


def bits_of(value: str) -> int:
    """Return how many bits a value has room for, by the characters that it is written in."""
    size = next(size for alphabet, size in _ALPHABETS if alphabet.fullmatch(value))
    return int(len(value) * math.log2(size))
