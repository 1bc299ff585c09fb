"""The app of the course passes every check; what people copy from the web works, and fails most."""

import pytest

from oauth_tutorial.network import is_virtual
from oauth_tutorial.review import Review
from oauth_tutorial.review.rules.table import RULES
from tests.review.conftest import APPS, Hold
from tests.review.mutants import GOOD

FAILS = {
    *("state_sent", "state_fresh", "state_missing_refused", "state_wrong_refused"),
    *("state_bound_to_browser", "state_bound_to_sign_in", "iss_compared"),
    *("pkce_sent", "pkce_fresh", "pkce_verifier_sent", "redirect_uri_fixed"),
    *("no_secret_in_cookie", "cookie_same_site", "scopes_needed"),
    *("credentials_from_environment", "callback_once", "callback_junk"),
    *("token_endpoint_refuses", "token_endpoint_broken", "token_endpoint_gone"),
    *("api_broken", "api_refuses", "token_expired"),
    *("sign_out_by_post", "sign_out_not_forged", "session_ended", "token_revoked"),
    *("no_store", "no_framing", "referrer_policy"),
}
ID_TOKEN = {f"id_token_{what}" for what in ("nonce", "audience", "issuer", "algorithm", "expiry")}


@pytest.fixture(scope="module")
def naive(hold: Hold) -> Review:
    return hold(APPS / "naive.py")


@pytest.mark.sockets
def test_the_app_of_the_course_passes_every_check(hold: Hold) -> None:
    result = hold(GOOD, slow=True)

    assert [check.name for check in result.checks if check.passed is not True] == []
    assert (result.passed, result.exit_status) == (len(RULES), 0)
    assert all(check.flask == check.express == "" for check in result.checks)


def test_what_people_copy_fails_by_name(naive: Review) -> None:
    log = set() if is_virtual() else {"no_secret_in_log"}  # it is app.run that writes one

    assert {check.name for check in naive.failed} == FAILS | log
    assert naive.exit_status == 1


def test_each_failure_says_what_helps(naive: Review) -> None:
    assert all(check.flask and check.express and check.section for check in naive.failed)


def test_what_does_not_apply_is_neither_passed_nor_failed(naive: Review) -> None:
    left_out = {check.name: check.sentence for check in naive.checks if not check.applies}

    assert left_out.keys() == {*ID_TOKEN, "refresh_token_kept"}
    assert left_out["id_token_nonce"] == (
        "Does not apply: the app does not ask for openid, so there is no ID token."
    )
    assert naive.applied == len(naive.checks) - len(left_out)


def test_what_cannot_be_tried_is_not_passed(naive: Review) -> None:
    """Behind https its redirect_uri, which is made of Host, leads to another origin."""
    untried = [one for one in naive.checks if one.applies and one.passed is None]

    assert [check.name for check in untried] == ["cookie_secure"]
    assert untried[0].sentence == (
        "Could not be tried: behind https, the app set no cookie that signs anybody in."
    )


def test_what_a_person_reads_has_no_secret(naive: Review) -> None:
    assert "printshop-secret" not in f"{naive}{naive.as_json()}{naive.as_html()}"
