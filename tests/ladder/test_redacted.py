"""No secret in anything that a notebook, a file or a clipboard could keep."""

import base64
import json
from urllib.parse import quote, quote_plus

import pytest

from oauth_tutorial.ladder import ladder
from oauth_tutorial.wire.exchange import Exchange

SECRET = "gT5rK1xQz8Wc0nYb3Hd7Lm2P-vE9sUaJ"
ODD = 'p@ss w/ö"rd+<1>%'
BASIC = base64.b64encode(f"printshop:{SECRET}".encode()).decode()
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}


def surfaces(drawn, tmp_path) -> dict[str, str]:
    """Everything that leaves a ladder without being asked to reveal."""
    drawn.save_har(tmp_path / "log.har")
    numbers = [n for n, message in enumerate(drawn.messages, 1) if message.is_http]
    return {
        "repr": repr(drawn),
        "revealed repr": repr(drawn.reveal()),
        "html": drawn.html(),
        "html, chosen": drawn.html(chosen="code"),
        "who_sees": repr(drawn.who_sees("code")),
        "har": (tmp_path / "log.har").read_text(encoding="utf-8"),
        "curl": "".join(drawn.curl(n) for n in numbers),
        "code": "".join(drawn.code(n) for n in numbers),
        "repr of revealed curl": "".join(repr(drawn.curl(n, reveal=True)) for n in numbers),
        "repr of revealed code": "".join(repr(drawn.code(n, reveal=True)) for n in numbers),
        "cell": drawn._repr_mimebundle_()["text/plain"],
        "cell, revealed": drawn.reveal()._repr_mimebundle_()["text/plain"],
        "messages": repr(drawn.messages),
    }


def test_a_whole_flow_leaks_nothing(flow, tmp_path):
    for where, text in surfaces(ladder(flow.log), tmp_path).items():
        leaked = [name for name, value in flow.secrets.items() if value in text]
        assert leaked == [], where


def test_what_is_hidden_is_there_when_it_is_asked_for(flow):
    """Otherwise the test above would pass for an empty ladder."""
    revealed = ladder(flow.log).html(reveal=True)

    assert [name for name, value in flow.secrets.items() if value not in revealed] == []


PLANTED = {
    "in the query": Exchange(method="GET", url=f"https://a.example/cb?code={SECRET}"),
    "in the fragment": Exchange(method="GET", url=f"https://a.example/cb#access_token={SECRET}"),
    "before the host": Exchange(method="GET", url=f"https://app:{SECRET}@a.example/token"),
    "in the path, under no name": Exchange(method="GET", url=f"https://a.example/reset/{SECRET}"),
    "under an unknown name": Exchange(method="GET", url=f"https://a.example/?sid={SECRET}"),
    "as Basic": Exchange(
        method="POST",
        url="https://a.example/token",
        request_headers={"Authorization": f"Basic {BASIC}"},
    ),
    "as Bearer": Exchange(
        method="GET",
        url="https://a.example/api",
        request_headers={"Authorization": f"Bearer {SECRET}"},
    ),
    "as a scheme of its own": Exchange(
        method="GET", url="https://a.example/api", request_headers={"Authorization": SECRET}
    ),
    "as a DPoP proof": Exchange(
        method="GET", url="https://a.example/api", request_headers={"DPoP": f"e30.{SECRET}.x"}
    ),
    "in Location": Exchange(
        method="GET",
        url="https://a.example/authorize",
        status=302,
        response_headers={"Location": f"https://b.example/cb?code={SECRET}&state=short"},
    ),
    "deep in JSON": Exchange(
        method="POST",
        url="https://a.example/token",
        status=200,
        response_headers=JSON,
        response_body=json.dumps({"user": [{"access_token": SECRET}]}),
    ),
    "in broken JSON": Exchange(
        method="POST",
        url="https://a.example/token",
        status=200,
        response_headers=JSON,
        response_body='{"refresh_token": "' + SECRET + '", "sco',
    ),
    "in HTML": Exchange(
        method="GET",
        url="https://a.example/page",
        status=200,
        response_headers={"Content-Type": "text/html"},
        response_body=f"<input name='code' value='{SECRET}'>",
    ),
    "repeated by the server": Exchange(
        method="POST",
        url="https://a.example/token",
        request_headers=FORM,
        request_body=f"code={SECRET}",
        status=400,
        response_headers=JSON,
        response_body=json.dumps({"error": "x", "error_description": f"bad code '{SECRET}'."}),
    ),
    "in the remark": Exchange(
        method="GET", url=f"https://a.example/cb?state={SECRET}", remark=f"got state {SECRET}"
    ),
}


@pytest.mark.parametrize("exchange", PLANTED.values(), ids=PLANTED)
def test_a_planted_secret_is_a_shape_wherever_it_stands(exchange, tmp_path):
    drawn = ladder([exchange])

    for where, text in surfaces(drawn, tmp_path).items():
        assert SECRET not in text, where
        assert BASIC not in text, where


def test_a_secret_with_odd_characters_is_hidden_in_every_encoding(tmp_path):
    login = Exchange(
        method="POST",
        url="https://a.example/login",
        request_headers=FORM,
        request_body=f"password={quote_plus(ODD)}",
        status=302,
        response_headers={"Location": f"https://a.example/no?why={quote(quote(ODD))}"},
        response_body=f"wrong: {ODD}",
    )

    for where, text in surfaces(ladder([login]), tmp_path).items():
        for form in (ODD, quote(ODD), quote(ODD, safe=""), quote_plus(ODD), quote(quote(ODD))):
            assert form not in text, where


def test_a_short_secret_is_hidden_by_its_name_and_words_stay_whole(tmp_path):
    exchange = Exchange(
        method="POST",
        url="https://a.example/token",
        request_headers=FORM,
        request_body="code=a&state=e&scope=photos.read",
    )

    assert "code=<1 character>" in repr(ladder([exchange]))
    assert "scope=photos.read" in repr(ladder([exchange]))
    assert "token" in ladder([exchange]).html()
