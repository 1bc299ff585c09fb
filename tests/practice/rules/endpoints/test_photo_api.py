"""What a client may do with an access token (RFC 6750)."""

import requests


def test_an_order_is_placed(photobox, alice, authorization_url, ask):
    code = alice.code(authorization_url(scope="orders.write"))
    headers = {"Authorization": f"Bearer {ask(code).json()['access_token']}"}
    answer = requests.post(
        f"{photobox.api}/orders", headers=headers, json={"photo": 2, "copies": 3}, timeout=5
    )

    assert answer.status_code == 201
    assert (answer.json()["photo"], answer.json()["copies"]) == (2, 3)
