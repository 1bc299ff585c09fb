"""The HTML: semantic, complete, escaped, without a script."""

import json

from bs4 import BeautifulSoup

from oauth_tutorial.ladder import ladder
from oauth_tutorial.wire.exchange import Exchange

ATTACK = "<script>alert(1)</script><img src=x onerror='alert(2)'>"


def soup(drawn, **options):
    return BeautifulSoup(drawn.html(**options), "html.parser")


def test_a_screen_reader_gets_an_ordered_list_that_says_who_asks_whom(flow):
    rows = soup(ladder(flow.log)).select("ol > li")

    assert len(rows) == 9
    first = rows[6].summary.get_text(" ", strip=True)
    assert "back channel:" in first
    assert "PrintShop (you) → PhotoBox sign-in" in first
    assert "POST" in first
    assert "200 OK" in first


def test_the_lanes_are_the_cast(flow):
    heads = [head.get_text() for head in soup(ladder(flow.log)).select(".oat-lanes b")]

    assert heads == ["browser", "PrintShop (you)", "PhotoBox sign-in", "PhotoBox API"]


def test_another_service_takes_the_lanes_of_photobox():
    exchange = Exchange(method="GET", url="https://idp.example/authorize", status=200)
    heads = [head.get_text() for head in soup(ladder([exchange])).select(".oat-lanes b")]

    assert heads == ["browser", "PrintShop (you)", "authorization server"]


def test_a_message_opens_to_its_checks_parameters_and_raw_text(flow):
    row = soup(ladder(flow.log)).select("ol > li")[6]
    opened = row.select_one(".oat-open").get_text("\n")

    assert "code_verifier hashes to the code_challenge" in opened
    assert "One use, about a minute" in opened
    assert "POST /token HTTP/1.1" in opened
    assert "Host: 127.0.0.1" in opened
    assert '"token_type": "Bearer"' in opened


def test_a_refusal_says_so_in_words(flow):
    row = soup(ladder(flow.log)).select("ol > li")[8]

    assert "✗ invalid_grant" in row.summary.get_text()
    assert "failed:" in row.select_one(".oat-checks .bad").get_text()


def test_the_places_of_a_chosen_value_are_marked(flow):
    rows = soup(ladder(flow.log), chosen="code").select("ol > li")

    marked = [number for number, row in enumerate(rows, 1) if row.mark]
    assert marked == [5, 6, 7, 9]
    assert "browser history" in rows[5].summary.get_text()
    assert "browser history" not in rows[6].summary.get_text()


def test_a_choice_that_is_no_value_marks_nothing(flow):
    assert soup(ladder(flow.log), chosen="nothing").mark is None


def test_whatever_comes_over_the_wire_is_escaped():
    hostile = Exchange(
        method="POST",
        url=f"https://idp.example/{ATTACK}?error_description={ATTACK}",
        request_headers={"Content-Type": ATTACK},
        request_body=ATTACK,
        status=400,
        response_headers={"Location": ATTACK, "WWW-Authenticate": ATTACK},
        response_body=json.dumps({"error": ATTACK, ATTACK: "x"}),
        remark=ATTACK,
    )
    for reveal in (False, True):
        page = soup(ladder([hostile]), reveal=reveal, chosen="error")

        assert page.find_all(["script", "img", "a", "form", "iframe"]) == []
        assert "alert(1)" in page.get_text()


def test_no_script_and_nothing_from_elsewhere(flow):
    text = ladder(flow.log).html()

    assert "<script" not in text
    assert "url(" not in text
    assert "@import" not in text
    assert not [tag for tag in soup(ladder(flow.log)).find_all(src=True)]


def test_an_empty_log_is_drawn_too():
    assert "No message yet." in ladder([]).html()
    assert repr(ladder([])) == "Ladder: no message yet."


def test_five_hundred_messages_are_all_there():
    log = [
        Exchange(method="POST", url="https://idp.example/token", request_body=f"code=c{n}")
        for n in range(500)
    ]

    assert len(soup(ladder(log)).select("ol > li")) == 500
    assert repr(ladder(log)).startswith("Ladder: 500 messages")


def stolen(**more):
    return Exchange(
        method="POST",
        url="https://idp.example/token",
        request_body="grant_type=authorization_code&code=stolen-code",
        status=400,
        party="Mallory",
        **more,
    )


def test_somebody_else_has_a_lane_of_their_own():
    """In the picture, in the words, for a screen reader, and in the file."""
    own = Exchange(method="POST", url="https://idp.example/token", status=200)
    drawn = ladder([own, stolen()])
    page = soup(drawn)
    heads = [head.get_text() for head in page.select(".oat-lanes b")]
    rows = [row.summary.get_text(" ", strip=True) for row in page.select("ol > li")]
    comments = [entry["comment"] for entry in drawn.har()["log"]["entries"]]

    assert heads == ["browser", "PrintShop (you)", "authorization server", "Mallory"]
    assert "not your app" in page.select(".oat-lanes span")[3].get_text()
    assert "PrintShop (you) → authorization server" in rows[0]
    assert "Mallory → authorization server" in rows[1]
    assert "authorization server → Mallory" in rows[1]
    assert "PrintShop" not in rows[1]
    assert "2. Mallory → authorization server: POST /token" in repr(drawn)
    assert comments[1] == "Mallory to authorization server, back channel"


def test_a_name_of_somebody_else_is_short_plain_text():
    name = "M\x1b[2J<b>\n" + "y" * 99
    exchange = Exchange(method="GET", url="https://idp.example/token", status=200, party=name)
    heads = soup(ladder([exchange])).select(".oat-lanes b")

    assert heads[-1].get_text() == r"M\x1b[2J<b>\n" + "y" * 31 + "…"
