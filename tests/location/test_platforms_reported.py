"""Places that were taken for this machine, as people reported it: one variable is enough.

Where a case comes from stands beside it: a repository and the number of the report.
"""

import pytest

from oauth_tutorial import location
from oauth_tutorial.location.platforms import HOSTED, REMOTE, UNCERTAIN, from_variables

SSH = "192.0.2.1 51022 192.0.2.2 22"
REPORTED = [
    # openai/codex#22048, NoeFabris/opencode-antigravity-auth#69
    {"SSH_CONNECTION": SSH},
    {"SSH_CLIENT": "192.0.2.1 51022 22"},
    {"SSH_TTY": "/dev/pts/0"},
    # openai/codex#22048: the Jupyter extension of VS Code, over ssh
    {"SSH_CONNECTION": SSH, "VSCODE_PID": "1", "VSCODE_CWD": "/home/alice"},
    {"VSCODE_IPC_HOOK_CLI": "/run/user/1000/vscode-ipc.sock"},  # and by a tunnel
    # anthropics/claude-code#20793: Codespaces without the variable of its domain
    {"CODESPACES": "true", "CODESPACE_NAME": "fluffy-robot"},
    {"CODESPACES": "true"},
    # opendatahub-io/odh-dashboard#305, and the other hosted notebooks
    {"NB_PREFIX": "/notebook/alice/work"},
    {"GITPOD_WORKSPACE_URL": "https://blue-fish.ws-eu1.gitpod.io"},
    {"KAGGLE_KERNEL_RUN_TYPE": "Interactive"},
    {"DATABRICKS_RUNTIME_VERSION": "15.4"},
    {"DEEPNOTE_PROJECT_ID": "a-b"},
    {"SAGEMAKER_APP_TYPE": "JupyterLab"},
    {"VERTEX_PRODUCT": "WORKBENCH_INSTANCE"},
    {"COLAB_GPU": "1"},
    {"BINDER_LAUNCH_HOST": "https://mybinder.org/"},
    # of the same kind
    {"GOOGLE_CLOUD_SHELL": "true"},
    {"PAPERSPACE_FQDN": "abc.clg07azjl.paperspacegradient.com"},
    {"LIGHTNING_CLOUD_SPACE_ID": "01"},
    {"CODER_WORKSPACE_NAME": "work"},
    {"DATALORE_USER": "alice"},
    {"HEX_PROJECT_ID": "1"},
    {"AZUREML_RUN_ID": "1"},
    {"KUBERNETES_SERVICE_HOST": "10.0.0.1"},
]


@pytest.mark.parametrize("variables", REPORTED, ids=lambda one: " ".join(one))
def test_it_is_not_called_this_machine(nowhere, variables):
    for name, value in variables.items():
        nowhere.setenv(name, value)
    place = location.where()

    assert (place.kind, place.a_tab_gets_there) == ("paste", False)
    assert any(name in place.evidence for name in variables)


@pytest.mark.parametrize("name", [*HOSTED, *UNCERTAIN])
def test_each_sign_has_a_name_and_is_enough(name):
    platform = from_variables({name: "x"})

    assert platform.name in (HOSTED | UNCERTAIN).values()
    assert platform.template == ""
    assert name in REMOTE


@pytest.mark.parametrize(
    "variables",
    [
        {"KAGGLE_USERNAME": "alice", "KAGGLE_KEY": "k"},  # keys for an API, on anybody's machine
        {"DATABRICKS_HOST": "https://x.databricks.example"},
        {"GITHUB_ACTIONS": "true"},  # there is no browser at all
        {"VSCODE_PID": "1", "VSCODE_CWD": "/home/alice"},  # the window is here
        # Windows passes localhost on to its Linux
        {"WSL_DISTRO_NAME": "Ubuntu", "VSCODE_IPC_HOOK_CLI": "/run/user/1000/vscode-ipc.sock"},
        {"SSH_CONNECTION": ""},
    ],
    ids=lambda one: " ".join(one),
)
def test_what_is_no_sign(nowhere, variables):
    for name, value in variables.items():
        nowhere.setenv(name, value)

    assert location.where().kind == "loopback"
