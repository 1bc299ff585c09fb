"""Ten clients that do not work: what each one is, why, and one way to fix it."""

from collections.abc import Mapping
from dataclasses import dataclass

TOKEN, REFUSED = "POST /token 200", "POST /token 429"
PHOTOS, ORDER = "GET /api/photos 200", "POST /api/orders 201"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bug:
    """One broken client.

    Args:
        notebook: Where it is hunted.
        title: What somebody would write as the subject of a question.
        story: What the code may use, and what it should do.
        code: It ends in an error.
        cause: A name of the doctor's causes.
        fix: One right fix: a piece of the code, and what should stand there.
        wanted: What the token endpoint and the API must have received in the end.
        look: Where to look, for the first hint.
        lesson: One sentence, when it is fixed.
        fault: The fault that PhotoBox plays meanwhile. Default: none.
        signs_in: Whether the code sends Alice to PhotoBox itself. Default: it has a code.
        forged: Whether the fixed client is tried with a stranger's answer as well.
        with_doctor: Whether the doctor is offered at once.
        still: What is still so where a fix ends in the same error. Default: nothing to say.
    """

    notebook: str
    title: str
    story: str
    code: str
    cause: str
    fix: Mapping[str, str]
    wanted: tuple[str, ...]
    look: str
    lesson: str
    fault: str = ""
    signs_in: bool = False
    forged: bool = False
    with_doctor: bool = False
    still: str = ""


_FORM = "form holds the five parameters, all of them right, with a fresh code."
_CODE = "code is fresh, and was sent to http://127.0.0.1:8000/callback, which is redirect_uri."
_CLIENT = "client holds client_id and client_secret."
_ALICE = "alice_approves(url) signs Alice in and returns the address of the last page."

BUGS: dict[int, Bug] = {
    1: Bug(
        notebook="03",
        title="everything is right, and there is no token",
        story=_FORM,
        code="""\
answer = requests.post(photobox.token_endpoint, json=form, timeout=10)
access_token = answer.json()["access_token"]""",
        cause="wrong_content_type",
        fix={"json=form": "data=form"},
        wanted=(TOKEN,),
        look="how the form is sent, in line 1. Line 2 is only where you notice.",
        lesson="A KeyError is where you notice; the answer said what was wrong (RFC 6749 §4.1.3).",
        with_doctor=True,
    ),
    2: Bug(
        notebook="03",
        title="the code is fresh, and the grant is invalid",
        story=f"{_CODE} {_CLIENT}",
        code="""\
token = exchange_code(
    photobox.token_endpoint,
    code=code,
    redirect_uri="http://localhost:8000/callback",
    **client,
)""",
        cause="redirect_uri_differs_at_token",
        fix={'"http://localhost:8000/callback"': "redirect_uri"},
        wanted=(TOKEN,),
        look="the story above the code, and line 4, character by character.",
        lesson="One variable for both requests cannot differ from itself (RFC 6749 §4.1.3).",
        with_doctor=True,
    ),
    3: Bug(
        notebook="03",
        title="the secret is copied from the registration, and refused",
        story=f"{_CODE} The settings come from a file.",
        code='''\
env_file = """
PRINTSHOP_ID=printshop
PRINTSHOP_SECRET= printshop-secret
"""
settings = dict(line.split("=") for line in env_file.splitlines() if line)
token = exchange_code(
    photobox.token_endpoint,
    code=code,
    redirect_uri=redirect_uri,
    client_id=settings["PRINTSHOP_ID"],
    client_secret=settings["PRINTSHOP_SECRET"],
)''',
        cause="client_authentication_failed",
        fix={"PRINTSHOP_SECRET= ": "PRINTSHOP_SECRET="},
        wanted=(TOKEN,),
        look="what stands between the = and the secret in the file.",
        lesson="A space is a character: what is read from a file wants .strip() (RFC 6749 §2.3.1).",
    ),
    4: Bug(
        notebook="03",
        title="the state is never the right one",
        story=f"{_ALICE} {_CLIENT}",
        code="""\
state = new_state()
url = build_authorization_url(
    photobox.authorization_endpoint,
    client_id="printshop",
    redirect_uri=redirect_uri,
    state=state,
)
answer = read_redirect(alice_approves(url), state=new_state())
token = exchange_code(
    photobox.token_endpoint, code=answer.code, redirect_uri=redirect_uri, **client
)""",
        cause="state_mismatch",
        fix={"state=new_state()": "state=state"},
        wanted=(TOKEN,),
        look="which state is sent, and which one is expected.",
        lesson="Keep the state that you sent until the answer is here; a stranger's answer is "
        "still refused (RFC 6749 §10.12).",
        signs_in=True,
        forged=True,
        still="What is sent and what is expected are still two values: each call of new_state() "
        "makes another one.",
    ),
    5: Bug(
        notebook="03",
        title="the token request fails, though it is tried three times",
        story=f"{_CODE} {_CLIENT}",
        code="""\
for attempt in range(3):
    token = exchange_code(
        photobox.token_endpoint, code=code, redirect_uri=redirect_uri, **client
    )""",
        cause="code_already_used",
        fix={"range(3)": "range(1)"},
        wanted=(TOKEN,),
        look="what the first round of the loop got, and what the second one sends.",
        lesson="A code works once; a second use takes the token back as well (RFC 6749 §4.1.2).",
    ),
    6: Bug(
        notebook="04",
        title="a token of this minute, and the API says 401",
        story=f"{_CODE} {_CLIENT}",
        code="""\
token = exchange_code(photobox.token_endpoint, code=code, redirect_uri=redirect_uri, **client)
headers = {"Authorization": f"Token {token.access_token}"}
answer = requests.get(f"{photobox.api}/photos", headers=headers, timeout=10)
answer.raise_for_status()""",
        cause="token_rejected",
        fix={"Token {": "Bearer {"},
        wanted=(TOKEN, PHOTOS),
        look="the word in front of the token.",
        lesson="The scheme is the token_type of the answer: Bearer (RFC 6750 §2.1).",
        with_doctor=True,
    ),
    7: Bug(
        notebook="04",
        title="it sees the photos and cannot order prints",
        story=f"{_ALICE} {_CLIENT}",
        code="""\
state = new_state()
url = build_authorization_url(
    photobox.authorization_endpoint,
    client_id="printshop",
    redirect_uri=redirect_uri,
    scope="photos.read",
    state=state,
)
code = read_redirect(alice_approves(url), state=state).code
token = exchange_code(photobox.token_endpoint, code=code, redirect_uri=redirect_uri, **client)
headers = {"Authorization": f"Bearer {token.access_token}"}
order = requests.post(f"{photobox.api}/orders", headers=headers, json={"photo": 1}, timeout=10)
order.raise_for_status()""",
        cause="scope_insufficient",
        fix={'"photos.read"': '"photos.read orders.write"'},
        wanted=(TOKEN, ORDER),
        look="what Alice is asked for. A 403 is not about the last three lines.",
        lesson="What was not asked for at the start is missing at the end (RFC 6750 §3.1).",
        signs_in=True,
        with_doctor=True,
    ),
    8: Bug(
        notebook="04",
        title="status 200, and the answer cannot be read",
        story=f"{_FORM} PhotoBox answers as GitHub does. parse_qsl is imported.",
        code="""\
answer = requests.post(photobox.token_endpoint, data=form, timeout=10)
token = dict(answer.json())
headers = {"Authorization": f"Bearer {token['access_token']}"}
photos = requests.get(f"{photobox.api}/photos", headers=headers, timeout=10)""",
        cause="form_encoded_response",
        fix={"data=form": 'data=form, headers={"Accept": "application/json"}'},
        wanted=(TOKEN, PHOTOS),
        look="the Content-Type of the answer, in ladder(case.log).",
        lesson="Say which format you want, with Accept, or read the one that comes with parse_qsl.",
        fault="form_encoded",
    ),
    9: Bug(
        notebook="04",
        title="it works for two hours, then Alice must sign in again",
        story=f"{_CODE} {_CLIENT}",
        code="""\
token = exchange_code(photobox.token_endpoint, code=code, redirect_uri=redirect_uri, **client)
refresh_token = token.refresh_token
for hour in (1, 2):
    photobox.clock.advance(hours=1)
    fresh = refresh(photobox.token_endpoint, refresh_token=refresh_token, **client)
    headers = {"Authorization": f"Bearer {fresh.access_token}"}
    photos = requests.get(f"{photobox.api}/photos", headers=headers, timeout=10)""",
        cause="refresh_token_dead",
        fix={"    headers = {": "    refresh_token = fresh.refresh_token\n    headers = {"},
        wanted=(TOKEN, TOKEN, PHOTOS, TOKEN, PHOTOS),
        look="which refresh token the second hour sends.",
        lesson="Each refresh brings the next refresh token: store it (RFC 9700 §4.14.2).",
    ),
    10: Bug(
        notebook="04",
        title="it waits and asks again, and is refused each time",
        story=f"{_FORM} PhotoBox is busy. sleep moves its clock, so you need not wait.",
        code="""\
for attempt in range(3):
    answer = requests.post(photobox.token_endpoint, data=form, timeout=10)
    if answer.status_code != 429:
        break
    sleep(1)
access_token = answer.json()["access_token"]""",
        cause="rate_limited",
        fix={"sleep(1)": 'sleep(int(answer.headers["Retry-After"]))'},
        wanted=(REFUSED, TOKEN),
        look="what the answer says about waiting, in ladder(case.log).",
        lesson="The server says how long: Retry-After (RFC 6585 §4).",
        fault="rate_limited",
    ),
}

HIDDEN_FAULTS = "hidden_faults"
"""Their one name in the progress file: they belong to no notebook."""


def name_of_bug(number: int) -> str:
    """Return a bug's name in the progress file, the same whatever its case's number is."""
    return f"{BUGS[number].notebook}.bug_hunt_{number}"


BUG_HUNTS: Mapping[str, Bug] = {name_of_bug(number): bug for number, bug in BUGS.items()}
"""Every bug by that name."""
