"""What Mallory's server receives."""

import pytest

from oauth_tutorial.exercises.attacks import (
    mix_up,
)
from oauth_tutorial.exercises.attacks.attack import _scene
from oauth_tutorial.exercises.attacks.mallory import Browser

pytestmark = pytest.mark.usefixtures("photobox")


def test_mix_up_costs_the_verifier_too(photobox):
    """PKCE does not help: PrintShop sends the code_verifier to EvilBox itself."""
    with _scene(mix_up, mix_up.vulnerable(), photobox) as (site, mallory):
        alice = Browser("alice")
        alice.sign_in(f"{site.login}?with=evilbox")
        alice.close()

        form = next(request.form for request in mallory.received if request.path == "/token")
        assert {"code", "code_verifier"} <= form.keys()
