"""What the variables of a platform say."""

import pytest

from oauth_tutorial import location
from oauth_tutorial.location.platforms import browser_is_remote, from_variables
from tests.location.conftest import BASE


@pytest.mark.parametrize(
    ("variables", "kind", "url"),
    [
        ({}, "loopback", "http://127.0.0.1:7"),
        ({"JUPYTERHUB_SERVICE_PREFIX": BASE}, "paste", "http://127.0.0.1:7"),
        (
            {"JUPYTERHUB_SERVICE_PREFIX": BASE, "JUPYTERHUB_PUBLIC_URL": ""},
            "paste",
            "http://127.0.0.1:7",
        ),
        (
            {
                "JUPYTERHUB_SERVICE_PREFIX": BASE,
                "JUPYTERHUB_PUBLIC_URL": "https://hub.example/user/alice/",
            },
            "platform",
            "https://hub.example/user/alice/proxy/7",
        ),
        (
            {
                "CODESPACE_NAME": "fluffy-robot",
                "GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN": "app.github.dev",
            },
            "platform",
            "https://fluffy-robot-7.app.github.dev",
        ),
        (
            {"VSCODE_PROXY_URI": "https://code.example/proxy/{{port}}/"},
            "platform",
            "https://code.example/proxy/7",
        ),
        ({"VSCODE_PROXY_URI": "https://a@b/{{port}}/"}, "paste", "http://127.0.0.1:7"),
        ({"VSCODE_PROXY_URI": "./proxy/{{port}}"}, "paste", "http://127.0.0.1:7"),
        ({"COLAB_RELEASE_TAG": "release"}, "paste", "http://127.0.0.1:7"),
        ({"REMOTE_CONTAINERS": "true"}, "paste", "http://127.0.0.1:7"),
    ],
)
def test_the_platform_is_known_by_its_variables(nowhere, variables, kind, url):
    for name, value in variables.items():
        nowhere.setenv(name, value)

    assert (location.where().kind, location.public_url(7)) == (kind, url)


@pytest.mark.parametrize(
    ("variables", "remote"),
    [
        ({}, False),
        ({"JUPYTERHUB_SERVICE_PREFIX": ""}, False),
        ({"JUPYTERHUB_SERVICE_PREFIX": BASE}, True),
        ({"COLAB_RELEASE_TAG": "release"}, True),
        ({"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"}, False),  # a tunnel may lead back
        ({"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22", "VSCODE_IPC_HOOK_CLI": "/run/a"}, True),
    ],
)
def test_which_variables_say_that_the_browser_is_elsewhere(variables, remote):
    """From a page on another machine no loopback address is asked for."""
    assert browser_is_remote(variables) is remote


def test_the_first_platform_that_is_recognised_counts():
    hub = {"JUPYTERHUB_SERVICE_PREFIX": BASE, "BINDER_REPO_URL": "https://git.example/course"}

    assert from_variables(hub).name == "Binder"
    assert from_variables(hub | {"VSCODE_PROXY_URI": "./{{port}}"}).name == "code-server"
    assert from_variables({}) is None
