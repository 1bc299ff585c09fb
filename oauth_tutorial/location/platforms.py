"""What the environment variables of a platform say about the browser."""

from collections.abc import Mapping
from dataclasses import dataclass

REMOTE = (
    "JUPYTERHUB_SERVICE_PREFIX",
    "BINDER_REPO_URL",
    "BINDER_LAUNCH_HOST",
    "CODESPACE_NAME",
    "VSCODE_PROXY_URI",
    "COLAB_RELEASE_TAG",
    "REMOTE_CONTAINERS",
)
"""Each says that the browser is on another machine than the kernel."""


@dataclass(frozen=True, slots=True)
class Platform:
    """A place that says of itself how its ports are reached.

    ``template`` is empty where no tab can reach a port of the kernel.
    """

    name: str
    variable: str
    template: str = ""


def browser_is_remote(env: Mapping[str, str]) -> bool:
    """Whether a variable says that the browser is on another machine."""
    return any(env.get(name) for name in REMOTE) or _is_vscode_over_ssh(env)


def from_variables(env: Mapping[str, str]) -> Platform | None:
    """Return what the first platform that is recognised says.

    Example:
        >>> from_variables({"VSCODE_PROXY_URI": "https://code.example/proxy/{{port}}/"}).template
        'https://code.example/proxy/{port}'
    """
    for recognise in (_code_server, _codespaces, _hub, _colab, _vscode_remote):
        found = recognise(env)
        if found is not None:
            return found
    return None


def _code_server(env: Mapping[str, str]) -> Platform | None:
    uri = env.get("VSCODE_PROXY_URI", "")
    if not uri:
        return None
    # "./proxy/{{port}}", as some versions say, names no host
    usable = uri.startswith(("http://", "https://")) and "{{port}}" in uri
    template = uri.replace("{{port}}", "{port}").rstrip("/") if usable else ""
    return Platform("code-server", "VSCODE_PROXY_URI", template)


def _codespaces(env: Mapping[str, str]) -> Platform | None:
    name = env.get("CODESPACE_NAME", "")
    domain = env.get("GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN", "")
    if not name or not domain:
        return None
    return Platform("Codespaces", "CODESPACE_NAME", f"https://{name}-{{port}}.{domain}")


def _hub(env: Mapping[str, str]) -> Platform | None:
    if not env.get("JUPYTERHUB_SERVICE_PREFIX"):
        return None
    name = "Binder" if env.get("BINDER_REPO_URL") else "JupyterHub"
    # empty on most hubs; where it is filled, it is this user's own address
    public = env.get("JUPYTERHUB_PUBLIC_URL", "").rstrip("/")
    if not public.startswith(("http://", "https://")):
        return Platform(name, "JUPYTERHUB_SERVICE_PREFIX")
    return Platform(name, "JUPYTERHUB_PUBLIC_URL", f"{public}/proxy/{{port}}")


def _colab(env: Mapping[str, str]) -> Platform | None:
    # Colab's own addresses for ports do not survive a redirect from another site
    return Platform("Colab", "COLAB_RELEASE_TAG") if env.get("COLAB_RELEASE_TAG") else None


def _vscode_remote(env: Mapping[str, str]) -> Platform | None:
    if env.get("REMOTE_CONTAINERS"):
        return Platform("a VS Code container", "REMOTE_CONTAINERS")
    return Platform("VS Code over ssh", "SSH_CONNECTION") if _is_vscode_over_ssh(env) else None


def _is_vscode_over_ssh(env: Mapping[str, str]) -> bool:
    return bool(env.get("SSH_CONNECTION") and env.get("VSCODE_IPC_HOOK_CLI"))
