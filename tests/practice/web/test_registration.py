"""Registration over HTTP (RFC 7591 §3, RFC 7592 §2)."""

import pytest

METADATA = {"redirect_uris": ["https://client.example.com/cb"]}


@pytest.fixture
def path(client):
    """Where one client's registration is, and what opens it."""
    answer = client.post("/register", json=METADATA).json
    token = answer["registration_access_token"]
    return f"/register/{answer['client_id']}", {"Authorization": f"Bearer {token}"}


def test_what_holds_secrets_is_kept_by_no_cache(client, path):
    where, headers = path
    answers = [client.post("/register", json=METADATA), client.get(where, headers=headers)]

    assert [answer.status_code for answer in answers] == [201, 200]
    for answer in answers:
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.mimetype == "application/json"


def test_the_media_type_may_have_parameters(client):
    answer = client.post(
        "/register",
        data=b'{"redirect_uris": ["https://client.example.com/cb"]}',
        content_type="application/json; charset=utf-8",
    )

    assert answer.status_code == 201


def test_a_deletion_says_nothing(client, path):
    """RFC 7592 §2.3."""
    where, headers = path
    answer = client.delete(where, headers=headers)

    assert (answer.status, answer.data) == ("204 No Content", b"")
    assert "Content-Type" not in answer.headers


@pytest.mark.parametrize(
    ("authorization", "challenge"),
    [
        ({}, 'Bearer realm="PhotoBox"'),
        ({"Authorization": "Basic eDp5"}, 'Bearer realm="PhotoBox"'),
        ({"Authorization": "Bearer "}, 'Bearer realm="PhotoBox"'),
        ({"Authorization": "Bearer x"}, 'Bearer realm="PhotoBox", error="invalid_token"'),
    ],
)
def test_a_refusal_asks_for_the_token(client, path, authorization, challenge):
    """RFC 6750 §3, §3.1: no code where no token came."""
    answer = client.get(path[0], headers=authorization)

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, challenge)
    assert ("error" in answer.json) == ("error=" in challenge)


def test_other_methods_are_told_which_there_are(client, path):
    answers = client.get("/register"), client.patch(path[0])

    assert [answer.status_code for answer in answers] == [405, 405]
    assert answers[0].headers["Allow"] == "POST"
    assert answers[1].headers["Allow"] == "DELETE, GET, HEAD, PUT"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "received an empty body."),
        (b" ", "received an empty body."),
        (b"[]", "received a list."),
        (b"null", "received null."),
        (b'{"a": 1,}', "received JSON that is broken at character 9."),
        (b"redirect_uris=x", "received JSON that is broken at character 1."),
        (b"[" * 30_000, "received JSON nested more than 100 levels deep."),
        (b"\xff", "received JSON that is not in a Unicode encoding."),
    ],
)
def test_a_body_that_is_no_metadata_is_told_what_it_is(client, body, said):
    answer = client.post("/register", data=body, content_type="application/json")

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_client_metadata")
    assert said in answer.json["error_description"]
