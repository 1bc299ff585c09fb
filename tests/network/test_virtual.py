"""The network inside the process, which a web page has (``OAUTH_TUTORIAL_NETWORK=virtual``)."""

import subprocess
import sys
import textwrap

ABSENT = "waitress", "jupyterlab", "ipykernel", "jupyter_server_proxy", "socket_server"


def run(source: str, **env: str) -> str:
    """Run Python in a process of its own and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(source)],
        env={"OAUTH_TUTORIAL_AUTOPILOT": "1", **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


NOTHING_LISTENS = f"""
    import socket, sys
    for name in {ABSENT}:
        sys.modules[name] = None  # an import raises ImportError
    def listen(*arguments):
        raise OSError("nothing may listen here")
    socket.socket.listen = socket.socket.bind = listen
"""
FLOW = """
    import requests
    from oauth_tutorial import *
    from oauth_tutorial.browser.person import drive
    from oauth_tutorial.browser.notebook_browser import NotebookBrowser

    photobox = practice.start()
    state, verifier = new_state(), new_code_verifier()
    with LoopbackReceiver(state=state) as receiver, record() as log:
        url = build_authorization_url(
            photobox.authorization_endpoint, client_id="printshop-public", state=state,
            redirect_uri=receiver.redirect_uri, scope="photos.read",
            code_challenge=code_challenge(verifier),
        )
        drive(NotebookBrowser(), url, username="alice", decision="approve")
        code = receiver.wait(timeout=5).code
        tokens = exchange_code(
            photobox.token_endpoint, code=code, redirect_uri=receiver.redirect_uri,
            client_id="printshop-public", code_verifier=verifier,
        )
    headers = {"Authorization": f"Bearer {tokens.access_token}"}
    print(requests.get(f"{photobox.api}/photos", headers=headers).json()["photos"][0]["title"])
    print([(one.method, one.status) for one in log])
    photobox.stop()
"""


def test_a_whole_flow_without_any_socket_or_server():
    printed = run(NOTHING_LISTENS + FLOW, OAUTH_TUTORIAL_NETWORK="virtual")

    assert printed == "White rabbit\n[('GET', 200), ('POST', 200)]\n"


def test_where_waitress_is_missing_the_network_is_inside_the_process():
    assert run(NOTHING_LISTENS + FLOW).startswith("White rabbit\n")


def test_the_application_answers_without_a_server():
    printed = run(
        NOTHING_LISTENS
        + """
    from werkzeug.test import Client
    from oauth_tutorial import practice
    photobox = practice.start()
    metadata = Client(photobox.app).get("/.well-known/oauth-authorization-server").json
    print(metadata["issuer"] == photobox.issuer)
    """,
        OAUTH_TUTORIAL_NETWORK="virtual",
    )

    assert printed == "True\n"


def test_no_loopback_port_is_asked_outside():
    """A page on the internet must not probe the ports of the reader's machine."""
    printed = run(
        """
    import socket
    import requests
    from oauth_tutorial.network import serve
    serve(lambda environ, start_response: [])
    with socket.create_server(("127.0.0.1", 0)) as real:
        try:
            requests.get(f"http://127.0.0.1:{real.getsockname()[1]}/", timeout=5)
        except requests.ConnectionError as error:
            print("Connection refused" in str(error))
    """,
        OAUTH_TUTORIAL_NETWORK="virtual",
    )

    assert printed == "True\n"


def test_a_tab_cannot_come_back_so_the_notebooks_browser_is_used():
    printed = run(
        "from oauth_tutorial.location.finding import where; print(where().kind)",
        OAUTH_TUTORIAL_NETWORK="virtual",
        OAUTH_TUTORIAL_AUTOPILOT="0",
    )

    assert printed == "paste\n"
