"""Files that we write: whole or not at all, and never through a link."""

import os
import stat
from pathlib import Path

import pytest

from oauth_tutorial.notebook.written import write_whole


@pytest.fixture
def elsewhere(tmp_path):
    file = tmp_path / "elsewhere"
    file.write_text("not to be touched", encoding="utf-8")
    return file


def names(folder):
    return sorted(one.name for one in folder.iterdir())


@pytest.mark.parametrize(
    ("content", "raw"),
    [("zwölf\n", "zwölf\n".encode()), (b"\xff\r\n", b"\xff\r\n"), ("half \ud800", b"half ?")],
)
def test_what_is_written_is_there_and_nothing_else(tmp_path, content, raw):
    for _ in range(2):  # a new file, and one that is there
        write_whole(tmp_path / "page", content)
        assert (tmp_path / "page").read_bytes() == raw

    assert names(tmp_path) == ["page"]


@pytest.mark.parametrize("target", ["elsewhere", "nowhere"])
def test_a_link_is_replaced_and_what_it_leads_to_is_not_touched(tmp_path, elsewhere, target):
    link = tmp_path / "page"
    link.symlink_to(tmp_path / target)
    write_whole(link, "new")

    assert (link.is_symlink(), link.read_text()) == (False, "new")
    assert elsewhere.read_text() == "not to be touched"
    assert names(tmp_path) == ["elsewhere", "page"]


def test_another_name_of_the_same_file_is_not_touched(tmp_path, elsewhere):
    """A hard link is a link too."""
    os.link(elsewhere, tmp_path / "page")
    write_whole(tmp_path / "page", "new")

    assert elsewhere.read_text() == "not to be touched"


def test_no_draft_can_be_laid_in_the_way(tmp_path, elsewhere, monkeypatch):
    """Were its name known to somebody, a link of that name would still not be followed."""
    monkeypatch.setattr("secrets.token_hex", lambda size: "known")
    (tmp_path / ".known.tmp").symlink_to(elsewhere)
    with pytest.raises(FileExistsError):
        write_whole(tmp_path / "page", "new")

    assert elsewhere.read_text() == "not to be touched"


@pytest.mark.skipif(os.name == "nt", reason="there are no such modes")
def test_who_may_read_it_stays_the_same(tmp_path):
    file = tmp_path / "page"
    file.touch(0o600)
    write_whole(file, "new")

    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.skipif(os.name == "nt", reason="there are no pipes in folders")
@pytest.mark.parametrize("through_a_link", [False, True])
def test_what_is_no_file_stays(tmp_path, through_a_link):
    """As root, ``--html /dev/stdout`` would replace that for every program."""
    os.mkfifo(tmp_path / "pipe")
    place = tmp_path / "pipe"
    if through_a_link:
        place = tmp_path / "link"
        place.symlink_to(tmp_path / "pipe")
    with pytest.raises(OSError, match="not a file"):
        write_whole(place, "new")

    assert stat.S_ISFIFO(place.stat().st_mode)
    assert place.is_symlink() is through_a_link


def test_what_cannot_be_written_leaves_nothing(tmp_path, monkeypatch):
    def full(*places):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(Path(tmp_path, "page"), "new")

    assert names(tmp_path) == []
