"""What the environment variables of a platform say about the browser.

One variable is enough: where a single one says that the kernel runs elsewhere, it is not called
*this machine*. A wrong "elsewhere" costs a click, and the images (``beacon``) still find out; a
wrong "this machine" is a link that the browser cannot come back from.

Not signs: ``WSL_DISTRO_NAME`` (Windows passes localhost on), a container by its files (the images
tell), ``GITHUB_ACTIONS`` (there is no browser), and keys for a platform's API, as ``KAGGLE_KEY``,
which people have on their own machines.
"""

from collections.abc import Mapping
from dataclasses import dataclass

HUB = "JUPYTERHUB_SERVICE_PREFIX"
HOSTED: dict[str, str] = {
    # variable: the name of the place
    "BINDER_REPO_URL": "Binder",
    "BINDER_LAUNCH_HOST": "Binder",
    "BINDER_SERVICE_HOST": "Binder",
    "JUPYTERHUB_USER": "JupyterHub",
    "JUPYTERHUB_API_URL": "JupyterHub",
    "CODESPACE_NAME": "Codespaces",
    "CODESPACES": "Codespaces",
    # Colab's own addresses for ports do not survive a redirect from another site
    "COLAB_RELEASE_TAG": "Colab",
    "COLAB_GPU": "Colab",
    "COLAB_BACKEND_VERSION": "Colab",
    "COLAB_JUPYTER_IP": "Colab",
    "COLAB_NOTEBOOK_ID": "Colab",
    "VERTEX_PRODUCT": "Vertex AI",
    "GOOGLE_CLOUD_SHELL": "Google Cloud Shell",
    "CLOUD_SHELL": "Google Cloud Shell",
    "GOOGLE_CLOUD_WORKSTATIONS": "Google Cloud Workstations",
    "KAGGLE_KERNEL_RUN_TYPE": "Kaggle",
    "KAGGLE_URL_BASE": "Kaggle",
    "DATABRICKS_RUNTIME_VERSION": "Databricks",
    "DEEPNOTE_PROJECT_ID": "Deepnote",
    "SAGEMAKER_APP_TYPE": "SageMaker",
    "SAGEMAKER_INTERNAL_IMAGE_URI": "SageMaker",
    "SM_CURRENT_HOST": "SageMaker",
    "ACC_CLOUD": "Azure Cloud Shell",
    "AZUREML_RUN_ID": "Azure Machine Learning",
    "AZURE_ML_MODEL_DIR": "Azure Machine Learning",
    "GITPOD_WORKSPACE_URL": "Gitpod",
    "GITPOD_WORKSPACE_ID": "Gitpod",
    "CODER_WORKSPACE_NAME": "Coder",
    "CODER_AGENT_URL": "Coder",
    "DAYTONA_WS_ID": "Daytona",
    "E2B_SANDBOX_ID": "E2B",
    "PAPERSPACE_FQDN": "Paperspace",
    "PAPERSPACE_NOTEBOOK_REPO_ID": "Paperspace",
    "LIGHTNING_CLOUD_SPACE_ID": "Lightning AI",
    "LIGHTNING_CLOUD_PROJECT_ID": "Lightning AI",
    "RUNPOD_POD_ID": "RunPod",
    "VAST_CONTAINERLABEL": "Vast.ai",
    "MODAL_TASK_ID": "Modal",
    "SPACE_HOST": "Hugging Face Spaces",
    "REPL_ID": "Replit",
    "REPLIT_DEV_DOMAIN": "Replit",
    "DATALORE_USER": "Datalore",
    "COCALC_PROJECT_ID": "CoCalc",
    "DOMINO_RUN_ID": "Domino",
    "CDSW_ENGINE_ID": "Cloudera",
    "RS_SERVER_URL": "Posit Workbench",
    "NB_PREFIX": "Kubeflow",
    "KUBERNETES_SERVICE_HOST": "a Kubernetes cluster",
    "SLURM_JOB_ID": "a Slurm cluster",
    "PBS_JOBID": "a PBS cluster",
    "REMOTE_CONTAINERS": "a VS Code container",
}
"""Each says that the browser is on another machine than the kernel."""

UNCERTAIN: dict[str, str] = {
    "SSH_CONNECTION": "a machine that is reached by ssh",
    "SSH_CLIENT": "a machine that is reached by ssh",
    "SSH_TTY": "a machine that is reached by ssh",
    "HEX_PROJECT_ID": "Hex",
}
"""Each says so in most places: a tunnel, or the person's own seat, may be here all the same."""

_VSCODE = "VSCODE_IPC_HOOK_CLI"  # VS Code sets it where its window is elsewhere: ssh, tunnel, WSL
REMOTE = (HUB, "VSCODE_PROXY_URI", *HOSTED, *UNCERTAIN, _VSCODE)
"""Every variable that is a sign."""


@dataclass(frozen=True, slots=True)
class Platform:
    """A place that says of itself how its ports are reached.

    ``template`` is empty where no tab can reach a port of the kernel.
    """

    name: str
    variable: str
    template: str = ""


def browser_is_remote(env: Mapping[str, str]) -> bool:
    """Whether a variable says for certain that the browser is on another machine."""
    certain = (HUB, "VSCODE_PROXY_URI", *HOSTED)
    return any(env.get(name) for name in certain) or _vscode_elsewhere(env) is not None


def from_variables(env: Mapping[str, str]) -> Platform | None:
    """Return what the first platform that is recognised says.

    Example:
        >>> from_variables({"VSCODE_PROXY_URI": "https://code.example/proxy/{{port}}/"}).template
        'https://code.example/proxy/{port}'
        >>> from_variables({"KAGGLE_KERNEL_RUN_TYPE": "Interactive"}).name
        'Kaggle'
    """
    for recognise in (_code_server, _codespaces, _hub, _hosted, _vscode_elsewhere, _uncertain):
        found = recognise(env)
        if found is not None:
            return found
    return None


def with_port(template: str) -> str:
    """Return a template with ``{port}``, however its writer marked the place.

    Example:
        >>> with_port("https://hub.example/proxy/{{port}}/")
        'https://hub.example/proxy/{port}/'
    """
    return template.replace("{{port}}", "{port}")


def _code_server(env: Mapping[str, str]) -> Platform | None:
    uri = env.get("VSCODE_PROXY_URI", "").strip()
    if not uri:
        return None
    # "./proxy/{{port}}", as some versions say, names no host
    usable = uri.startswith(("http://", "https://")) and "{port}" in with_port(uri)
    template = with_port(uri).rstrip("/") if usable else ""
    return Platform("code-server", "VSCODE_PROXY_URI", template)


def _codespaces(env: Mapping[str, str]) -> Platform | None:
    name = env.get("CODESPACE_NAME", "")
    domain = env.get("GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN", "")
    if not name or not domain:  # then it is Codespaces without an address: see HOSTED
        return None
    return Platform("Codespaces", "CODESPACE_NAME", f"https://{name}-{{port}}.{domain}")


def _hub(env: Mapping[str, str]) -> Platform | None:
    if not env.get(HUB):
        return None
    name = "Binder" if env.get("BINDER_REPO_URL") else "JupyterHub"
    # empty on most hubs; where it is filled, it is this user's own address
    public = env.get("JUPYTERHUB_PUBLIC_URL", "").rstrip("/")
    if not public.startswith(("http://", "https://")):
        return Platform(name, HUB)
    return Platform(name, "JUPYTERHUB_PUBLIC_URL", f"{public}/proxy/{{port}}")


def _hosted(env: Mapping[str, str]) -> Platform | None:
    return _first(HOSTED, env)


def _vscode_elsewhere(env: Mapping[str, str]) -> Platform | None:
    if not env.get(_VSCODE) or env.get("WSL_DISTRO_NAME"):
        return None
    if env.get("SSH_CONNECTION"):
        return Platform("VS Code over ssh", "SSH_CONNECTION")
    return Platform("VS Code on another machine", _VSCODE)


def _uncertain(env: Mapping[str, str]) -> Platform | None:
    return _first(UNCERTAIN, env)


def _first(names: Mapping[str, str], env: Mapping[str, str]) -> Platform | None:
    return next((Platform(name, one) for one, name in names.items() if env.get(one)), None)
