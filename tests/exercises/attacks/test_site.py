"""PrintShop's site: where the access token is left lying."""

import pytest

from oauth_tutorial.exercises.attacks import (
    PrintShop,
    token_leak,
)
from oauth_tutorial.exercises.attacks.attack import _scene
from oauth_tutorial.exercises.attacks.mallory import Browser

pytestmark = pytest.mark.usefixtures("photobox")


@pytest.mark.parametrize(("in_address", "expected"), [(True, True), (False, False)])
def test_the_token_stands_in_all_three_places(photobox, in_address, expected):
    shop = PrintShop(token_in_address=in_address)
    with _scene(token_leak, shop, photobox) as (site, mallory):
        alice = Browser("alice")
        alice.sign_in(site.login)
        alice.close()
        token = site.newest_tokens["access_token"]
        referers = [request.referer for request in mallory.received]

        places = [referers, site.access_log, alice.history]
        assert [any(token in one for one in place) for place in places] == [expected] * 3
