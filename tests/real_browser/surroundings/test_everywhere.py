"""Wherever the kernel lives: the browser is found, and brings the code back to the kernel."""

import pytest

from tests.real_browser.scratch import notebook

pytestmark = pytest.mark.browser
CELLS = [
    """
from oauth_tutorial import LoopbackReceiver, build_authorization_url, exchange_code, location
from oauth_tutorial import new_state, practice, visit
import requests
place = location.where()
print(place.template)
print(place.evidence)
""",
    """
photobox, state = practice.start(), new_state()
receiver = LoopbackReceiver(state=state)
visit(build_authorization_url(
    photobox.authorization_endpoint, client_id="printshop", scope="photos.read",
    redirect_uri=receiver.redirect_uri, state=state,
))
""",
    """
answer = receiver.wait(timeout=120)
token = exchange_code(
    photobox.token_endpoint, code=answer.code, redirect_uri=receiver.redirect_uri,
    client_id="printshop", client_secret="printshop-secret",
)
me = {"Authorization": f"Bearer {token.access_token}"}
print(receiver.redirect_uri == location.public_url(receiver.port) + "/callback")
print(requests.get(f"{photobox.api}/photos", headers=me, timeout=10).status_code)
""",
]


def test_a_person_signs_in(person, place, request, tmp_path, record_property):
    """The browser is found during *Run all*, without a click: the only one is at the link of the
    sign-in, whose tab ends at this kernel's receiver. The time is shown in the summary and
    never judged.
    """
    person.open_notebook(notebook(tmp_path, "where", CELLS))
    person.run_all()
    person.finish()
    where, _, came_back = (cell["outputs"] for cell in person.cells())
    template, evidence = where[-1].splitlines()
    record_property("browser found", f"{request.node.callspec.id}: {evidence}")

    assert person.unexpected() == []
    assert template == place.template
    assert len(where) == 2  # an emptied output, and what was printed
    assert person.visits == 1
    assert came_back[-1].splitlines() == ["True", "200"]


APPS = ["unsafe_printshop.py", "printshop.py"]  # a link that signs in; a form, a cookie with a path
APP_CELLS = [
    """
from oauth_tutorial import visit
from oauth_tutorial.review import copy_example, run
copy_example("APP", "printshop.py")
shop = run("printshop.py")
visit(shop.url)
""",
    """
shop.wait(timeout=120)
print(bool(shop.cookie))
""",
]


@pytest.mark.parametrize("app", APPS)
def test_an_app_of_ones_own(person, place, app, tmp_path):
    """Its links, its redirect URI and its cookie are right wherever the browser finds it."""
    cells = [cell.replace("APP", app) for cell in APP_CELLS]
    person.open_notebook(notebook(tmp_path, "app", cells))
    person.run_all()
    person.finish()
    opened, signed_in = (cell["outputs"] for cell in person.cells())

    assert person.unexpected() == []
    assert "Press Sign in with PhotoBox." in opened[-1]
    assert signed_in[-1] == "True\n"
    assert person.visits == 1
