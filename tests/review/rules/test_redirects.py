"""Where a browser goes, by the address that it is sent to (WHATWG URL Standard)."""

import pytest

from oauth_tutorial.review.rules.redirects import EVIL, _leads_away, _payloads

BASE = "http://127.0.0.1:5000/callback"
AWAY = [
    f"http://{EVIL}",
    f"https://{EVIL}/a?b#c",
    f"HTTPS://{EVIL.upper()}/",
    f"//{EVIL}",
    f"///{EVIL}/",
    f"/////{EVIL}/",
    rf"\\{EVIL}",
    rf"/\{EVIL}/",
    rf"\/{EVIL}/",
    rf"/\/\{EVIL}/",
    f"https:{EVIL}",
    f"https:/{EVIL}",
    rf"https:\{EVIL}",
    f"https:////{EVIL}",
    f"http:///{EVIL}",
    f"/\t/{EVIL}",
    f"/\n/{EVIL}",
    f"\t//{EVIL}",
    f"  https://{EVIL}",
    f"\x01//{EVIL}",
    f"ht\ntps://{EVIL}",
    f"http://127.0.0.1:5000@{EVIL}/",
    f"http://a:b@{EVIL}:8080/",
    f"http://127.0.0.1.{EVIL}:5000/",
    f"https://{EVIL}.",
    f"https://{EVIL.replace('.', '%2e')}/",
    rf"https://{EVIL}\@127.0.0.1/",
    f"https://{EVIL}?@127.0.0.1",
    f"https://{EVIL}#@127.0.0.1",
]
STAYS = [
    "",
    "./",
    "/",
    "?next=https://evil.example",
    f"#//{EVIL}",
    f"/{EVIL}",
    f"{EVIL}/",
    f"./{EVIL}",
    f"/a//{EVIL}/",
    f"/%2F{EVIL}/",
    f"/%5C{EVIL}/",
    f"http:{EVIL}",
    f"http:/{EVIL}",
    f"http://127.0.0.1:5000/?next=https://{EVIL}/",
    f"http://127.0.0.1:5000/@{EVIL}/",
    f"http://{EVIL}@127.0.0.1:5000/",
    f"http://{EVIL}.another/",
    f"http://not{EVIL}/",
    f"mailto:a@{EVIL}",
    "http://[::1/",
    f"http://127.0.0.1:5000.{EVIL}/",  # no port, so no address
    "https://photobox.example/authorize",
]


@pytest.mark.parametrize("target", AWAY)
def test_it_leads_away(target: str) -> None:
    assert _leads_away((BASE, target))


@pytest.mark.parametrize("target", STAYS)
def test_it_stays(target: str) -> None:
    assert not _leads_away((BASE, target))


def test_behind_https_the_own_scheme_is_left_out() -> None:
    assert not _leads_away(("https://shop.example/", f"https:/{EVIL}"))
    assert _leads_away(("https://shop.example/", f"http:/{EVIL}"))


def test_each_payload_leads_away_where_it_is_taken_as_it_is() -> None:
    stays = [
        said
        for said, payload in _payloads("http://127.0.0.1:5000").items()
        if not _leads_away((BASE, payload))
    ]

    assert stays == ["an encoded slash"]  # it leads away where an app decodes it once more
