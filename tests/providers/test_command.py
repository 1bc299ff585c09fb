"""``oauth-tutorial preflight``."""

import pytest
from click.testing import CliRunner

from oauth_tutorial import cli


def run(*given: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli.main, ["preflight", *given])
    return result.exit_code, result.output


def test_the_exit_status_says_whether_something_will_fail() -> None:
    assert run("github", "--redirect-uri", "http://127.0.0.1:8000/callback")[0] == 0
    status, text = run("slack", "--redirect-uri", "http://127.0.0.1/callback")
    assert status == 1
    assert "will fail: The scheme is http, but Slack accepts only https." in text
    assert run("nowhere")[0] == 2
    assert run("github", "--app", "watch")[0] == 2


def test_everything_that_can_be_asked_arrives() -> None:
    status, text = run(
        *("github", "--scope", "repos", "--scope", "read:user", "--app", "web", "--no-secret"),
        *("--client-id", "YOUR_CLIENT_ID", "--refresh"),
    )

    assert status == 1
    for said in ("Did you mean repo?", "secret of an app", "placeholder", "no refresh token"):
        assert said in text


def test_where_the_browser_is_comes_from_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTH_TUTORIAL_PUBLIC_URL", "https://hub.mybinder.org/user/a/proxy/{port}")

    assert "device flow" in run("github", "--redirect-uri", "https://hub.mybinder.org/callback")[1]
