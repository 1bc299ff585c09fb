"""Every import that a notebook of this course ever had still works: people keep their copies."""

from importlib import import_module

import pytest

from oauth_tutorial import exercises

# Collected from every version of the notebooks. The ``check_…`` functions of the first ones became
# ``.check()``: whoever has such a copy is told how to get the new one.
GONE = """
    check_authorization_url check_handle check_roles check_scope check_state
    check_token_parameters check_why_refused
"""
IMPORTS = {
    "oauth_tutorial": """
        LoopbackReceiver build_authorization_url code_challenge diagnose exchange_code
        new_code_verifier new_state practice read_redirect record refresh visit
    """,
    "oauth_tutorial.errors": "AuthorizationDenied StateMismatch",
    "oauth_tutorial.exercises": """
        ____ accepted_redirect_uris account_key assignment authorization_url bug_hunt
        call_with_refresh challenge_by_hand csrf_fix device_polling given_back handle_redirect
        hidden_faults is_my_answer message_order mix_up_fix narrower_request predict_bound_token
        predict_csrf predict_encoding predict_expired predict_first_try predict_interception
        predict_last_page predict_late_verifier predict_nightly predict_password predict_polls
        predict_proof predict_silent predict_theft predict_untick progress provoked_errors
        redeem_with_verifier roles rotation_fix token_request two_scopes verify_id_token
        which_grant who_sends
    """,
    "oauth_tutorial.exercises.attacks": """
        PrintShop always_the_same anything code_injection code_interception code_replay login_csrf
        mix_up open_redirect scope_creep stolen_access_token stolen_refresh_token token_leak
    """,
    "oauth_tutorial.exercises.forgery": "FORGERIES Issuer",
    "oauth_tutorial.exercises.nb05_questions": "predict_interception predict_late_verifier",
    "oauth_tutorial.exercises.nb06_questions": "predict_proof predict_silent",
    "oauth_tutorial.exercises.nb08_questions": "predict_bound_token predict_nightly predict_polls",
    "oauth_tutorial.ladder": "ladder",
    "oauth_tutorial.widgets": "capture_panel token_exchange_panel url_builder",
}
LINES = [
    f"from {module} import {name}" for module, names in IMPORTS.items() for name in names.split()
]
QUESTIONS = [
    (module, name)
    for module, names in IMPORTS.items()
    if module.endswith("_questions")
    for name in names.split()
]


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_an_older_notebook_runs(line: str) -> None:
    exec(line, {})


@pytest.mark.parametrize(("module", "name"), QUESTIONS)
def test_the_old_name_is_the_same_question(module: str, name: str) -> None:
    """Not a copy of it, which would stay as it was."""
    assert getattr(import_module(module), name) is getattr(exercises, name)


@pytest.mark.parametrize("name", GONE.split())
def test_what_is_gone_says_how_to_get_the_new_copy(name: str) -> None:
    with pytest.raises(ImportError, match=rf"{name} is gone.*fetch the new one.*start FOLDER"):
        exec(f"from oauth_tutorial.exercises import {name}", {})
