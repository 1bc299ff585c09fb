"""The way in, and out, on pages that say it in their own words."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from oauth_tutorial import network
from oauth_tutorial.browser.page import read_page
from oauth_tutorial.review.finding import (
    MOST_TRIED,
    Step,
    needs_script,
    offers_sign_in,
    walk,
    way_in,
    way_out,
)
from oauth_tutorial.review.home import Home
from oauth_tutorial.review.verdict import CannotTry
from oauth_tutorial.review.visitor import Visitor

NAV = " ".join(
    f"<a href='/{name.lower()}'>{name}</a>"
    for name in (
        *("Start", "Enterprise", "Authors", "Account", "Connect", "Centers", "Continue", "Docs"),
        *("Our blog in English", "Design in oak", "Getting started", "Blog offers"),
    )
)
PASSWORD = "<input name=user><input type=password name=password>"
THERE = "/authorize"
Pages = dict[str, str]
Find = Callable[[Pages], tuple[str, ...] | None]


def app_of(pages: Pages) -> Any:
    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        path = environ["PATH_INFO"]
        if path not in pages and path != "/go":
            start_response("404 Not Found", [("Content-Type", "text/html")])
            return [f"<h1>Not here</h1>{NAV}".encode()]
        head = [("Content-Type", "text/html; charset=utf-8")]
        if path == "/go":
            start_response("303 See Other", [*head, ("Location", THERE)])
            return [b""]
        start_response("200 OK", head)
        return [pages[path].encode()]

    return app


@pytest.fixture
def find() -> Iterator[Find]:
    """Return the names of the controls that lead to the request; None where none does."""
    servers: list[network.Server] = []
    visitors: list[Visitor] = []

    def found(pages: Pages) -> tuple[str, ...] | None:
        servers.append(network.serve(app_of(pages)))
        home = Home(f"http://127.0.0.1:{servers[-1].port}", servers[-1].port)
        visitors.append(visitor := Visitor(home))
        visitor.stops = lambda address: address == home.url + THERE
        way = way_in(visitor, lambda: bool(visitor.stopped_at))
        return None if way is None else tuple(step.name for step in way)

    yield found
    for one in (*visitors, *servers):
        getattr(one, "close", getattr(one, "stop", None))()


ONE_STEP = {
    "a link": ("<a href=/go>Sign in</a>", "Sign in"),
    "a button": ("<form method=post action=/go><button>Log in</button></form>", "Log in"),
    "a submit": ("<form action=/go><input type=submit value='Log in'></form>", "Log in"),
    "a picture that submits": (
        "<form action=/go><input type=image alt='Log in' src=a.png></form>",
        "Log in",
    ),
    "an icon with aria-label": ("<a href=/go aria-label='Sign in'><svg></svg></a>", "Sign in"),
    "an icon with title": ("<a href=/go title='Sign in'><i></i></a>", "Sign in"),
    "an icon with alt": ("<a href=/go><img src=in.png alt='Sign in'></a>", "Sign in"),
    "an icon button": (
        "<form action=/go><button aria-label='Sign in'><svg></svg></button></form>",
        "Sign in",
    ),
    "a button outside its form": (
        "<form id=in action=/go></form><p><button form=in>Log in</button></p>",
        "Log in",
    ),
    "many links before it": (f"{NAV}<a href=/go>Log in</a>", "Log in"),
    "sign-up before it": ("<a href=/sign-up>Sign up</a><a href=/go>Sign in</a>", "Sign in"),
    "a password beside it": (
        f"<form method=post action=/own>{PASSWORD}<button>Log in</button></form>"
        "<a href=/go>Continue with PhotoBox</a>",
        "Continue with PhotoBox",
    ),
    "a second button of the form": (
        f"<form method=post action=/go>{PASSWORD}<button>Log in</button>"
        "<button name=sso value=1>Single sign-on (SSO)</button></form>",
        "Single sign-on (SSO)",
    ),
    "a word of its address": ("<a href=/nowhere>More</a><a href=/go?login>Go</a>", "Go"),
    "German": ("<a href=/konto>Konto anlegen</a><a href=/go>Anmelden</a>", "Anmelden"),
    "German, in other words": ("<a href=/go>Einloggen</a>", "Einloggen"),
    "French": ("<a href=/new>S’inscrire</a><a href=/go>Se connecter</a>", "Se connecter"),
    "Spanish": ("<a href=/new>Crear cuenta</a><a href=/go>Iniciar sesión</a>", "Iniciar sesión"),
    "Portuguese": ("<a href=/new>Criar conta</a><a href=/go>Entrar</a>", "Entrar"),
    "Italian": ("<a href=/new>Registrati</a><a href=/go>Accedi</a>", "Accedi"),
    "Dutch": ("<a href=/go>Inloggen</a>", "Inloggen"),
    "signed out by somebody else": (
        "<a href=/logout>Log out</a><a href=/go>Log in</a>",
        "Log in",
    ),
}


@pytest.mark.parametrize("kind", ONE_STEP)
def test_a_control_of_the_first_page(find: Find, kind: str) -> None:
    page, name = ONE_STEP[kind]

    assert find({"/": page}) == (name,)


def test_a_first_page_that_leads_there_by_itself(find: Find) -> None:
    assert find({"/": f"<meta http-equiv=refresh content='0; url={THERE}'>"}) is None


def test_a_page_between(find: Find) -> None:
    pages = {
        "/": f"{NAV}<a href=/login>Log in</a>",
        "/login": f"{NAV}<form action=/own>{PASSWORD}<button>Log in</button></form>"
        "<form method=post action=/go><button>Continue with PhotoBox</button></form>",
    }

    assert find(pages) == ("Log in", "Continue with PhotoBox")


def test_two_pages_between(find: Find) -> None:
    pages = {
        "/": f"{NAV}<a href=/account2>My account</a><a href=/join>Sign up</a>",
        "/account2": f"{NAV}<a href=/login>Log in</a>",
        "/login": f"{NAV}<a href=/go>PhotoBox</a>",
    }

    assert find(pages) == ("My account", "Log in", "PhotoBox")


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<p>Log in</p>",
        "<button onclick='signIn()'>Sign in</button>",
        "<a href=/nowhere>Sign in</a>",
        "<a href=javascript:void(0)>Sign in</a>",
        "<a href=https://another.example/login>Sign in</a>",
        "<a href='http://[::1'>Sign in</a>",
        "<a href=/go>Sign out</a>",
        f"<form action=/go>{PASSWORD}<button>Sign in</button></form>",
    ],
)
def test_no_way(find: Find, page: str) -> None:
    assert find({"/": page}) is None


def test_the_search_has_an_end(find: Find) -> None:
    opened = []

    class Endless(dict[str, str]):
        def __contains__(self, path: object) -> bool:
            return True

        def __getitem__(self, path: str) -> str:
            opened.append(path)
            names = [f"{path[1:]}{letter}" for letter in "abcdefgh"]
            return "".join(f"<a href=/{name}>Log in {name}</a>" for name in names)

    assert find(Endless()) is None
    assert len(opened) <= 1 + MOST_TRIED * 4


def test_names_that_change_are_no_way(find: Find) -> None:
    opened = []

    class Changing(dict[str, str]):
        def __getitem__(self, path: str) -> str:
            opened.append(path)
            return f"<a href=/go>Log in {len(opened)}</a>"

    assert find(Changing({"/": ""})) is None


OUT = {
    "a link": "<a href=/x>Log out</a>",
    "a button": "<form method=post action=/x><button>Sign out</button></form>",
    "its address": "<a href=/account/logout>Bye</a>",
    "an icon": "<a href=/x aria-label='Log off'><svg></svg></a>",
    "German": "<a href=/x>Abmelden</a>",
    "French": "<a href=/x>Se déconnecter</a>",
    "Spanish": "<a href=/x>Cerrar sesión</a>",
    "Portuguese": "<a href=/x>Sair</a>",
    "Italian": "<a href=/x>Esci</a>",
    "camel case": "<a href=/doLogout>Bye</a>",
    "snake case": "<a href=/user_log_out>Bye</a>",
}


@pytest.mark.parametrize("kind", OUT)
def test_the_way_out(kind: str) -> None:
    page = read_page("http://127.0.0.1/", 200, NAV + OUT[kind])

    assert way_out(page) is page.parts[-1]


def test_no_way_out() -> None:
    page = read_page("http://127.0.0.1/", 200, f"{NAV}<p>Log out</p><a href=/go>Log in</a>")

    assert way_out(page) is None
    assert offers_sign_in(page)


def test_a_page_that_names_no_sign_in() -> None:
    page = read_page("http://127.0.0.1/", 200, "<p>Sign in</p><a href=/logout>Sign out</a>")

    assert not offers_sign_in(page)


def test_a_control_that_is_gone(find: Find) -> None:
    server = network.serve(app_of({"/": "<a href=/go>Sign in</a>"}))
    home = Home(f"http://127.0.0.1:{server.port}", server.port)
    step = Step(type(read_page("", 200, "<a href=/a>b</a>").parts[0]), "Log in")  # type: ignore[arg-type]

    with pytest.raises(CannotTry, match="a page no longer has the control 'Log in'"):
        walk(Visitor(home), (step,))
    server.stop()


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<button type=button id=go>Log in with Google</button>", "Log in with Google"),
        ("<button type='button'><svg></svg> <b>Log</b>\n in</button>", "Log in"),
        ('<button onclick="go()">Go</button>', "Go"),
        ('<a class=x onclick="go()">Log in</a>', "Log in"),
        ("<div onclick=go()>Enter</div>", "Enter"),
        ("<form><button>Log in</button></form>", ""),
        ("<button type=submit>Log in</button><a href=/login>Log in</a>", ""),
        ("", ""),
    ],
)
def test_a_control_that_does_nothing_without_a_script(markup: str, said: str) -> None:
    assert needs_script(markup) == said
