"""What a preset says that naive code meets is what it meets: notebook 03 at each personality.

The code knows everything about the provider but the one fact. Where it would do better with that
fact, it is run once more with it, and the failure is gone.
"""

from collections.abc import Callable, Iterator
from typing import get_args
from urllib.parse import urlsplit

import pytest

from oauth_tutorial.network.virtual import VirtualServer
from oauth_tutorial.practice.model.own_paths import first_call_path
from oauth_tutorial.presets import AppKind, Preset, load, names
from oauth_tutorial.presets.schema import Naive
from tests.practice.played import Played
from tests.presets.notebook_03 import MY_ADDRESS, YESTERDAY, Notebook03, forget
from tests.presets.test_quirks_raw import found, kind_that_follows, played, registered_as

Met = Callable[[Notebook03], bool]
CASES = [
    pytest.param(name, quirk.show, quirk.naive, id=f"{name}-{quirk.show}")
    for name in names()
    for quirk in load(name).quirks
]
OF_THE_APP = {"client_auth", "pkce", "pkce_methods"}
ADDRESSES = ("redirect.loopback", "redirect.registered_without_port")
# Facts that no request changes: whoever knows them reads the answer otherwise.
ONLY_READ = (
    *("errors", "refresh.rotates", "refresh.returned", "refresh.seconds", "redirect.extra"),
    *("token.scope", "token.lifetime", "token.seconds", "token.token_type", "token.members"),
)


@pytest.fixture
def reached() -> Iterator[Callable[[Played], str]]:
    """Give the address at which ``requests`` finds a personality, without a socket."""
    servers: list[VirtualServer] = []

    def reach(app: Played) -> str:
        servers.append(VirtualServer(0))
        servers[-1].answer(app.photobox.app)
        return f"http://127.0.0.1:{servers[-1].port}"

    yield reach
    for one in servers:
        one.stop()


@pytest.mark.parametrize(("name", "show", "naive"), CASES)
def test_naive_code_meets_it(name: str, show: str, naive: Naive, reached) -> None:
    kind, path = of_an_app(name, show)
    assert naive in MEETS, f"nobody knows what {naive!r} is: add it to MEETS"
    assert found(path if "." in path or path not in OF_THE_APP else f"apps.{path}") is not None
    app = played(name, kind).fresh()
    address = reached(app)
    everything = app.preset
    knows = everything if path in OF_THE_APP else forget(everything, path)
    if show.startswith("apps.") and path.startswith("endpoints"):
        knows = load(name)

    run = Notebook03(app, address, knows, path)
    situation_of(path)(run, path)
    assert MEETS[naive](run), told(run)

    if naive not in ("nothing", "elsewhere") and is_done_otherwise(everything, knows, path):
        run = Notebook03(app.fresh(), address, everything)
        situation_of("")(run, "")
        assert not MEETS[naive](run), f"who knows {show} meets it as well: {told(run)}"


def of_an_app(name: str, show: str) -> tuple[AppKind, str]:
    """Return the kind of app that meets a fact, and the fact's path for it."""
    if not show.startswith("apps."):
        # notebook 03 has a browser that comes back
        kind = kind_that_follows(name, show)
        kinds = [one for one in load(name).apps if one != "device"]
        return (kind if kind != "device" or not kinds else kinds[0]), show
    _, named, path = show.split(".", 2)
    return next(one for one in load(name).apps if one == named), path


def is_done_otherwise(everything: Preset, knows: Preset, path: str) -> bool:
    is_other = knows != everything or path in OF_THE_APP or path in (*ADDRESSES, "redirect.hosts")
    return is_other and not path.startswith(ONLY_READ)


# the situations in which facts are met


Situation = Callable[[Notebook03, str], None]
SITUATIONS: dict[str, Situation] = {}


def situation(*families: str) -> Callable[[Situation], Situation]:
    def register(function: Situation) -> Situation:
        SITUATIONS.update(dict.fromkeys(families, function))
        return function

    return register


def situation_of(path: str) -> Situation:
    parts = path.split(".")
    families = (".".join(parts[:cut]) for cut in range(len(parts), 0, -1))
    return next((SITUATIONS[one] for one in families if one in SITUATIONS), the_whole_way)


def the_whole_way(run: Notebook03, path: str) -> None:
    """As in the notebook: a code, a token, a call."""
    run.visit()
    if "code" in run.query:
        run.exchange()
    if "access_token" in run.token:
        run.called = run.call()


@situation("authorization.scope_separator", "authorization.names.scope", "token.scope_separator")
@situation("token.scope_as", "token.scope_name", "token.scope_drops")
def two_scopes(run: Notebook03, path: str) -> None:
    words = [one.name for one in run.app.preset.scopes][:2]
    run.asked = list(dict.fromkeys([*words, *run.app.preset.token.scope_drops]))
    the_whole_way(run, path)


@situation("token.scope_adds")
def one_scope(run: Notebook03, path: str) -> None:
    adds = run.app.preset.token.scope_adds
    run.asked = [next(one.name for one in run.app.preset.scopes if one.name not in adds)]
    the_whole_way(run, path)


@situation("authorization.scopes_taken", "redirect.extra.scope", "token.members.scope")
def one_of_the_scopes(run: Notebook03, path: str) -> None:
    run.asked = [one.name for one in run.app.preset.scopes][-1:] or ["read"]
    the_whole_way(run, path)


@situation("redirect.loopback", "redirect.registered_without_port")
def the_address_of_today(run: Notebook03, path: str) -> None:
    registered_as(run.app, YESTERDAY)
    run.redirect_uri = MY_ADDRESS
    the_whole_way(run, path)


@situation("redirect.hosts")
def the_address_of_the_notebook(run: Notebook03, path: str) -> None:
    registered_as(run.app, run.redirect_uri)
    run.redirect_uri = MY_ADDRESS
    the_whole_way(run, path)


@situation("redirect.mismatch", "errors.words.redirect_uri", "errors.codes.redirect_uri")
def an_address_that_is_not_registered(run: Notebook03, path: str) -> None:
    run.redirect_uri += "/elsewhere"
    run.visit()


@situation("redirect.names", "errors.codes.access_denied")
def she_says_no(run: Notebook03, path: str) -> None:
    run.visit("deny")


@situation("errors.codes.invalid_scope")
def a_scope_that_the_app_has_not(run: Notebook03, path: str) -> None:
    for run.asked in (["no-such-scope.here"], ["%"]):  # beside openid some are left out
        run.visit()
        if "error" in run.query:
            return


@situation("registration.fields")
def a_scope_that_is_not_ticked(run: Notebook03, path: str) -> None:
    app, number = run.app, path.rpartition(".")[2]
    fields = app.preset.registration.fields
    redirect = next(n for n, one in enumerate(fields) if one.means == "redirect_uri")
    ticked, other = [one.name for one in app.preset.scopes if one.like != "openid"][:2]
    app.at = "http://localhost/developer"
    sent = {f"field_{redirect}": app.callback, f"field_{number}": ticked}
    page = app.submit(app.get("/developer"), kind=app.kind, **sent)
    app.id, app.secret = credentials(page.text)
    run.asked = [other]
    the_whole_way(run, path)


def credentials(page: str) -> tuple[str, str]:
    from bs4 import BeautifulSoup

    client_id, secret = (one.text for one in BeautifulSoup(page, "html.parser").select("dd code"))
    return client_id, secret


@situation("errors")
def a_wrong_code(run: Notebook03, path: str) -> None:
    run.exchange("no-such-code")


@situation("errors.codes.invalid_client")
def a_wrong_secret(run: Notebook03, path: str) -> None:
    run.app.secret = "a-guess-of-24-letters-xx"
    run.exchange("no-such-code")


@situation("errors.codes.refresh_token")
def a_dead_refresh_token(run: Notebook03, path: str) -> None:
    run.token = {"refresh_token": "no-such-token"}
    run.answer = run.refresh()


@situation("refresh.seconds")
def a_week_later(run: Notebook03, path: str) -> None:
    the_whole_way(run, path)
    assert run.refresh().ok
    run.app.photobox.clock.advance(seconds=run.app.preset.refresh.seconds)


# what is met


def has_a_token(run: Notebook03) -> bool:
    return "access_token" in run.token


def fails(answer) -> bool:
    """Whether it is a no: by its status, or by what it says."""
    return answer is not None and (not answer.ok or "error" in json_of(answer))


def json_of(answer) -> dict:
    try:
        return answer.json()
    except ValueError:
        return {}


def json_fails(run: Notebook03) -> bool:
    for answer in filter(None, (run.answer, run.called)):
        try:
            answer.json()
        except ValueError:
            return True
    return False


def no_access_token(run: Notebook03) -> bool:
    """It is JSON, with a status that says yes."""
    return run.answer is not None and bool(run.token) and not has_a_token(run)


def refused(run: Notebook03) -> bool:
    """Python hears the no: in the redirect, from the token endpoint, from the API, in a refresh."""
    if run.path == "refresh.endpoint":
        return has_a_token(run) and fails(run.refresh())
    return "error" in run.query or fails(run.answer) or fails(run.called)


def one_word(run: Notebook03) -> bool:
    scope = run.token[run.knows.token.scope_name]
    return not isinstance(scope, str) or len(scope.split()) == 1 < len(run.asked)


def words_of(run: Notebook03) -> set[str]:
    name = "scope" if run.path == "token.scope_name" else run.knows.token.scope_name
    scope = run.token.get(name) or ""
    return set(scope if isinstance(scope, list) else scope.replace(",", " ").split())


def refresh_dies(run: Notebook03) -> bool:
    if run.path == "refresh.seconds":
        return fails(run.refresh())
    first = run.refresh()
    assert not fails(first), first.text
    return fails(run.refresh())


def refresh_is_lost(run: Notebook03) -> bool:
    fresh = run.refresh()
    return not fails(fresh) and "refresh_token" not in run.inside(fresh)


def no_words(run: Notebook03) -> bool:
    said = json_of(run.answer)
    return not isinstance(said.get("error"), str) or "error_description" not in said


def wrong_header(run: Notebook03) -> bool:
    answer = run.call(scheme=str(run.token["token_type"]))
    return answer.status_code == 401 and run.call().ok


def elsewhere(run: Notebook03) -> bool:
    """The notebook's ``GET /me``, beside the token endpoint, is not where the API is.

    In practice all hosts are one, so that a host of the API's own is seen in its address alone.
    """
    assert run.app.call(run.token["access_token"]).status_code == 200
    api, token = run.app.preset.api, run.app.preset.endpoints.token
    is_another_host = urlsplit(api.base).netloc != urlsplit(token).netloc
    own = first_call_path(run.app.preset)
    return (is_another_host and own == "/me") or not run.call_at_the_usual_base().ok


def copes(run: Notebook03) -> bool:
    """It goes well; or, where an error is met, that is read as the RFC has it."""
    if run.answer is None and run.path.startswith(("errors", "redirect.names")):
        return "error" in run.query
    if run.path.startswith("errors"):
        return not run.answer.ok and isinstance(json_of(run.answer).get("error"), str)
    return has_a_token(run) and run.called is not None and run.called.ok


MEETS: dict[Naive, Met] = {
    "json fails": json_fails,
    "no access_token": no_access_token,
    "refused": refused,
    "page": lambda run: not run.came_back,
    "one word": one_word,
    "no expiry": lambda run: has_a_token(run) and not run.token.get("expires_in"),
    "no refresh token": lambda run: has_a_token(run) and "refresh_token" not in run.token,
    "refresh dead": refresh_dies,
    "refresh lost": refresh_is_lost,
    "no code": lambda run: bool(run.came_back) and not {"code", "error"} & set(run.query),
    "no words": no_words,
    "wrong header": wrong_header,
    "elsewhere": elsewhere,
    "no revocation": lambda run: has_a_token(run) and not run.revoke().ok,
    "other scope": lambda run: has_a_token(run) and words_of(run) != set(run.asked),
    "nothing": copes,
}


def told(run: Notebook03) -> str:
    """What happened, for whoever reads that a preset is wrong."""
    checks = run.app.photobox.log[-1].checks
    answer = run.answer.text[:300] if run.answer is not None else ""
    called = run.called.text[:200] if run.called is not None else ""
    return (
        f"came back: {run.came_back or 'no'}, with {run.query}; asked for {run.asked}; the token "
        f"endpoint: {answer}; the API: {called}; the last check that failed: {checks.failed}"
    )


def test_every_word_of_the_vocabulary_is_known() -> None:
    assert set(MEETS) == set(get_args(Naive))
