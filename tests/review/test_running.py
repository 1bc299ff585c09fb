"""The learner's own app runs in the kernel, for their own tab and the course's PhotoBox."""

import os
from pathlib import Path

import pytest
import requests

from oauth_tutorial import practice, visit
from oauth_tutorial.browser.notebook_browser import NotebookBrowser
from oauth_tutorial.browser.person import drive
from oauth_tutorial.errors import AuthorizationDenied, CallbackTimeout, InvalidArgument
from oauth_tutorial.network import surroundings
from oauth_tutorial.notebook.files import beside
from oauth_tutorial.review import run

FLASK = beside("examples") / "flask"
EVERY = sorted(path.name for path in FLASK.glob("*.py"))


@pytest.fixture(autouse=True)
def _autopilot(monkeypatch):
    monkeypatch.setenv("OAUTH_TUTORIAL_AUTOPILOT", "1")
    yield
    run(FLASK / "unsafe_printshop.py").stop()
    practice.start().stop()


@pytest.mark.parametrize("name", EVERY)
def test_the_autopilot_signs_in(name, capsys):
    """By the app's own control, in each of the course's Flask apps."""
    shop = run(FLASK / name)
    visit(shop.url)
    shop.wait(timeout=5)

    assert shop.cookie
    assert capsys.readouterr().out.startswith(
        "Open the app. Press Sign in with PhotoBox. Sign in as alice (password wonderland), "
    )
    assert repr(shop) == f"{name} runs, for your own tab"


def test_before_anybody_was_there_it_says_what_to_do():
    shop = run(FLASK / "unsafe_printshop.py")

    with pytest.raises(InvalidArgument, match=r"No browser.*\n.*visit"):
        _ = shop.cookie
    with pytest.raises(CallbackTimeout, match=r"Nobody has signed in.*\n.*visit"):
        shop.wait(timeout=0)


def test_a_no_is_an_answer():
    shop = run(FLASK / "printshop.py")
    visit(shop.url, decision="deny")

    with pytest.raises(AuthorizationDenied, match="open the app again"):
        shop.wait(timeout=5)
    visit(shop.url)
    shop.wait(timeout=5)


def test_again_it_takes_the_place_of_the_one_that_runs(tmp_path):
    """At the same address, so that the tab that is open stays right."""
    app = tmp_path / "app.py"
    app.write_text(APP.replace("SAYS", "'one'"))
    first = run(app)
    app.write_text(APP.replace("SAYS", "'two'"))
    second = run(app)

    assert second.url == first.url
    assert NotebookBrowser().open(second.url).title == "two"


def test_what_it_prints_stays_out_of_the_notebook(tmp_path, capsys):
    """And its secrets out of what said() tells."""
    app = tmp_path / "app.py"
    app.write_text(APP.replace("SAYS", "print('saw', os.environ['CLIENT_SECRET'], end='!') or 'x'"))
    shop = run(app)
    NotebookBrowser().open(shop.url)

    assert capsys.readouterr().out == ""
    assert "saw <hidden>!" in shop.said()


def test_its_environment_is_that_of_a_review_until_it_stops(tmp_path, monkeypatch):
    monkeypatch.delenv("HOME_URL", raising=False)
    app = tmp_path / "app.py"
    app.write_text(APP.replace("SAYS", "os.environ['HOME_URL']"))
    shop = run(app)
    title = NotebookBrowser().open(shop.url).title
    shop.stop()

    assert title == shop.url.rstrip("/")
    assert "HOME_URL" not in os.environ


def test_below_a_prefix_it_is_told_where_the_browser_is(tmp_path, monkeypatch):
    """As a WSGI server behind a proxy should be: links and redirect URIs come out right."""
    public = "https://hub.example/user/alice/proxy/{}"
    monkeypatch.setattr(surroundings, "_find", lambda port: public.format(port))
    app = tmp_path / "app.py"
    app.write_text(APP.replace("SAYS", "url_for('home', _external=True)"))
    shop = run(app)

    with requests.Session() as session:
        session.trust_env = False
        answer = session.get(f"http://127.0.0.1:{shop.port}/", timeout=5)

    assert shop.url == public.format(shop.port) + "/"
    assert f"<title>{shop.url}</title>" in answer.text
    assert practice.start().address.is_of_an_app(f"{shop.url}callback")


def test_it_keeps_the_rule_for_hosts():
    shop = run(FLASK / "unsafe_printshop.py")
    with requests.Session() as session:
        session.trust_env = False
        answer = session.get(
            f"http://127.0.0.1:{shop.port}/", headers={"Host": "evil.example"}, timeout=5
        )

    assert answer.status_code == 421


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("x = 1", "no WSGI application called app"),
        ("def app(:", "cannot be loaded: SyntaxError"),
        ("raise SystemExit(3)", "cannot be loaded: SystemExit"),
        ("import nothing_of_that_name", "cannot be loaded: ModuleNotFoundError"),
    ],
)
def test_what_does_not_run_is_one_sentence(tmp_path, source, says):
    app = tmp_path / "app.py"
    app.write_text(source)

    with pytest.raises(InvalidArgument, match=says):
        run(app)


def test_a_command_is_no_file():
    with pytest.raises(InvalidArgument, match="needs a Python file"):
        run("python -m http.server")


def test_a_cookie_of_somebody_else_is_not_the_apps(tmp_path):
    """All programs of 127.0.0.1 share their cookies."""
    shop = run(FLASK / "unsafe_printshop.py")
    browser = NotebookBrowser()
    browser.session.cookies.set("_xsrf", "jupyter", domain="127.0.0.1", path="/")
    drive(browser, shop.url, username="alice", decision="approve")

    assert "jupyter" not in shop.cookie


APP = """
import os
from flask import Flask, url_for

app = Flask(__name__)


@app.get("/")
def home():
    return f"<title>{SAYS}</title>"
"""
assert Path(FLASK).is_dir()
