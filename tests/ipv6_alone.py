"""Run Python on a machine with IPv6 alone: a network namespace whose loopback has only ::1."""

import functools
import os
import subprocess
import sys
import textwrap

import pytest

# netdevice(7). Loopback comes up with 127.0.0.1 and ::1; 0.0.0.0 takes the first away.
ALONE = """
import fcntl, socket, struct
UP_AND_RUNNING, SET_FLAGS, SET_ADDRESS = 0x41, 0x8914, 0x8916
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
    fcntl.ioctl(control, SET_FLAGS, struct.pack("16sh22x", b"lo", UP_AND_RUNNING))
    fcntl.ioctl(control, SET_ADDRESS, struct.pack("16sH22x", b"lo", socket.AF_INET))
for address, family, is_there in [("127.0.0.1", socket.AF_INET, 0), ("::1", socket.AF_INET6, 1)]:
    with socket.socket(family) as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            assert not is_there, f"there is no {address}"
        else:
            assert is_there, f"there is still {address}"
"""


def run_on_ipv6_alone(source: str) -> str:
    """Run Python in such a process, and return what it prints; skip where none can be made."""
    impossible = _why_not()
    if impossible:
        pytest.skip(f"no machine with IPv6 alone can be made here: {impossible}")
    done = _run(textwrap.dedent(source))
    assert done.returncode == 0, done.stderr
    return done.stdout


@functools.cache
def _why_not() -> str:
    try:
        done = _run("")
    except OSError as error:
        return str(error)
    return (done.stderr.splitlines() or ["unknown"])[-1] if done.returncode else ""


def _run(source: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["unshare", "-rn", sys.executable, "-c", ALONE + source],
        env={"OAUTH_TUTORIAL_AUTOPILOT": "1", "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
