"""Who the person is: the ID token, and what names somebody (OpenID Connect Core §3.1.3.7, §5.7)."""

from collections.abc import Callable

from oauth_tutorial.review.check import Group
from oauth_tutorial.review.people import SOMEBODY
from oauth_tutorial.review.rule import rule
from oauth_tutorial.review.rules.crash import crash
from oauth_tutorial.review.stage import Stage
from oauth_tutorial.review.verdict import CannotTry, DoesNotApply, Verdict

CORE = "OpenID Connect Core"
_FLASK = "jwt.decode(id_token, keys), then JWTClaimsRegistry({}).validate(claims)  # joserfc"
_EXPRESS = "jwtVerify(token.id_token, keys, {{ {} }}) // jose"


def _believed(stage: Stage, fault: str) -> bool:
    """Whether an ID token with one fault signs somebody in."""
    if "openid" not in stage.alice.request["scope"].split():
        raise DoesNotApply("the app does not ask for openid, so there is no ID token")
    photobox = stage.photobox
    photobox.faults.add(fault)
    try:
        visitor = stage.come_back_from("bob")
        if fault in photobox.faults:
            raise CannotTry("the app asked for no token")
    finally:
        photobox.faults.remove(fault)
    return bool(stage.who(visitor))


def _of_claim(fault: str) -> Callable[[Stage], Verdict]:
    def look(stage: Stage) -> Verdict:
        believed = _believed(stage, fault)
        return Verdict(not believed, _UNREAD if believed and _is_unread(stage) else "")

    return look


_UNREAD = "the ID token is never checked: even one that is not a token does not stop the sign-in"


def _is_unread(stage: Stage) -> bool:
    """Whether the app learns elsewhere who the person is, so that no ID token fools it."""
    stage.photobox.spoils_id_tokens = True
    try:
        visitor = stage.come_back_from("bob")
        return not crash(visitor) and bool(stage.who(visitor))
    finally:
        stage.photobox.spoils_id_tokens = False


@rule(
    "id_token_nonce",
    group=Group.PERSON,
    section=f"{CORE} §3.1.3.7 item 11",
    good="A nonce is sent, and an ID token with another one is refused.",
    bad="No nonce was sent, or an ID token with another one did not stop the sign-in: if the "
    "app trusts the ID token, somebody else's can be injected.",
    flask=_FLASK.format("nonce={'essential': True, 'value': started.nonce}"),
    express="claims.nonce === req.session.started.nonce",
)
def id_token_nonce(stage: Stage) -> Verdict:
    believed = [
        said
        for fault, said in (("wrong", "another nonce"), ("without", "no nonce"))
        if _believed(stage, f"id_token_{fault}_nonce")
    ]
    if not stage.first_request["nonce"]:
        return Verdict(False, "no nonce was sent")
    if stage.first_request["nonce"] == stage.second_request["nonce"]:
        return Verdict(False, "two sign-ins had the same nonce")
    if believed and _is_unread(stage):
        return Verdict(False, _UNREAD)
    return Verdict(not believed, f"accepted with {' and with '.join(believed)}" if believed else "")


id_token_audience = rule(
    "id_token_audience",
    group=Group.PERSON,
    section=f"{CORE} §3.1.3.7 item 3",
    good="An ID token for another app is refused.",
    bad="An ID token that was made for another app did not stop the sign-in: if your app trusts "
    "it, the other app can sign in to yours as its own users.",
    flask=_FLASK.format("aud={'essential': True, 'value': client_id}"),
    express=_EXPRESS.format("audience: client_id"),
)(_of_claim("id_token_wrong_audience"))

id_token_issuer = rule(
    "id_token_issuer",
    group=Group.PERSON,
    section=f"{CORE} §3.1.3.7 item 2",
    good="An ID token from another server is refused.",
    bad="An ID token that names another server did not stop the sign-in.",
    flask=_FLASK.format("iss={'essential': True, 'value': metadata['issuer']}"),
    express=_EXPRESS.format("issuer: metadata.issuer"),
)(_of_claim("id_token_wrong_issuer"))

id_token_algorithm = rule(
    "id_token_algorithm",
    group=Group.PERSON,
    section=f"{CORE} §3.1.3.7 item 7",
    good="An ID token that nobody signed (alg none) is refused.",
    bad="An ID token with alg none did not stop the sign-in: anyone can write one and, if the "
    "app trusts it, be anybody.",
    flask='jwt.decode(id_token, keys, algorithms=["RS256"])',
    express=_EXPRESS.format("algorithms: ['RS256']"),
)(_of_claim("id_token_unsigned"))

id_token_expiry = rule(
    "id_token_expiry",
    group=Group.PERSON,
    section=f"{CORE} §3.1.3.7 item 9",
    good="An ID token that has expired is refused.",
    bad="An ID token that expired a day ago did not stop the sign-in: if the app trusts it, a "
    "stolen one works for ever.",
    flask=_FLASK.format("exp={'essential': True}"),
    express="jwtVerify looks at exp by itself // jose",
)(_of_claim("id_token_expired"))


@rule(
    "person_is_sub",
    group=Group.PERSON,
    section=f"{CORE} §5.7",
    good="Two people with the same e-mail address are kept apart.",
    bad="Bob was taken for Alice because they have the same e-mail address: an address can pass to "
    "somebody else.",
    flask='person = people[claims["iss"], claims["sub"]]  # never claims["email"]',
    express="people.get(`${claims.iss} ${claims.sub}`) // never claims.email",
)
def person_is_sub(stage: Stage) -> Verdict:
    if "email" not in stage.alice.request["scope"].split():
        return Verdict(True, "the app never sees an e-mail address")
    stage.photobox.options.same_email = True
    try:
        alice = stage.come_back_from("alice")
        of_bob = stage.who(stage.come_back_from("bob"))
        of_alice = stage.who(alice)  # once more: Bob may have changed what is kept for her
    finally:
        stage.photobox.options.same_email = False
    if not of_bob & {"alice", "bob"}:
        raise CannotTry("with one e-mail address for both, no page says who was signed in")
    if "alice" in of_bob:
        return Verdict(False, "Bob's page names Alice")
    return Verdict("bob" not in of_alice, "Alice's page names Bob" * ("bob" in of_alice))


@rule(
    "people_apart",
    group=Group.PERSON,
    section="ASVS 5.0 V8.2.2",
    good="Two people who sign in at the same time never see each other.",
    bad="When two people signed in at the same time, one saw the other's page or could not come "
    "back: something that belongs to one sign-in is shared by all.",
    flask='session["sid"]  # keep what belongs to one person in their session, not in the module',
    express="req.session // keep what belongs to one person here, not in a variable of the module",
)
def people_apart(stage: Stage) -> Verdict:
    _ = stage.alice
    alice, bob = stage.visitor(), stage.visitor()
    first, second = stage.ask(alice), stage.ask(bob)
    back_of_alice, back_of_bob = stage.decide(alice, first), stage.decide(bob, second, "bob")
    stage.arrive(alice, back_of_alice)
    stage.arrive(bob, back_of_bob)
    seen = [stage.who(alice), stage.who(bob), stage.who(alice)]
    if not all(seen):
        return Verdict(False, "one of them could not come back")
    if any(SOMEBODY in who for who in seen):
        raise CannotTry("no page says who is signed in, so one person looks like another")
    return Verdict("bob" not in seen[0] | seen[2] and "alice" not in seen[1])
