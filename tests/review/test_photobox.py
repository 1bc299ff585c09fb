"""The service of a review: of its own, beside whatever else runs."""

from collections.abc import Iterator

import pytest
import requests

from oauth_tutorial import practice
from oauth_tutorial.review.photobox import STORY_CLIENT, OwnPhotoBox


@pytest.fixture
def own() -> Iterator[OwnPhotoBox]:
    photobox = OwnPhotoBox()
    yield photobox
    photobox.stop()


def test_it_is_not_the_one_of_the_notebook(photobox: practice.PhotoBox, own: OwnPhotoBox) -> None:
    metadata = requests.get(f"{own.issuer}/.well-known/openid-configuration", timeout=5).json()

    assert metadata["issuer"] == own.issuer != photobox.issuer
    assert practice.running() is photobox


def test_what_an_app_is_told(own: OwnPhotoBox) -> None:
    told = own.environment("http://127.0.0.1:5000", 5000)

    assert told == {
        "PHOTOBOX": own.issuer,
        "HOME_URL": "http://127.0.0.1:5000",
        "PORT": "5000",
        "CLIENT_ID": own.client_id,
        "CLIENT_SECRET": own.client_secret,
    }


@pytest.mark.parametrize("story", [False, True])
@pytest.mark.parametrize(
    ("path", "status"), [("/any/path", 200), ("/callback", 200), ("", 400), ("/a/../b", 400)]
)
def test_any_path_below_the_app_is_registered(
    own: OwnPhotoBox, story: bool, path: str, status: int
) -> None:
    own.environment("https://127.0.0.1:5000", 5000)
    query = {
        "response_type": "code",
        "client_id": STORY_CLIENT if story else own.client_id,
        "redirect_uri": f"https://127.0.0.1:5000{path}",
        "state": "x",
        "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        "code_challenge_method": "S256",
    }

    assert requests.get(own.authorization_endpoint, query, timeout=5).status_code == status


def test_its_token_endpoint_can_answer_with_html(own: OwnPhotoBox) -> None:
    usual = requests.post(own.token_endpoint, timeout=5)
    own.spoils_tokens = True
    spoilt = requests.post(own.token_endpoint, timeout=5)

    assert (usual.status_code, usual.json()["error"]) == (400, "invalid_request")
    assert (spoilt.status_code, spoilt.headers["Content-Type"][:9]) == (200, "text/html")


def test_two_reviews_have_two_clients(own: OwnPhotoBox) -> None:
    other = OwnPhotoBox()
    other.stop()

    assert own.client_id != other.client_id
    assert own.client_secret != other.client_secret


def test_its_port_is_free_afterwards() -> None:
    photobox = OwnPhotoBox()
    photobox.stop()

    with pytest.raises(requests.ConnectionError):
        requests.get(f"{photobox.issuer}/", timeout=5)
