"""The drawing of browser and kernel says in words what it shows, and escapes all of it."""

from bs4 import BeautifulSoup

from oauth_tutorial.location.picture import picture


def test_each_part_stands_where_it_belongs():
    drawn = BeautifulSoup(
        picture("hub.example", "a machine", "https://hub.example/7", "It goes there."),
        "html.parser",
    )
    texts = [one.string for one in drawn.find_all("text")]

    assert texts[texts.index("your browser") + 1] == "hub.example"
    assert texts[texts.index("the kernel") + 1] == "a machine"
    assert "https://hub.example/7" in texts


def test_a_screen_reader_and_a_reader_get_the_same_sentence():
    drawn = BeautifulSoup(picture("a", "b", "c", 'It "goes" there.'), "html.parser")

    assert drawn.svg["role"] == "img"
    assert drawn.svg["aria-label"] == drawn.figcaption.string == 'It "goes" there.'


def test_nothing_of_it_becomes_an_element():
    attack = '"><script>alert(1)</script>'
    drawn = BeautifulSoup(picture(attack, attack, attack, attack), "html.parser")

    assert drawn.script is None
    assert [one.string for one in drawn.find_all("text")].count(attack) == 3
