"""Of many messages, each is judged with what belongs to it, and with nothing else."""

from urllib.parse import parse_qs, urlencode, urlsplit

from oauth_tutorial import record
from oauth_tutorial.doctor import diagnose
from tests.doctor.conftest import Client
from tests.practice.conftest import CALLBACK


def test_two_sign_ins_at_once_are_not_mixed_up(client: Client) -> None:
    """Two tabs: the first answer comes after the second question."""
    query = {"response_type": "code", "redirect_uri": CALLBACK, "client_id": "printshop"}
    endpoint = client.photobox.authorization_endpoint
    with record() as log:
        tabs = [
            client.person.open(f"{endpoint}?{urlencode(query | {'state': state})}")
            for state in ("first-tab", "second-tab")
        ]
        consent = client.person.submit(tabs[0], username="alice", password="wonderland")
        back = client.person.submit(consent, decision="approve").headers["Location"]
        client.token(parse_qs(urlsplit(back).query)["code"][0])

    assert [diagnose(thing).cause for thing in (log, client.photobox.log)] == ["", ""]
