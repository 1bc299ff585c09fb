"""What client and service noted about the same message."""

import requests

from oauth_tutorial.wire.recording import record


def me(photobox, session=requests):
    return session.get(f"{photobox.api}/me", timeout=5)


def test_the_answer_names_its_entry_in_the_services_log(photobox):
    with record() as log:
        me(photobox)

    entry = photobox.log.find(int(log[0].response_headers["X-Request-Id"]))
    assert entry.path == "/api/me"
    assert entry.checks.failed.name == "bearer_present"
