"""Notebook 10: three of the things that a library leaves to whoever uses it."""

from typing import Any

from oauth_tutorial.exercises.nb10.app_exercise import NOT_A_FUNCTION, RAISES, AppExercise, InApp
from oauth_tutorial.exercises.nb10.watching import (
    FUNCTION_RAISES,
    NOT_SENT,
    SIMILAR_REFUSED,
    with_header,
)
from oauth_tutorial.grading.exercise import Mistake
from oauth_tutorial.grading.kinds import not_a_function
from oauth_tutorial.review.check import Check
from oauth_tutorial.review.reviewing import rules_named

# What the examples below, as functions of the app, find there.
photobox: Any = None
requests: Any = None


def _iss(answer: Any) -> bool:
    return bool(answer.get("iss") == photobox.load_server_metadata()["issuer"])


def _headers(response: Any) -> Any:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Content-Security-Policy"] = "frame-ancestors 'none'"
    return response


def _revoked(token: Any) -> None:
    form = {"token": token["refresh_token"], "client_id": photobox.client_id}
    form["client_secret"] = photobox.client_secret
    requests.post(photobox.load_server_metadata()["revocation_endpoint"], data=form, timeout=5)


def _never(answer: Any) -> bool:
    return bool(answer.get("iss") == "PhotoBox")


def _always(answer: Any) -> bool:
    return "code" in answer


def _where_it_is_sent(answer: Any) -> bool:
    return answer.get("iss") in (None, photobox.load_server_metadata()["issuer"])


def _begins_like_it(answer: Any) -> bool:
    return str(answer.get("iss")).startswith(photobox.load_server_metadata()["issuer"])


def _nothing_returned(response: Any) -> None:
    response.headers["Cache-Control"] = "no-store"


def _private(response: Any) -> Any:
    response.headers["Cache-Control"] = "private"
    return response


def _framed(response: Any) -> Any:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Content-Security-Policy"] = "default-src 'self'"
    return response


def _referred(response: Any) -> Any:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Frame-Options"] = "DENY"
    return response


def _referred_weakly(response: Any) -> Any:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer-when-downgrade"
    response.headers["X-Frame-Options"] = "DENY"
    return response


def _access_token_alone(token: Any) -> None:
    form = {"token": token["access_token"], "client_id": photobox.client_id}
    form["client_secret"] = photobox.client_secret
    requests.post(photobox.load_server_metadata()["revocation_endpoint"], data=form, timeout=5)


def _nobody_asks(token: Any) -> None:
    form = {"token": token["refresh_token"]}
    requests.post(photobox.load_server_metadata()["revocation_endpoint"], data=form, timeout=5)


def _printed(token: Any) -> None:
    print(token)
    form = {"token": token["refresh_token"], "client_id": photobox.client_id}
    form["client_secret"] = photobox.client_secret
    requests.post(photobox.load_server_metadata()["revocation_endpoint"], data=form, timeout=5)


def _which_iss(check: Check) -> str:
    return "iss_not_compared" if "another iss" in check.evidence else "iss_missing_taken"


def _which_policy(check: Check) -> str:
    return "referred" if NOT_SENT in check.evidence else "referred_too_far"


def _which_alive(check: Check) -> str:
    return "not_revoked" if "access token" in check.evidence else "refresh_token_alive"


# the rules of the pages, and the header that each is about
_HEADERS = {
    "no_store": "Cache-Control",
    "no_framing": "Content-Security-Policy",
    "referrer_policy": "Referrer-Policy",
}

left_to_you = AppExercise(
    name="10.left_to_you",
    answer="fixes",
    judge=InApp(
        app="library_alone",
        functions=("is_from_photobox", "protect", "give_back"),
        rules=(
            *rules_named(["signs_in", "iss_compared"]),
            SIMILAR_REFUSED,
            *(with_header(rule, _HEADERS[rule.name]) for rule in rules_named(list(_HEADERS))),
            *rules_named(["token_revoked"]),
            FUNCTION_RAISES,
            *rules_named(["no_secret_in_log"]),
        ),
        known={
            RAISES: "raises",
            "signs_in": "nobody",
            "iss_compared": _which_iss,
            SIMILAR_REFUSED.name: "iss_similar_taken",
            "no_store": "kept",
            "no_framing": "framed",
            "referrer_policy": _which_policy,
            "token_revoked": _which_alive,
        },
    ),
    blanks=5,
    correct="another server's answer is refused, the pages say what others may do with them, and "
    "after signing out no token works.",
    mistakes=(
        not_a_function([True, True, True], NOT_A_FUNCTION),
        Mistake(
            "raises",
            "one of your functions raised an exception, or did not return the response; what was "
            "raised stands below.",
            [_iss, _nothing_returned, _revoked],
        ),
        Mistake(
            "nobody",
            "nobody can sign in any more: PhotoBox's own answer is refused. What does its "
            "metadata call the issuer?",
            [_never, _headers, _revoked],
        ),
        Mistake(
            "iss_not_compared",
            "an answer of another server is exchanged: its iss is not looked at (RFC 9207 §2.4).",
            [_always, _headers, _revoked],
        ),
        Mistake(
            "iss_missing_taken",
            "an answer without iss is exchanged. PhotoBox always sends iss, so an answer without "
            "it is not PhotoBox's.",
            [_where_it_is_sent, _headers, _revoked],
        ),
        Mistake(
            "iss_similar_taken",
            "an answer whose iss only resembles the issuer is exchanged; which one stands below. "
            "RFC 9207 §2.4 wants simple string comparison: the two texts are the same, character "
            "by character.",
            [_begins_like_it, _headers, _revoked],
        ),
        Mistake(
            "kept",
            "the browser may keep the page and show it after the sign-out; what your page sends "
            "stands below. Of the values of Cache-Control, no-store alone forbids that.",
            [_iss, _private, _revoked],
        ),
        Mistake(
            "framed",
            "another site can still show the page in a frame: Content-Security-Policy has "
            "frame-ancestors for that, and it must not name everybody.",
            [_iss, _framed, _revoked],
        ),
        Mistake(
            "referred",
            "the page does not say what other sites may learn about its address: Referrer-Policy "
            "says it.",
            [_iss, _referred, _revoked],
        ),
        Mistake(
            "referred_too_far",
            "what your Referrer-Policy says does not keep the page's whole address from other "
            "sites: it is too weak, or no policy (RFC 9700 §4.2.4).",
            [_iss, _referred_weakly, _revoked],
        ),
        Mistake(
            "not_revoked",
            "after signing out both tokens still work. Does the revocation endpoint know whose "
            "app asks?",
            [_iss, _headers, _nobody_asks],
        ),
        Mistake(
            "refresh_token_alive",
            "the access token is revoked, and the refresh token gets a new one. Revoke the "
            "refresh token: both end with it (RFC 7009 §2.1).",
            [_iss, _headers, _access_token_alone],
        ),
    ),
    hints=(
        "where to look: load_server_metadata() has issuer and revocation_endpoint, and docs/"
        "review.md has the headers in its last part.",
        "the rules: iss must be the issuer, letter by letter. The headers are Cache-Control, "
        "Content-Security-Policy with frame-ancestors, and Referrer-Policy. The app proves itself "
        "at the revocation endpoint as it does at the token endpoint.",
        "almost the code: no-store, frame-ancestors 'none', no-referrer; and data={\"token\": "
        'token["refresh_token"], "client_id": …, "client_secret": …}.',
    ),
    solution_code="""\
def is_from_photobox(answer):
    return answer.get("iss") == photobox.load_server_metadata()["issuer"]


def protect(response):
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Content-Security-Policy"] = "frame-ancestors 'none'"
    return response


def give_back(token):
    form = {"token": token["refresh_token"], "client_id": photobox.client_id}
    form["client_secret"] = photobox.client_secret
    requests.post(photobox.load_server_metadata()["revocation_endpoint"], data=form, timeout=5)


fixes = [is_from_photobox, protect, give_back]""",
    unlisted=[_iss, _headers, _printed],
)
