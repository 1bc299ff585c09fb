"""A hub to rehearse with, on your own machine; docs/classroom.md says how.

Anybody may sign in with any name and any password, so it listens on 127.0.0.1 only.
Never put it on a network: all of its users are one user of your machine.
"""

import os
import sys
from pathlib import Path

from oauth_tutorial.start import copy_course

HERE = Path.cwd() / "rehearsal"  # everything that the hub writes; delete it afterwards
HERE.mkdir(exist_ok=True)
PROXY = Path("node_modules", ".bin", "configurable-http-proxy").resolve()

c = get_config()  # noqa: F821 - JupyterHub provides it
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:8081"
c.JupyterHub.db_url = f"sqlite:///{HERE}/hub.sqlite"
c.JupyterHub.cookie_secret_file = f"{HERE}/cookie_secret"
c.ConfigurableHTTPProxy.command = [str(PROXY)]
c.ConfigurableHTTPProxy.pid_file = f"{HERE}/proxy.pid"

c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True

c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = f"{HERE}/{{username}}"
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.default_url = "/lab/tree/oauth-tutorial/00_start_here.ipynb"
c.Spawner.http_timeout = 90
if os.geteuid() == 0:
    c.Spawner.args = [
        "--allow-root"
    ]  # a container; the learners' servers refuse to start otherwise


def give_notebooks(spawner: object) -> None:
    """Copy the course, without outputs, into the learner's folder; what they changed stays.

    The number of the user is their seed: answers cannot be copied from the next seat.
    """
    spawner.environment["OAUTH_TUTORIAL_SEED"] = str(spawner.user.id)  # type: ignore[attr-defined]
    copy_course(HERE / spawner.user.name / "oauth-tutorial")  # type: ignore[attr-defined]


c.Spawner.pre_spawn_hook = give_notebooks
