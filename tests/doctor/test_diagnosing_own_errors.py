"""Every error of our own tree gets a diagnosis, and offers it in one line."""

from collections.abc import Callable

import pytest

from oauth_tutorial import build_authorization_url, code_challenge, errors, read_redirect
from oauth_tutorial.doctor import diagnose

CAUSES: dict[type[errors.OAuthTutorialError], str] = {
    errors.OAuthTutorialError: "unknown",
    errors.InvalidArgument: "unknown",
    errors.PresetError: "unknown",
    errors.RedirectError: "unknown",
    errors.MalformedRedirect: "unknown",
    errors.StateMismatch: "state_mismatch",
    errors.IssuerMismatch: "state_mismatch",
    errors.AuthorizationFailed: "unknown",
    errors.AuthorizationDenied: "user_denied",
    errors.ReceiverError: "unknown",
    errors.PortInUse: "port_in_use",
    errors.ReceiverClosed: "unknown",
    errors.CallbackTimeout: "browser_elsewhere",
    errors.TokenRequestFailed: "unknown",
    errors.TokenEndpointUnreachable: "tls_or_network",
    errors.TokenResponseUnreadable: "not_json",
}


def tree(base: type[errors.OAuthTutorialError]) -> set[type[errors.OAuthTutorialError]]:
    return {base}.union(*(tree(child) for child in base.__subclasses__()))


def test_every_class_stands_in_the_table() -> None:
    """A new one wants a cause, or a reason for having none."""
    ours = {kind for kind in tree(errors.OAuthTutorialError) if kind.__module__ == errors.__name__}

    assert ours == set(CAUSES)


@pytest.mark.parametrize("kind", CAUSES, ids=lambda kind: kind.__name__)
def test_an_error_of_ours(kind: type[errors.OAuthTutorialError]) -> None:
    """Where no cause is known, its own advice is the fix."""
    error = kind("Something came that was not expected.", hint="Look at the cell above.")

    diagnosis = diagnose(error)

    assert CAUSES[kind] == diagnosis.cause
    if diagnosis.cause == "unknown":
        assert diagnosis.fix == "Look at the cell above."
        assert "Something came that was not expected." in diagnosis.evidence[0]


@pytest.mark.parametrize("kind", CAUSES, ids=lambda kind: kind.__name__)
def test_it_offers_the_doctor_in_a_line_that_works(
    kind: type[errors.OAuthTutorialError], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pasted into the next cell; the text of the error itself stays as it was."""
    error = kind("Something came.")
    monkeypatch.setattr("sys.last_value", error, raising=False)
    [shown] = error._render_traceback_()

    _, _, line = shown.rpartition("\n")
    call = line.removeprefix("Ask the doctor: ")
    head, _, expression = call.rpartition("; ")
    namespace: dict[str, object] = {}
    exec(head, namespace)

    assert repr(eval(expression, namespace)) == repr(diagnose(error))
    assert "doctor" not in str(error)


def test_a_helper_that_was_called_wrongly() -> None:
    """The words say which rule it is."""
    with pytest.raises(errors.InvalidArgument) as raised:
        code_challenge("short")

    assert diagnose(raised.value).cause == "pkce_mismatch"


SERVER, CALLBACK = "https://login.example/authorize", "http://127.0.0.1:8000/callback"


def _ask(**more: object) -> object:
    asked = {"client_id": "app", "redirect_uri": CALLBACK, **more}
    return build_authorization_url(SERVER, **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("go_wrong", "cause"),
    [
        (lambda: _ask(redirect_uri="127.0.0.1/callback"), "redirect_uri_mismatch"),
        (lambda: _ask(redirect_uri=f"{CALLBACK}#top"), "redirect_uri_mismatch"),
        (lambda: _ask(scope=["photos.read"]), "scope_invalid"),
        (lambda: _ask(response_type="token"), "unsupported_response_type"),
        (lambda: code_challenge("ü" * 50), "pkce_mismatch"),
        (
            lambda: read_redirect(f"{CALLBACK}#access_token=a&state=s", state="s"),
            "unsupported_response_type",
        ),
        (
            lambda: read_redirect(f"{SERVER}?response_type=code&client_id=a", state="s"),
            "code_missing",
        ),
        (lambda: read_redirect("It did not work", state="s"), "code_missing"),
        (lambda: read_redirect(f"{CALLBACK}?code=a&code=b&state=s", state="s"), "code_damaged"),
        (lambda: read_redirect(f"{CALLBACK}?code=a%0ab&state=s", state="s"), "code_damaged"),
    ],
)
def test_what_our_functions_refuse_has_a_cause(go_wrong: Callable[[], object], cause: str) -> None:
    """As an exception, and as its first line, pasted without the name of its class."""
    with pytest.raises(errors.OAuthTutorialError) as raised:
        go_wrong()

    assert diagnose(raised.value).cause == cause
    assert diagnose(str(raised.value).splitlines()[0]).cause == cause


def test_a_refusal_of_the_practice_service_is_told_once() -> None:
    """Its rule stands in the error, in the answer and in the log."""
    said = (
        "The token endpoint refused with HTTP 400 and said 'invalid_grant': "
        "The rule is that refresh_token is used for the first time (RFC 9700 section 4.14.2)."
    )
    evidence = diagnose(errors.TokenRequestFailed(said), said).evidence

    assert [line for line in evidence if "for the first time" in line] == [
        "the service checked that refresh_token is used for the first time; this is not the case"
    ]


def test_the_token_endpoint_is_no_token() -> None:
    """'token' and a word: GitHub's header of old looks like that."""
    said = diagnose("The token endpoint said: Bad client credentials").evidence
    sent = diagnose("I sent token abcdefghij: Bad client credentials").evidence

    assert said == ("it says 'The token endpoint said: Bad client credentials'",)
    assert sent == ("it says 'I sent token <11 characters> Bad client credentials'",)


# Sentences of earlier versions: somebody may paste an old notebook, or an old log.
OF_OLD = [
    (
        "CallbackTimeout: No usable redirect arrived in 120 seconds; last: https (TLS), and this "
        "receiver speaks http: the redirect_uri must begin with http://.",
        "redirect_uri_mismatch",
    ),
    (
        "No usable redirect arrived in 120 seconds; last: something that is no HTTP request of a "
        "browser (answered with 400), and GET /callback is wanted.",
        "tls_or_network",
    ),
    (
        "What came is the Host '172.20.10.3:8000', and '127.0.0.1:8000' is wanted.",
        "redirect_uri_mismatch",
    ),
    ("What came is the path '/callback/', and '/callback' is wanted.", "redirect_uri_mismatch"),
    (
        "What came is a form by POST (response_mode=form_post), and GET with the answer in the "
        "query (response_mode=query) is wanted.",
        "code_missing",
    ),
    (
        "What came is a page in a frame, and a page that a person opens is wanted.",
        "browser_elsewhere",
    ),
    ("What came is the method PUT, and GET is wanted.", "endpoint_wrong"),
    (
        "What came is /callback without its query: nothing after a '?', and ?code=…&state=… is "
        "wanted.",
        "code_missing",
    ),
    (
        "The token endpoint answered with HTTP 200, but its body cannot be unpacked: it is not "
        "packed as its Content-Encoding says.",
        "token_response_malformed",
    ),
    (
        "StateMismatch: The redirect carries another state than the one you sent: expected "
        "<43 characters>, received <5 characters>, and they differ.",
        "state_mismatch",
    ),
    (
        "Expected a JSON object from the token endpoint; HTTP 200 brought HTML (text/html).",
        "not_json",
    ),
    ("Port 9000 of 127.0.0.1 is taken or not allowed. Choose another one.", "port_in_use"),
]


@pytest.mark.parametrize(("said", "cause"), OF_OLD)
def test_a_sentence_of_an_earlier_version(said: str, cause: str) -> None:
    """It is understood as the one that took its place."""
    assert diagnose(said).cause == cause


@pytest.mark.parametrize(
    ("what", "cause"),
    [
        ("the Host 'evil.example' instead of '127.0.0.1:8000'", "redirect_uri_mismatch"),
        ("the path '/callback/' instead of '/callback'", "redirect_uri_mismatch"),
        ("a form sent by POST (response_mode=form_post), instead of a GET", "code_missing"),
        ("a page in a frame, instead of a page that a person opened", "browser_elsewhere"),
        ("/callback without a query, instead of /callback?code=…&state=…", "code_missing"),
    ],
)
def test_a_page_of_the_receiver(what: str, cause: str) -> None:
    """The tab says what the time-out says, in other words around it."""
    assert diagnose(f"Not used. The receiver got {what}.").cause == cause
