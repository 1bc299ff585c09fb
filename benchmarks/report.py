"""The report of a class: ``python -m benchmarks.report [FILES]`` prints seconds.

Every learner solved each second exercise and met every mistake, which is more than a
real file holds.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import headline, verdict
from oauth_tutorial.classroom import draw, read_class
from oauth_tutorial.exercises import all_exercises
from oauth_tutorial.grading import progress_file

WHEN = "2026-01-01T10:00:00+00:00"


def record(number: int) -> progress_file.Record:
    """Return what one learner could hand in."""
    course = all_exercises()
    entries = {
        one.name: {
            "state": ("correct", "not yet")[place % 2],
            "attempts": 9,
            "first": WHEN,
            "mistakes": {mistake.name: 1 for mistake in one.mistakes},
        }
        for place, one in enumerate(course)
    }
    return {
        "format": progress_file.FORMAT,
        "version": progress_file.VERSION,
        "pseudonym": f"learner {number}",
        "exercises": entries,
        "notebooks": {name[:2]: {"first": WHEN, "last": WHEN} for name in entries},
    }


def main(files: int) -> None:
    """Write the files, then time reading, the table and the page."""
    with tempfile.TemporaryDirectory() as folder:
        for number in range(files):
            Path(folder, f"{number}.json").write_text(json.dumps(record(number)))
        begun, begun_cpu = time.monotonic(), time.process_time()
        found = read_class([Path(folder)])
        size = len(repr(found)) + len(draw(found))
        took, took_cpu = time.monotonic() - begun, time.process_time() - begun_cpu
    assert len(found.learners) == files
    headline(f"{files} progress files, table and page ({size // 1024} KiB)")
    verdict("seconds", took, 2.0, "s")
    verdict("seconds of CPU, which other work on the machine does not change", took_cpu, 2.0, "s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
