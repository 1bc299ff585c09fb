"""What people pasted in place of the address, as they reported it.

Where a case comes from stands beside it: a repository and the number of the report.
"""

import html
import json
import quopri
from urllib.parse import quote

import pytest

from oauth_tutorial import LoopbackReceiver, read_redirect
from oauth_tutorial.errors import AuthorizationFailed, MalformedRedirect
from tests.client.conftest import STATE

CODE = "SplxlOBeZQQYbYS6WxSbIA"
CALLBACK = "http://127.0.0.1:49152/callback"
URL = f"{CALLBACK}?code={CODE}&state={STATE}"
LAST = f"{CALLBACK}?state={STATE}&session_state=x&code={CODE}"  # as Keycloak writes it

AROUND = {
    # jat255/strava-to-fittrackee#25: what a shell needs
    "quotes": '"{}"',
    "single quotes": "'{}'",
    "angle brackets": "<{}>",
    "brackets": "({})",
    "square brackets": "[{}]",
    "backticks": "`{}`",
    "other quotes": "„{}“",
    "corners": "「{}」",
    "bold": "**{}**",
    "italic": "_{}_",
    "a cell of a table": "| {} |",
    "a Markdown link": "[the page]({})",
    "a Markdown link of itself": "[{0}]({0})",
    "a link of Slack": "<{}|here>",
    "a sentence": "I ended on {} and nothing happened.",
    "brackets in a sentence": "It went on (to {}), then stopped.",
    "an email's answer": "> {}",
    "a list": "1. {}",
    "HTML": '<a href="{}">here</a>',
    "a command": "curl -i '{}' --verbose",
    "JavaScript": "window.open('{}', '_self');",
    "a list of Python": "urls = ['{}', 'b']",
    "bytes": "b'{}'",
    "a header": "Location: {}",
    "a log line": '127.0.0.1 - - [26/Nov/2026] "GET {} HTTP/1.1" 302 -',
    "another address before": "Not https://docs.example/?q=1 but {} here",
    "an old redirect before": f"{CALLBACK}?code=old&state=other then {{}}",
    "an error below": "{}\n\nThen I saw an error.",
    "white space": " \t{}\r\n",
    "what is not seen": "\ufeff\u200b{}\u2069",
}
SENTENCES = {
    "the end of a sentence": "It says {}.",
    "a sentence before": "It says {}. What now?",
    "a question": "Is it {}?",
    "a shout": "Look: {}!",
    "a sentence in brackets": "(It says {}.)",
    "a part of a sentence": "It says {}, and nothing more.",
    "an end in bold": "**It is {}.**",
}
WRITTEN = {
    # what a page or a chat shows
    # mails and their filters
    "quoted-printable": lambda url: url.replace("=", "=3D"),
    "quoted-printable, broken": lambda url: quopri.encodestring(url.encode()).decode(),
    "urldefense": lambda url: f"https://urldefense.com/v3/__{url}__;!!abc!xyz-1_2$",
    "urldefense of another page": lambda url: (
        f"https://urldefense.com/v3/__{url.replace('?', '*')}__;Pw!!abc!xyz$"
    ),
    "Markdown": lambda url: url.replace("_", "\\_").replace("&", "\\&"),
    "&amp;": lambda url: url.replace("&", "&amp;"),
    "&#38;": lambda url: url.replace("&", "&#38;"),
    "escaped twice": lambda url: html.escape(html.escape(url)),
    "JSON": lambda url: json.dumps({"url": url}).replace("&", "\\u0026").replace("/", "\\/"),
    "zsh": lambda url: url.replace("?", "\\?").replace("=", "\\=").replace("&", "\\&"),
    "percent-encoded": lambda url: quote(url, safe=""),
    "percent-encoded twice": lambda url: quote(quote(url, safe=""), safe=""),
    "a link checker": lambda url: f"https://safe.example/?url={quote(url, safe='')}&data=1",
    "the query": lambda url: url.partition("?")[2],
    "the query with ?": lambda url: "?" + url.partition("?")[2],
    "without http": lambda url: url.removeprefix("http://"),
    "path and query": lambda url: url.removeprefix("http://127.0.0.1:49152"),
    # DuendeArchive/identity-model-oidc-client-js#369: keycloak-js and msal
    "response_mode=fragment": lambda url: url.replace("?", "#"),
    "a page behind #": lambda url: url.replace("/callback", "/#/callback"),
    "Facebook's end": lambda url: f"{url}#_=_",
    # anthropics/claude-code#91176: wrapped by the terminal
    "broken before the query": lambda url: url.replace("/callback", "/\n  callback"),
    "broken at the query": lambda url: url.replace("?", "?\r\n"),
    "broken with a backslash": lambda url: url.replace("&", "&\\\n"),
    "broken in state": lambda url: url.replace("state=sss", "state=sss\n    "),
}


def _in_lines(url: str, width: int, between: str) -> str:
    return between.join(url[n : n + width] for n in range(0, len(url), width))


@pytest.mark.parametrize("url", [URL, LAST], ids=["state last", "code last"])
@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND)
def test_the_address_inside_is_used(url, around):
    assert read_redirect(around.format(url), state=STATE).code == CODE


@pytest.mark.parametrize("sentence", SENTENCES.values(), ids=SENTENCES)
def test_what_ends_a_sentence_may_be_the_end_of_a_code(sentence):
    assert read_redirect(sentence.format(URL), state=STATE).code == CODE
    with pytest.raises(MalformedRedirect, match="not clear where it ends"):
        read_redirect(sentence.format(LAST), state=STATE)


@pytest.mark.parametrize("url", [URL, LAST], ids=["state last", "code last"])
@pytest.mark.parametrize("write", WRITTEN.values(), ids=WRITTEN)
def test_an_address_in_another_writing_is_read(url, write):
    assert read_redirect(write(url), state=STATE).code == CODE


@pytest.mark.parametrize("wrap", ["\n", "\n  ", " \r\n\t", "\\\n"])
def test_a_line_break_in_the_code_is_taken_out_where_the_rest_proves_it(wrap):
    """anthropics/claude-code#91176; RFC 3986 Appendix C."""
    assert read_redirect(URL.replace("ZQQ", f"Z{wrap}QQ"), state=STATE).code == CODE


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        (URL.replace("ZQQ", "Z  QQ"), "There is white space inside the code"),
        (URL.replace("ZQQ", "Z\tQQ"), "There is white space inside the code"),
        (URL.replace("ZQQ", "Z%0AQQ"), "There is white space inside the code"),
        (URL.replace("ZQQ", "Z%C3%A9QQ"), "no code may have"),
        (LAST.replace("ZQQ", "Z\n  QQ"), "not clear where it ends"),
        (LAST.replace("ZQQ", "Z QQ"), "not clear where it ends"),
        (f"{LAST[:-4]}…", "not clear where it ends"),
        (f"{LAST[:-4]}...", "not clear where it ends"),
        (f"f({LAST},1)", "not clear where it ends"),
    ],
)
def test_a_code_that_may_be_wrong_is_refused_and_said(pasted, words):
    with pytest.raises(MalformedRedirect, match=words) as raised:
        read_redirect(pasted, state=STATE)

    assert "on one line" in raised.value.hint
    assert CODE[:7] not in str(raised.value)


@pytest.mark.parametrize(
    "end", [f"#error=login_required&state={STATE}", f"#state={STATE}&error=login_required"]
)
def test_an_error_behind_the_fragment_is_an_answer(end):
    """DuendeArchive/identity-model-oidc-client-js#1284."""
    with LoopbackReceiver(state=STATE) as receiver:
        said = receiver.paste(receiver.redirect_uri + end)

        assert "'login_required'" in said
        with pytest.raises(AuthorizationFailed) as raised:
            receiver.wait(timeout=5)
        assert raised.value.error == "login_required"


def test_an_error_with_spaces_in_its_description_is_read():
    text = f"{CALLBACK}?error=server_error&error_description=Try it later&state={STATE}"
    with pytest.raises(AuthorizationFailed) as raised:
        read_redirect(text, state=STATE)

    assert raised.value.error_description == "Try it later"


@pytest.mark.parametrize(
    "write",
    [str, lambda url: f"It says <{url.replace('&', '&amp;')}>", lambda url: url.replace("?", "#")],
)
def test_the_receiver_takes_the_same(write):
    with LoopbackReceiver(state=STATE) as receiver:
        assert "arrived" in receiver.paste(write(URL))
        assert receiver.wait(timeout=5).code == CODE
