"""What a body is and says, and how it is shown."""

import json
import re
from html import escape
from urllib.parse import quote

import pytest
import requests

from oauth_tutorial.client.answer import Answer
from oauth_tutorial.text.redaction import SECRET_PARAMETERS

SENT = {"code": "SplxlOBeZQQYbYS6WxSbIA", "client_secret": "gX1f Bat3bV", "state": "x"}


def answer(body, kind="application/json", sent=SENT, **given):
    response = requests.Response()
    response.status_code = 400
    response._content = body.encode() if isinstance(body, str) else body
    response.headers["Content-Type"] = kind
    response.request = requests.Request("POST", "http://127.0.0.1/", data=sent, **given).prepare()
    return Answer(response)


@pytest.mark.parametrize("kind", ["text/plain", "text/html", "application/json", ""])
@pytest.mark.parametrize(
    "body",
    [
        "access_token=abc&token_type=bearer",
        "token_type=bearer&access_token=abc",
        "token_type=bearer&scope=&access_token=abc\n",
        "?a.b[0]=c&access_token=abc",
        "\ufeffaccess_token=abc",
    ],
)
def test_a_form_by_the_name_in_it(kind, body):
    assert answer(body, kind).parameters["access_token"].strip() == "abc"


@pytest.mark.parametrize(
    "body",
    [
        "<a href='?x=1&access_token=abc'>",
        '{"access_token=abc": 1,}',
        "Go to /x?a=b&access_token=abc",
        "a=b&c=d",
        "access_token",
    ],
)
def test_no_form_though_the_name_is_in_it(body):
    assert answer(body, "text/plain").parameters == {}


def test_a_form_by_its_type():
    assert answer("a=b", "application/x-www-form-urlencoded; charset=x").parameters == {"a": "b"}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("", "an empty body"),
        (" \r\n", "an empty body"),
        ("[1]", "JSON of type list"),
        ("7", "JSON of type int"),
        ("null", "JSON that says null"),
        ("<!DOCTYPE html><p>", "HTML"),
        ('{"a": 1,}', "JSON that is broken at character 9"),
        ("[" * 500 + "]" * 500, "JSON nested more than 100 levels deep"),
        ('{"a": ' + "1" * 5000 + "}", "JSON with a number that has too many digits"),
        ("no", "text that is not JSON"),
    ],
)
def test_what_it_is(body, kind):
    assert answer(body).kind == kind


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<html><head><title>\n502 Bad&nbsp;Gateway</title>", "502 Bad Gateway"),
        ("<style>p {}</style><script>x()</script><!-- y --><p>No <b>code</b>.</p>", "No code ."),
        ("<script>never closed", ""),
        ("<error><code>7</code></error>", "7"),
        ("plain\r\n  words", "plain words"),
        (b"\x8b\x02\x80\x03\xff\xfe", ""),
        ("[" * 5000, ""),
    ],
)
def test_what_a_page_says_to_a_person(body, text):
    assert answer(body, "text/html").as_text == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Unknown code SplxlOBeZQQYbYS6WxSbIA.", "Unknown code <22 characters>."),
        ("gX1f Bat3bV, gX1f+Bat3bV", "<11 characters>, <11 characters>"),
        ("the next x: state=x&a, state=xy", "the next x: state=<1 character>&a, state=xy"),
        ("a token jZ3kQ9vT1mB7xW5nL2pR8sD4 of ours", "a token <24 characters> of ours"),
        ("access_token=abcdefghi&b", "access_token=<9 characters>&b"),
        ('"refresh_token" : "abcdefghi"', '"refresh_token" : "<9 characters>"'),
        ("Invalid token: expired_token; code=invalid_code", None),
        ("\x1b[2J\n\u202e", "\\x1b[2J\\n\\u202e"),
        ("y" * 300, "y" * 200 + "…"),
    ],
)
def test_how_text_is_shown(text, shown):
    assert answer("").clean(text) == (shown or text)


def test_what_was_sent_is_known_in_any_spelling():
    secret = "wJa/r+XUt&'~EMI"
    response = answer("").response
    response.request.prepare_body({"client_secret": secret, "code": "aB3/xY+9zQ12"}, None)
    clean = Answer(response).clean

    for echo in (
        quote(secret, safe=""),
        re.sub("%..", lambda one: one[0].lower(), quote(secret, safe="")),
        quote(quote(secret, safe=""), safe=""),
        quote(secret, safe="").replace("~", "%7E"),
        escape(secret),
        escape(secret).replace("&#x27;", "&#39;"),
        escape(quote(secret)),
        secret.replace("/", "\\/"),
        json.dumps(secret).strip('"').replace("+", "\\u002b").replace("&", "\\u0026"),
    ):
        assert clean(f"No {echo}!") == "No <15 characters>!"
    assert clean("code=aB3%2fxY%2b9zQ12, aB3/xY 9zQ12") == "code=<12 characters>, <12 characters>"
    assert clean('accessToken":"abcdefgh"') == 'accessToken":"<8 characters>"'


def test_what_was_sent_in_the_header_is_known():
    basic = answer("", auth=("client", "s%3Acr%C3%A9t+word"))

    assert basic.clean("s:crét word, s%3Acr%C3%A9t+word") == "<11 characters>, <11 characters>"
    assert basic.clean(basic.response.request.headers["Authorization"]).startswith("Basic <")


@pytest.mark.parametrize("secret", ["secret", "client", "client_secret"])
@pytest.mark.parametrize("in_header", [True, False])
def test_a_secret_that_is_a_word_leaves_the_sentence_whole(secret, in_header):
    """ "client_<6 characters> is the client's own" told a beginner nothing."""
    how = {"auth": ("shop", secret)} if in_header else {"sent": {"client_secret": secret}}
    sent = answer("", **how)
    said = "The rule is that client_secret is the client's own."

    assert sent.clean(said) == said
    assert secret not in sent.clean(f"x client_secret={secret}&").partition("=")[2]


def test_a_name_that_is_a_secret_of_this_request_is_hidden_behind_itself():
    assert answer("", sent={"client_secret": "Client_Secret"}).clean(
        "client_secret=Client_Secret"
    ) == ("client_secret=<13 characters>")


@pytest.mark.parametrize("name", sorted(SECRET_PARAMETERS - {"code", "state", "nonce"}))
def test_a_secret_by_its_name(name):
    assert "abcdefgh" not in answer("").clean(f"{name.upper()}=abcdefgh")


@pytest.mark.parametrize(
    "body",
    [
        'callback( {"error": 100019} );',
        'jQuery.cb_1({"error": 100019})\n',
        '&&&START&&&{"error": 100019}',
        ')]}\'\n{"error": 100019}',
        ')]}\',\n{"error": 100019}',
        'for (;;);{"error": 100019}',
        '/**/cb({"error": 100019});',
    ],
)
def test_json_behind_what_keeps_a_browser_from_running_it(body):
    assert answer(body, "text/html").parameters == {"error": 100019}


@pytest.mark.parametrize(
    "body", ["Not found (404);", "call me (maybe)", "(1)", "f(", "f()", ")]}'"]
)
def test_words_in_brackets_are_no_json(body):
    assert answer(body, "text/plain").says is None
