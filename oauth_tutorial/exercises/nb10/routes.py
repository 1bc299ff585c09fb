"""Pages that an exercise adds to the app: each calls the learner's function, and says what it did.

The app's own pages do not show what a function returned, or what it left in a dictionary.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from oauth_tutorial.review.stage import Stage
from oauth_tutorial.review.verdict import CannotTry
from oauth_tutorial.text.readers import read_object

RENEW = '''
@app.get("/-/renew")
def renew_and_tell():
    """Renew the token of who is signed in."""
    token, worked, error = here(), False, ""
    old = token["access_token"]
    try:
        worked = bool(renew(token))
    except (Exception, SystemExit) as raised:
        error = f"{type(raised).__name__}: {raised}"
    names = sorted(name for name, value in token.items() if value)
    empty = sorted(name for name, value in token.items() if not value)
    renewed = token.get("access_token") != old
    said = {"worked": worked, "error": error, "renewed": renewed}
    return {"names": names, "empty": empty, **said}
'''
REMEMBER = '''
@app.get("/-/remember")
def remember_and_tell():
    """Sign who is signed in in again: with an id that is there, then under a clock held still."""
    from oauth_tutorial.exercises.guessing import guessable
    from oauth_tutorial.grading.calling import call

    token = here()

    def sid_of_another(known=None):
        drawn = {name: secrets.token_urlsafe(32) for name in ("access_token", "refresh_token")}
        answer = {name: secrets.token_urlsafe(32) for name in ("code", "state")}
        query = {**answer, "iss": PHOTOBOX["issuer"]}
        with app.test_request_context("/callback", query_string=query):
            if known:
                session["sid"] = known
                keep(signed_in, known, token)
            call(remember, {**token, **drawn})
            sid = session.get("sid")
            return "the address" if sid in answer.values() else sid

    old = secrets.token_urlsafe(32)
    new = sid_of_another(old)
    if new in {old, "the address"}:
        return {"made_of": "the old id" if new == old else new}
    return {"made_of": guessable(sid_of_another)}
'''


def nothing(stage: Stage) -> AbstractContextManager[None]:
    """Let PhotoBox behave as ever."""
    return nullcontext()


def told(
    stage: Stage, name: str, meanwhile: Callable[[Stage], AbstractContextManager[None]] = nothing
) -> dict[str, object]:
    """Sign Alice in, open such a page, and return what it says.

    Args:
        stage: With an app that has the page.
        name: The last part of the page's path: ``"renew"``.
        meanwhile: How PhotoBox behaves once she is signed in. Default: as ever.

    Raises:
        CannotTry: When the page says nothing.
    """
    visitor = stage.come_back_from("alice")
    with meanwhile(stage):
        stage.look(visitor, f"{stage.home.start}-/{name}")
    said = read_object(visitor.last.text if visitor.last else "")
    if not said:
        raise CannotTry("the function could not be called")
    return said
