"""What is a traceback in a page, and what only looks like one."""

from types import SimpleNamespace
from typing import Any

import pytest

from oauth_tutorial.browser.page import read_page
from oauth_tutorial.review.rules.crash import TRACEBACK, crash

TRACEBACKS = {
    "Python": 'Traceback (most recent call last):\n  File "app.py", line 3, in home\nKeyError: "a"',
    "Flask": "<title>KeyError: 'a' // Werkzeug Debugger</title>",
    "Django": "<p>You're seeing this error because you have <code>DEBUG = True</code>",
    "Node": "TypeError: a is not a function\n    at home (/srv/app/server.mjs:12:7)",
    "Node, a module": "Error: no\n    at async file:///srv/app/server.mjs:3:1",
    "Node, on Windows": "Error: no\n    at Object.<anonymous> (C:\\app\\server.js:1:7)",
    "Node, escaped": "Error: no\n    at Object.&lt;anonymous&gt; (/srv/app/server.js:1:7)",
    "Express, a frame": "    at Layer.handle [as handle_request] (/srv/node_modules/layer.js:95:5)",
    "Express": "<pre>Error: no<br> &nbsp; &nbsp;at home (/srv/app.js:3:1)</pre>",
    "Java": "java.lang.RuntimeException: no\n\tat com.example.Shop.home(Shop.java:12)",
    "Java, a module": "\tat java.base/java.lang.Thread.run(Thread.java:840)",
    "Java, escaped": "\tat com.example.Shop.&lt;init&gt;(Shop.java:12)",
    "Kotlin": "\tat com.example.ShopKt.home(Shop.kt:12)",
    "Ruby": "app.rb:12:in `home'",
    "Ruby 3.4, escaped": "app.rb:12:in &#39;Shop#home&#39;",
    "PHP": "Fatal error: Uncaught Exception: no in /srv/a.php:3\nStack trace:\n#0 {main}",
    "Go": "panic: no\n\ngoroutine 7 [running]:\nmain.home(0x0)",
    ".NET": "   at Shop.Program.Home(String a) in /srv/Program.cs:line 12",
    ".NET, async": "   at Shop.Home.<OnGet>d__3.MoveNext() in /srv/Home.cs:line 12",
    "Rust": "thread 'main' panicked at src/main.rs:4:5:",
    "Elixir": "(shop 0.1.0) lib/shop.ex:12: Shop.Router.home/2",
}
PAGES = {
    "a sentence": "<p>Something went wrong. Please try again.</p>",
    "the word": "<h1>Traceback</h1><p>We follow each print on its way back to you.</p>",
    "a time": "<p>\nat 12:30:45 we close</p>",
    "a place": "<p>\nat the shop (corner of 3:1 street)</p>",
    "an address": "<p>\nat http://127.0.0.1:5000/ you find us</p>",
    "an order": "<p>Trace your order: #0</p>",
    "a language": "<p>Written in Go: every order is a goroutine, running.</p>",
    "a file": "<a href='/Shop.java'>Shop.java</a>, 12 lines; <a href=app.rb>app.rb</a>: in use",
    "a script": "<script>function at(x) { return '/a/b.js' }</script>",
    "an e-mail": "<p>Write to\nat@photobox.example:25</p>",
}


@pytest.mark.parametrize("language", TRACEBACKS)
def test_a_traceback(language: str) -> None:
    assert TRACEBACK.search(f"<pre>{TRACEBACKS[language]}</pre>\n") or TRACEBACK.search(
        TRACEBACKS[language]
    )


@pytest.mark.parametrize("kind", PAGES)
def test_no_traceback(kind: str) -> None:
    assert TRACEBACK.search(PAGES[kind]) is None


def visitor(status: int, text: str, hop: int | None = None) -> Any:
    page = read_page("http://127.0.0.1/", status, text)
    hops = [SimpleNamespace(status=status if hop is None else hop)]
    last = SimpleNamespace(status=status, text=text) if status else None
    return SimpleNamespace(hops=hops, last=last, page=page)


@pytest.mark.parametrize(
    ("status", "text", "says"),
    [
        (200, "<p>Hello</p>", ""),
        (400, "<h1>Bad Request</h1>", ""),
        (502, "<p>Please try again.</p>", ""),
        (500, "<p>Please <a href='./'>try again</a>.</p>", ""),
        (500, "<form><button>Again</button></form>", ""),
        (500, "<h1>Internal Server Error</h1>", "status 500, and no way to continue"),
        (500, "", "status 500, and no way to continue"),
        (200, TRACEBACKS["Python"], "a traceback"),
        (502, f"<a href='./'>Back</a><pre>{TRACEBACKS['Python']}</pre>", "a traceback"),
        (0, "", "no answer"),
    ],
)
def test_how_a_page_fails_a_person(status: int, text: str, says: str) -> None:
    assert crash(visitor(status, text)) == says


def test_no_answer_after_a_redirect() -> None:
    assert crash(visitor(200, "<p>Before</p>", hop=0)) == "no answer"
