"""The flow completes on a machine that is set up in an unusual way."""

import os
import textwrap

import pytest

from tests.ipv6_alone import run_on_ipv6_alone
from tests.network.test_virtual import FLOW, run

pytestmark = pytest.mark.sockets

DAY = 86400  # seconds
CLOCK = """
    import time
    right = time.time
    time.time = lambda: right() + {ahead}
"""


@pytest.mark.parametrize("home", [None, "", "/gibt/es nicht/Größe/家"])
def test_no_home_or_one_that_is_not_ascii(home):
    given = {} if home is None else {"HOME": home, "PATH": os.environ["PATH"]}

    assert run(FLOW, **given).startswith("White rabbit\n")


@pytest.mark.parametrize("ahead", [-DAY, DAY])
def test_a_clock_that_is_a_day_wrong(ahead):
    assert run(CLOCK.format(ahead=ahead) + FLOW).startswith("White rabbit\n")


def test_a_clock_that_is_put_back_in_the_middle_of_a_flow():
    """As where a laptop learns the time from the network."""
    source = CLOCK.format(ahead=DAY) + FLOW.replace(
        "tokens = exchange", f"time.time = lambda: right() - {DAY}\n        tokens = exchange"
    )

    assert run(source).startswith("White rabbit\n")


PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
CERTIFICATES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:9", "http://user:secret@[::1]:9", "nonsense"])
def test_a_proxy_and_certificates_of_a_company_that_lead_nowhere(proxy):
    given = dict.fromkeys(PROXIES, proxy) | dict.fromkeys(CERTIFICATES, "/nowhere/company.pem")

    assert run(FLOW, **given).startswith("White rabbit\n")


WHERE = """
    from oauth_tutorial.location.beacon import Beacon
    from oauth_tutorial.location.finding import to_loopback, where
    print(photobox.issuer == f"http://[::1]:{photobox.port}")
    print(receiver.redirect_uri == f"http://[::1]:{receiver.port}/callback")
    print(where().template, to_loopback("http://[::1]:5/x"), Beacon("/").images(5)[1][:19])
"""


@pytest.mark.parametrize("proxy", ["", "http://[::1]:9"])
def test_ipv6_alone(proxy):
    """Service, receiver and browser meet at ::1, with a proxy between nothing."""
    proxies = f"import os\nos.environ.update(HTTP_PROXY={proxy!r}, http_proxy={proxy!r})\n"

    assert run_on_ipv6_alone(proxies + textwrap.dedent(FLOW + WHERE)).splitlines() == [
        "White rabbit",
        "[('GET', 200), ('POST', 200)]",
        "True",
        "True",
        "http://[::1]:{port} http://[::1]:5/x http://[::1]:5/wher",
    ]


def test_the_command_on_ipv6_alone():
    printed = run_on_ipv6_alone("""
        import subprocess, sys
        import requests
        command = [sys.executable, "-m", "oauth_tutorial", "practice"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as service:
            issuer = service.stdout.readline().split()[-1]
            metadata = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=5).json()
            print(issuer[:13], metadata["issuer"] == issuer)
            service.terminate()
    """)

    assert printed == "http://[::1]: True\n"
