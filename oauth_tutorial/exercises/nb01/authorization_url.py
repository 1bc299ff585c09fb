"""The authorization URL, opened at the service."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from oauth_tutorial.client.authorization import new_state
from oauth_tutorial.grading.assignment import assignment
from oauth_tutorial.grading.calling import call, case
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.forms import misnamed_verdict
from oauth_tutorial.grading.kinds import copied, not_a_function, wants_function
from oauth_tutorial.grading.near import near_miss
from oauth_tutorial.grading.photobox import photobox
from oauth_tutorial.grading.questions import Predict
from oauth_tutorial.grading.received import REDIRECT_URI, leads_to, open_at_photobox
from oauth_tutorial.grading.verdict import Verdict, right, wrong
from oauth_tutorial.text.listing import kind_of

predict_encoding = Predict(
    "what becomes of :// in redirect_uri, and of the space in scope?",
    choices=("Both stay as they are", "%3A%2F%2F and +", "%253A%252F%252F and %2520"),
    answer=1,
    reveals="each character that means something in a URL is encoded, once. The next cell "
    "shows it.",
)

_ANOTHER = "https://album.example/oauth2/sign-in"  # nothing is sent there


def _wanted() -> dict[str, str]:
    return {
        "response_type": "code",
        "client_id": assignment.client_id,
        "redirect_uri": REDIRECT_URI,
        "scope": assignment.scope,
    }


@wants_function("build_url", "url_in_place_of_function")
def _judge_url(build_url: Any) -> Verdict:
    endpoint, state = photobox().authorization_endpoint, new_state()
    url = call(build_url, endpoint, state)
    if not isinstance(url, str):
        return _no_text(url, endpoint)
    if "?" not in url:
        return wrong("no_question_mark", expected=f"{endpoint}?…", received=url)
    if not leads_to(url, endpoint):
        return _elsewhere("other_endpoint", endpoint, url)
    entry = open_at_photobox(url)
    if entry is None:
        return wrong(text="PhotoBox received nothing.", expected=endpoint, received=url)
    verdict = _grade(entry, state)
    return _judge_another(build_url) if verdict.right else verdict


def _judge_another(build_url: Any) -> Verdict:
    """Ask for the URL of a second service: the first one's endpoint can be written down."""
    with case("another service's endpoint"):
        url = call(build_url, _ANOTHER, new_state())
    if not leads_to(str(url), _ANOTHER):
        return _elsewhere("endpoint_fixed", _ANOTHER, str(url))
    return right()


def _elsewhere(mistake: str, endpoint: str, url: str) -> Verdict:
    before, _, _ = url.partition("?")
    return wrong(mistake, part="before the ?", expected=endpoint, received=before)


def _no_text(came: object, endpoint: str) -> Verdict:
    """Say what came in place of text, and how text is made of it."""
    says = ""
    if isinstance(came, bytes):
        says = "build_url returns bytes: .decode() makes text of them."
    elif isinstance(came, tuple):  # what urlsplit returns is one
        says = f"build_url returns {kind_of(came)}: the URL is one piece of text."
    elif isinstance(came, dict):
        says = "build_url returns the dictionary. urlencode(…) makes the part behind the ? of it."
    elif hasattr(came, "url"):
        says = f"build_url returns {kind_of(came)}, not its URL: that is its attribute .url."
    elif came is not None:
        says = f"build_url returns {kind_of(came)}, and a URL is text."
    received = came if came is None else type(came).__name__
    return wrong("returns_nothing", text=says, expected=f"{endpoint}?…", received=received)


def _grade(entry: Any, state: str) -> Verdict:
    """Judge what the service received: the first thing that differs."""
    received: Mapping[str, str] = entry.parameters
    failed = entry.checks.failed
    if failed is not None and failed.name == "parameters_once":
        return wrong("parameter_twice", evidence=entry)
    if "client_secret" in received:
        return wrong("secret_in_url", evidence=entry)
    wanted = _wanted() | {"state": state}
    if verdict := assignment.copied(entry) or misnamed_verdict(received, list(wanted)):
        return verdict
    for name, value in wanted.items():
        came = received.get(name)
        if not _same(name, came, value):
            mistake, text = _URL_MISTAKE[name](came), ""
            if mistake is None:
                text = _differs(name, came, value)
            return wrong(
                mistake, text=text, part=name, expected=value, received=came, evidence=entry
            )
    if failed is not None:
        return wrong(text=f"PhotoBox refused it. The rule: {failed.sentence}.", evidence=entry)
    return right()


def _same(name: str, came: str | None, value: str) -> bool:
    if name == "scope":  # its words stand in any order (RFC 6749 §3.3)
        return set((came or "").split(" ")) == set(value.split(" "))
    return came == value


def _differs(name: str, came: str | None, value: str) -> str:
    """Say which parameter differs, and how."""
    if not came:
        return f"{name} is missing in the URL, or empty."
    assigned = name in {"client_id", "scope"}
    of = "of your assignment" if assigned else "that the task asks for"
    if how := near_miss(value, came):
        return f"{name} is not the one {of}: {how}."
    if name == "redirect_uri":
        return "redirect_uri is another address than the one in the task."
    return f"{name} is not the one {of}."


def _redirect_uri_mistake(came: str | None) -> str | None:
    if came and "%" in came:
        return "encoded_twice"
    if came == REDIRECT_URI.replace("127.0.0.1", "localhost"):
        return "localhost"
    return "trailing_slash" if came == REDIRECT_URI + "/" else None


def _response_type_mistake(came: str | None) -> str | None:
    if came == "token":
        return "implicit"
    return None if came else "response_type_missing"


def _state_mistake(came: str | None) -> str:
    return "state_fixed" if came else "state_missing"


_URL_MISTAKE: dict[str, Any] = {
    "response_type": _response_type_mistake,
    "client_id": lambda came: None,
    "redirect_uri": _redirect_uri_mistake,
    "scope": lambda came: None,
    "state": _state_mistake,
}


def _example(without: str = "", **changes: str) -> Any:
    """A learner's function whose URL differs from the right one in one thing."""

    def build_url(endpoint: str, state: str) -> str:
        parameters = _wanted() | {"state": state} | changes
        parameters.pop(without, None)
        return f"{endpoint}?{urlencode(parameters)}"

    return build_url


authorization_url = Exercise(
    name="01.authorization_url",
    answer="build_url",
    judge=_judge_url,
    correct="PhotoBox received the five parameters, each as it was meant (RFC 6749 §4.1.1).",
    mistakes=(
        not_a_function("http://127.0.0.1/authorize?response_type=code", "url_in_place_of_function"),
        Mistake(
            "returns_nothing",
            "the function must return the URL as text. print() shows a value and returns None.",
            lambda endpoint, state: None,
        ),
        Mistake(
            "no_question_mark",
            "there is no '?' in it: the parameters follow a '?' (RFC 3986 §3.4).",
            lambda endpoint, state: endpoint + urlencode(_wanted() | {"state": state}),
        ),
        Mistake(
            "other_endpoint",
            "it does not lead to the authorization endpoint that was passed in.",
            lambda endpoint, state: _example()(endpoint.replace("authorize", "token"), state),
        ),
        Mistake(
            "endpoint_fixed",
            "with another service's endpoint, the URL does not lead to that service. Use the "
            "endpoint that was passed in, as it is.",
            lambda endpoint, state: _example()(photobox().authorization_endpoint, state),
        ),
        copied(
            lambda endpoint, state: _example(client_id=assignment.neighbour.client_id)(
                endpoint, state
            )
        ),
        Mistake(
            "response_type_missing",
            "response_type is missing: it says what kind of answer you want (RFC 6749 §3.1.1).",
            _example(without="response_type"),
        ),
        Mistake(
            "implicit",
            "response_type=token is the implicit grant, which puts the token into the "
            "address bar and should not be used any more (RFC 9700 §2.1.2).",
            _example(response_type="token"),
        ),
        Mistake(
            "localhost",
            "localhost and 127.0.0.1 are the same machine and different text: redirect_uri is "
            "compared exactly.",
            _example(redirect_uri="http://localhost:8000/callback"),
        ),
        Mistake(
            "trailing_slash",
            "a slash at the end makes it another redirect_uri: it is compared exactly.",
            _example(redirect_uri=REDIRECT_URI + "/"),
        ),
        Mistake(
            "encoded_twice",
            "redirect_uri arrived still encoded: it was encoded twice. urlencode() does it once, "
            "so give it the plain value.",
            _example(redirect_uri="http%3A%2F%2F127.0.0.1%3A8000%2Fcallback"),
        ),
        Mistake(
            "state_missing",
            "without state, you would take anybody's answer for yours (RFC 6749 §10.12).",
            _example(without="state"),
        ),
        Mistake(
            "state_fixed",
            "this is not the state that was passed in. Send that one: PrintShop kept it, and "
            "compares the answer with it.",
            _example(state="remember-me"),
        ),
        Mistake(
            "secret_in_url",
            "client_secret never goes into a URL: the browser, its history and every log on the "
            "way could read it.",
            _example(client_secret="printshop-secret"),  # noqa: S106 - public on purpose
        ),
        Mistake(
            "parameter_twice",
            "a parameter is there twice, and it must not be (RFC 6749 §3.1).",
            lambda endpoint, state: _example()(endpoint, state) + "&scope=photos.read",
        ),
    ),
    hints=(
        "where to look: the cell below “By hand”, which makes a URL out of a dictionary.",
        "the rule (RFC 6749 §4.1.1): response_type, client_id, redirect_uri, scope and state, "
        "form-encoded, behind a '?'.",
        'almost the code: parameters = {"response_type": "code", …, "state": state}, then '
        'return endpoint + "?" + …(parameters)',
    ),
    setup="from urllib.parse import urlencode",
    solution_code=f'''\
def build_url(endpoint, state):
    parameters = {{
        "response_type": "code",
        "client_id": "printshop",
        "redirect_uri": "{REDIRECT_URI}",
        "scope": "photos.read",
        "state": state,
    }}
    return endpoint + "?" + urlencode(parameters)''',
    assigned=("client_id", "scope"),
    unlisted=_example(scope="photos.write"),
)
