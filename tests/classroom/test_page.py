"""The report as a page: complete, escaped, readable aloud."""

import base64
import hashlib

from bs4 import BeautifulSoup

from oauth_tutorial.classroom import draw, read_class
from oauth_tutorial.exercises import all_exercises
from tests.classroom.conftest import record


def title_of(table):
    """What names it: a heading, by which a screen reader goes from table to table."""
    heading = table.find_previous("h2")
    assert table["aria-labelledby"] == table.parent["aria-labelledby"] == heading["id"]
    return heading.string


def test_the_page_has_the_hunts_as_well(hunters):
    soup = BeautifulSoup(draw(hunters), "html.parser")
    tables = {title_of(one).partition(":")[0]: one for one in soup.find_all("table")}

    first = tables["Bug hunts"].tbody.tr.get_text("|")
    assert first.startswith("redirect_uri_differs_at_token")
    assert first.endswith("03|2|0")
    assert tables["Hidden faults"].tbody.find("th", string="html_500").parent.get_text("|") == (
        "html_500|2|1"
    )
    heads = [head.string for head in tables["Who is where"].thead.find_all("th")]
    assert heads[-2:] == ["bugs", "faults"]
    rows = [row.get_text("|") for row in tables["Who is where"].tbody.find_all("tr")]
    assert [row.rpartition("/")[0][-2:] for row in rows] == ["|1", "|2", "|0"]


def test_the_ten_that_matter_are_in_sight_and_the_others_a_click_away(hand_in, tmp_path):
    """Each with its task."""
    exercises = {
        one.name: {"mistakes": {mistake.name: 1 for mistake in one.mistakes[:3]}, "unnamed": 1}
        for one in all_exercises()[:11]
    }
    hand_in("one.json", record(exercises=exercises))
    found = read_class([tmp_path])
    soup = BeautifulSoup(draw(found), "html.parser")
    tables = {title_of(one): one for one in soup.find_all("table")}
    rows = {title: len(one.tbody.find_all("tr")) for title, one in tables.items()}
    folded = [title for title, one in tables.items() if one.find_parent("details")]

    assert rows["What to say"] == rows["Wrong answers that no sentence names"] == 10
    assert rows["What to say: 23 more"] == 23
    assert rows["Wrong answers that no sentence names: 1 more"] == 1
    assert folded == [title for title in tables if title.endswith(" more")]
    first = found.misconceptions[0]
    assert tables["What to say"].tbody.tr.get_text("|") == f"{first.says}|{first.task}|1|1"


def test_the_page_is_escaped_and_allows_nothing(hand_in, tmp_path):
    """A file's name is the learner's too."""
    hand_in("<img src=x>.json", record(pseudonym=""))
    hand_in("<script>1<.json", b"no")
    page = draw(read_class([tmp_path]))
    soup = BeautifulSoup(page, "html.parser")
    policy = soup.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    digest = base64.b64encode(hashlib.sha256(soup.style.string.encode()).digest()).decode()

    assert soup.find(["script", "img", "link", "iframe"]) is None
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'")
    assert [
        tag for tag in soup.find_all(True) if {"style", "onclick", "href"} & set(tag.attrs)
    ] == []
    assert "color-scheme: light dark" in soup.style.string


def test_the_pages_tables_can_be_read_aloud(hand_in, tmp_path):
    hand_in("one.json", record())
    hand_in("two.json", b"no")
    soup = BeautifulSoup(draw(read_class([tmp_path])), "html.parser")
    tables = soup.find_all("table")

    assert [title_of(table) for table in tables] == [
        "What to say",
        "Notebooks",
        "Who is where",
        "Skipped",
    ]
    for table in tables:
        heads = table.thead.find_all("th", scope="col")
        for row in table.tbody.find_all("tr"):
            assert len(row.find_all(["th", "td"])) == len(heads)
            assert row.find("th", scope="row")


def test_a_row_is_named_by_its_words_and_a_meter_has_a_name(hand_in, tmp_path):
    hand_in("one.json", record())
    soup = BeautifulSoup(draw(read_class([tmp_path])), "html.parser")
    heads = [row.th.get_text(strip=True) for row in soup.find_all("tr") if row.th]

    assert not [head for head in heads if head.isdigit()]
    assert {meter["aria-label"] for meter in soup.find_all("meter")} == {"solved"}
