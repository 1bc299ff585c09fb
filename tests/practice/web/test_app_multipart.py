"""A body that Werkzeug refuses to take apart is refused in words, and is in the log."""

import requests


def test_too_many_parts(photobox):
    parts = {f"name{number}": (None, "x") for number in range(201)}
    answer = requests.post(photobox.token_endpoint, files=parts, timeout=10)

    assert answer.status_code == 413
    assert "at most 200 parts here, and this one has more" in answer.json()["error_description"]
    assert (photobox.log[-1].status, photobox.log[-1].parameters) == (413, {})
