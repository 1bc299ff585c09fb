"""What docs/classroom.md gives a teacher to copy is complete and can be read by its program."""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from oauth_tutorial.exercises import all_exercises

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
GUIDE = (DOCS / "classroom.md").read_text(encoding="utf-8")
NOTEBOOKS = ROOT / "notebooks"
CONFIG = DOCS / "classroom" / "jupyterhub_config.py"
VALUES = yaml.safe_load((DOCS / "classroom" / "values.yaml").read_text(encoding="utf-8"))


def outputs(folder):
    """What the notebooks of a folder show, all together."""
    return [
        output
        for path in sorted(folder.glob("*.ipynb"))
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        for output in cell.get("outputs", [])
    ]


def test_the_learners_of_the_cluster_get_the_notebooks():
    """In their own home: the image starts in its own folder, and would show that one."""
    hook = VALUES["singleuser"]["lifecycleHooks"]["postStart"]["exec"]["command"]
    (user,) = re.findall(r"--user-name (\S+)", GUIDE)

    assert 'oauth_tutorial.start "$HOME/oauth-tutorial"' in hook[-1]
    assert VALUES["singleuser"]["defaultUrl"].endswith("/oauth-tutorial/00_start_here.ipynb")
    assert VALUES["hub"]["config"]["KubeSpawner"]["notebook_dir"] == f"/home/{user}"


def test_the_learners_of_the_littlest_hub_get_the_notebooks(tmp_path):
    """The line is run with the Python and a folder of this test; the link leads there."""
    (line,) = re.findall(r"^ +sudo \S+/python (-m oauth_tutorial\.start \S+)$", GUIDE, flags=re.M)
    *words, home = line.split()
    copy = tmp_path / "oauth-tutorial"
    command = [sys.executable, *words, str(copy)]
    subprocess.run(command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True)

    assert home == "/etc/skel/oauth-tutorial"
    assert "/hub/user-redirect/lab/tree/oauth-tutorial/00_start_here.ipynb" in GUIDE
    assert (copy / "00_start_here.ipynb").is_file()
    assert outputs(copy) == []


def test_the_link_to_binder_leads_to_the_copy_that_binder_makes():
    """And in a checkout git ignores it: the image of Binder is a checkout."""
    build = (ROOT / "binder" / "postBuild").read_text(encoding="utf-8")
    (folder,) = re.findall(r"^python -m oauth_tutorial\.start (\S+)$", build, flags=re.M)
    links = [
        re.findall(r"\?urlpath=lab/tree/([^\s`]+)", page.read_text(encoding="utf-8"))
        for page in (ROOT / "README.md", DOCS / "classroom.md")
    ]

    assert links == [[f"{folder}/00_start_here.ipynb"]] * 2
    assert f"{folder}/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


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
    assert len(ROWS) == 8  # three in 45 minutes, five in 90


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
    """The line is run as it stands, with a home of this test and its Python."""
    line = VALUES["singleuser"]["lifecycleHooks"]["postStart"]["exec"]["command"][-1]
    shell = shutil.which("sh")
    if shell is None:
        pytest.skip("there is no sh on this machine")
    home, programs = tmp_path / "home", tmp_path / "bin"
    programs.mkdir()
    python = programs / "python"
    python.write_text(f'#!{shell}\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    environment = {"HOME": str(home), "PATH": str(programs), "PYTHONPATH": str(ROOT)}

    def start():
        subprocess.run([shell, "-c", line], cwd=tmp_path, env=environment, check=True)

    start()
    copy = home / "oauth-tutorial"
    assert (copy / "00_start_here.ipynb").is_file()
    assert outputs(copy) == []
    (copy / "00_start_here.ipynb").write_text("mine")
    start()

    assert (copy / "00_start_here.ipynb").read_text() == "mine"


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
    assert outputs(tmp_path / "rehearsal/alice/oauth-tutorial") == []


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
