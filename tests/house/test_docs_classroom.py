"""What docs/classroom.md gives a teacher to copy is complete and can be read by its program."""

import asyncio
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from oauth_tutorial.exercises import all_exercises

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDE = (DOCS / "classroom.md").read_text(encoding="utf-8")
NOTEBOOKS = DOCS.parent / "notebooks"
CONFIG = DOCS / "classroom" / "jupyterhub_config.py"
VALUES = yaml.safe_load((DOCS / "classroom" / "values.yaml").read_text(encoding="utf-8"))


def test_the_learners_of_the_cluster_get_the_notebooks():
    """The image's folder in the guide is the one that the hook copies from."""
    (folder,) = re.findall(r"--target-repo-dir (\S+)", GUIDE)
    hook = VALUES["singleuser"]["lifecycleHooks"]["postStart"]["exec"]["command"]

    assert f"cp -rn {folder}/notebooks/. " in hook[-1]
    assert VALUES["singleuser"]["defaultUrl"].endswith("/oauth-tutorial/00_start_here.ipynb")
    # the image starts in its own folder, and would show that one
    (user,) = re.findall(r"--user-name (\S+)", GUIDE)
    assert VALUES["hub"]["config"]["KubeSpawner"]["notebook_dir"] == f"/home/{user}"


ROWS = re.findall(r"^\| \d+–\d+ \| (Notebook (\d\d) .+) \|$", GUIDE, flags=re.M)


@pytest.mark.parametrize(("row", "number"), ROWS, ids=[row[:30] for row, _ in ROWS])
def test_the_plans_name_what_the_notebooks_have(row, number):
    """Sections by their heading, exercises by their count."""
    headings = {
        line.lstrip("# ")
        for path in NOTEBOOKS.glob("*.ipynb")
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        for line in "".join(cell["source"]).splitlines()
        if line.startswith("#")
    }
    exercises = [one for one in all_exercises() if one.name.startswith(number)]
    counted = re.findall(r"(two|three) exercises", row)

    assert set(re.findall(r"\*([^*]+)\*", row)) - {"Not yet"} <= headings
    assert all({"two": 2, "three": 3}[word] == len(exercises) for word in counted)


def test_both_plans_have_such_rows():
    assert len(ROWS) == 7  # three in 45 minutes, four in 90


def test_the_passphrase_of_the_cluster_opens_it():
    """Asked of the authenticator itself, with the settings as they stand."""
    pytest.importorskip("jupyterhub")
    from jupyterhub.authenticators.shared import SharedPasswordAuthenticator
    from traitlets.config import Config

    settings = VALUES["hub"]["config"]
    passphrase = settings["SharedPasswordAuthenticator"]["user_password"]
    given = {"username": "alice", "password": passphrase}
    authenticator = SharedPasswordAuthenticator(config=Config(settings))
    found = asyncio.run(authenticator.get_authenticated_user(None, given))

    assert settings["JupyterHub"]["authenticator_class"] == "shared-password"
    assert found["name"] == "alice"


def test_the_hook_copies_and_keeps_what_was_changed(tmp_path):
    """The line is run as it stands, with the folders of this test."""
    repo, home = tmp_path / "repo", tmp_path / "home"
    (repo / "notebooks").mkdir(parents=True)
    (repo / "notebooks" / "00.ipynb").write_text("new")
    line = VALUES["singleuser"]["lifecycleHooks"]["postStart"]["exec"]["command"][-1]
    shell = shutil.which("sh")
    if shell is None:
        pytest.skip("there is no sh on this machine")
    command = [shell, "-c", line.replace("/srv/repo", str(repo))]

    subprocess.run(command, env={"HOME": str(home), "PATH": "/usr/bin:/bin"}, check=True)
    copy = home / "oauth-tutorial" / "00.ipynb"
    assert copy.read_text() == "new"
    copy.write_text("mine")
    subprocess.run(command, env={"HOME": str(home), "PATH": "/usr/bin:/bin"}, check=True)

    assert copy.read_text() == "mine"


def test_the_rehearsal_listens_on_loopback_and_gives_notebooks(tmp_path, monkeypatch):
    """The file is executed as JupyterHub does."""
    pytest.importorskip("traitlets")
    from traitlets.config import Config

    monkeypatch.chdir(tmp_path)
    config = Config()
    source = CONFIG.read_text(encoding="utf-8")
    exec(compile(source, CONFIG.name, "exec"), {"get_config": lambda: config})
    spawner = SimpleNamespace(user=SimpleNamespace(name="alice", id=3), environment={})
    config.Spawner.pre_spawn_hook(spawner)

    assert config.JupyterHub.bind_url.startswith("http://127.0.0.1:")
    assert spawner.environment == {"OAUTH_TUTORIAL_SEED": "3"}
    assert (tmp_path / "rehearsal/alice/oauth-tutorial/00_start_here.ipynb").is_file()


def test_the_options_of_the_image_builder_exist():
    """Asked of the program itself."""
    pytest.importorskip("repo2docker")
    command = [sys.executable, "-m", "repo2docker", "--help"]
    known = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    (line,) = re.findall(r"^ +jupyter-repo2docker (.+)$", GUIDE, flags=re.M)

    assert [one for one in re.findall(r"--[a-z0-9-]+", line) if one not in known] == []


def test_the_sizes_follow_from_what_was_measured():
    """So that a new measurement changes the whole table."""
    kernel, token, server = (
        int(figure) for figure in re.findall(r"^\| [^|]+ \| (\d+) \| ", GUIDE, flags=re.M)
    )
    each = server + 3 * (kernel + token)
    sizes = re.findall(r"^\| (\d+) \| ([\d.]+) GiB", GUIDE, flags=re.M)

    assert f"= {each} MiB" in GUIDE
    assert [learners for learners, _ in sizes] == ["30", "100", "300"]
    assert [gib for _, gib in sizes] == [f"{int(n) * each / 1024:.1f}" for n, _ in sizes]
