"""A real JupyterHub: its proxy, dummy passwords, one server process for each user."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext

from tests.real_browser.conftest import surroundings
from tests.real_browser.person import ARTEFACTS, Server
from tests.real_browser.surroundings.servers import Place, free_port, needs, running

MODULES = ARTEFACTS / "npm" / "node_modules" / ".bin"
CONFIG = """
c = get_config()
c.JupyterHub.bind_url = "{url}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub}"
c.JupyterHub.db_url = "sqlite:///{folder}/hub.sqlite"
c.JupyterHub.cookie_secret_file = "{folder}/cookie_secret"
c.ConfigurableHTTPProxy.command = ["{proxy}"]
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
c.ConfigurableHTTPProxy.pid_file = "{folder}/proxy.pid"
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "{folder}/{{username}}"
c.Spawner.cmd = ["{python}", "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--allow-root", "--LabApp.expose_app_in_browser=True"]
c.Spawner.default_url = "/lab"
c.Spawner.http_timeout = c.Spawner.start_timeout = 90
c.Spawner.environment = {variables!r}
"""


@contextmanager
def hub(folder: Path) -> Iterator[Place]:
    """Start a hub on which everybody may sign in; each user's server starts then."""
    proxy = needs(
        "configurable-http-proxy",
        f"npm install --prefix {ARTEFACTS.name}/npm configurable-http-proxy",
        MODULES,
    )
    needs("node", "on Debian: apt-get install nodejs")
    url = f"http://127.0.0.1:{free_port()}"
    env = {
        name: value for name, value in surroundings(folder, "").items() if name != "JUPYTER_TOKEN"
    }
    kept = {name: env[name] for name in ("JUPYTERLAB_SETTINGS_DIR", "JUPYTER_PLATFORM_DIRS")}
    config = folder / "jupyterhub_config.py"
    config.write_text(
        CONFIG.format(
            url=url,
            hub=free_port(),
            api=free_port(),
            folder=folder,
            proxy=proxy,
            python=sys.executable,
            variables=kept,
        )
    )
    command = [sys.executable, "-m", "jupyterhub", "-f", str(config)]

    def enter_as(context: BrowserContext, name: str) -> Server:
        return _sign_in(context, url, name)

    with running(command, "JupyterHub is now running", folder / "log", env):
        yield Place(
            lambda context: enter_as(context, "alice"),
            f"{url}/user/alice/proxy/{{port}}",
            enter_as,
        )


def _sign_in(context: BrowserContext, url: str, name: str) -> Server:
    """Sign in by the hub's form, and wait until the user's own server shows JupyterLab."""
    page = context.new_page()
    page.goto(f"{url}/hub/login")
    page.locator("#username_input").fill(name)
    page.locator("#password_input").fill("any")
    page.locator("#login_submit").click()
    page.wait_for_url(re.compile(rf"/user/{name}/lab"), timeout=90_000)
    page.close()
    own = f"{url}/user/{name}"
    cookies = {cookie["name"]: cookie["value"] for cookie in context.cookies(f"{own}/")}
    return Server(own, cookies=cookies)
