"""What the variables of a platform say."""

import pytest

from oauth_tutorial import location
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
