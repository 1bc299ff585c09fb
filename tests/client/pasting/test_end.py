"""Where a pasted address ends, and that what may be a part of the code is never cut off."""

import pytest

from oauth_tutorial.client.pasting.end import ways_to_end
from oauth_tutorial.client.pasting.pasted import read_pasted
from oauth_tutorial.errors import MalformedRedirect

LAST = "http://127.0.0.1:4/cb?state=xyz&code="
FIRST = "http://127.0.0.1:4/cb?code={}&state=xyz"
CODE = "SplxlOBeZQQ"


def read(text: str) -> str:
    return read_pasted(text, state="xyz", issuer=None).code


@pytest.mark.parametrize("sign", [*"!.:,;?')]*-_~$=(", "!*$$", "ab'cd", "(ab)"])
def test_the_bare_address_keeps_every_character(sign):
    assert read(LAST + CODE + sign) == CODE + sign
    assert read(f"\n {LAST}{CODE}{sign} \n") == CODE + sign
    assert read(FIRST.format(CODE + sign)) == CODE + sign


@pytest.mark.parametrize(
    "around", ["<{}>", '"{}"', "`{}`", "“{}”", "a `{}` b", "<{}|here>", "|{}|"]
)
@pytest.mark.parametrize("sign", ["", "!", ".", ")"])
def test_what_closes_around_the_address_ends_it(around, sign):
    assert read(around.format(LAST + CODE + sign)) == CODE + sign


@pytest.mark.parametrize(
    "around", ["'{}'", "({})", "[{}]", "[a]({})", "(a {}), b", "[url={}]a[/url]"]
)
def test_what_an_address_may_hold_ends_it_where_it_was_opened(around):
    assert read(around.format(LAST + CODE)) == CODE


@pytest.mark.parametrize(
    "after", ["<br>", "</url>", "]]></url>", '">', '",', "。", "，b", "”.", "»"]
)
def test_what_browsers_encode_ends_an_address(after):
    assert read(f"a {LAST}{CODE}{after}".replace("]]>", ">")) == CODE


@pytest.mark.parametrize(
    "sign",
    [
        *"|^{}`\\<\x00\x1büé漢…‐–\ufffd\U0001f600",
        '"d',
        ">d",
        "”d",
        "<d e",
        "\\ ",
        "^\n",
        "{d}",
        "`d`",
    ],
)
def test_any_other_character_behind_it_is_doubt(sign):
    with pytest.raises(MalformedRedirect, match="not clear where it ends") as raised:
        read(f"{LAST}{CODE}{sign}")

    assert CODE[:4] not in str(raised.value)


@pytest.mark.parametrize("sign", [*"!.:,;?')]", "...", "!)", ".**"])
def test_a_sign_in_a_text_is_doubt(sign):
    with pytest.raises(MalformedRedirect, match="not clear where it ends"):
        read(f"I saw {LAST}{CODE}{sign}")
    with pytest.raises(MalformedRedirect, match="not clear where it ends"):
        read(f"{LAST}{CODE}{sign} is what I saw")


@pytest.mark.parametrize("mark", ["> ", ">> ", "| ", "# ", "│ ", " * ", ""])
def test_a_line_that_goes_on_behind_a_mark_is_doubt(mark):
    """As mail programs quote, and terminals draw frames."""
    with pytest.raises(MalformedRedirect, match="not clear where it ends"):
        read(f"{mark}{LAST}SplxlO\n{mark}BeZQQYbYS6\n")


@pytest.mark.parametrize(
    "state", ["remember-me.", "why?", "wow!", "a)b", "it's", "a,b", "[x]", "x;"]
)
def test_a_state_may_end_in_any_sign(state):
    text = f"http://127.0.0.1/cb?code={CODE}&state={state}"

    assert read_pasted(text, state=state, issuer=None).code == CODE
    assert read_pasted(f"It is {text}.", state=state, issuer=None).code == CODE


@pytest.mark.parametrize("around", ["a,{},b", "a;{};b", "{},b c", "x,{},"])
def test_a_line_of_a_table_is_read(around):
    assert read(around.format(FIRST.format(CODE))) == CODE
    with pytest.raises(MalformedRedirect, match="not clear where it ends"):
        read(around.format(LAST + CODE))


def test_the_likelier_end_comes_first():
    assert list(ways_to_end("state=x.", "It is ", "")) == [("state=x", True), ("state=x.", True)]
    assert next(ways_to_end("state=x)", "(", " b")) == ("state=x", False)
