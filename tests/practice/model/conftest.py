import pytest

from oauth_tutorial.location.finding import VARIABLE

PUBLIC = "https://hub.example/user/alice/proxy/{port}"


@pytest.fixture
def far_away(photobox, monkeypatch):
    """The service of a kernel that the browser reaches through a proxy."""
    monkeypatch.setenv(VARIABLE, PUBLIC)
    return photobox
