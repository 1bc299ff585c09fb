"""What the notebook ran before: the setup of its solutions."""

SETUP = """\
import requests
from oauth_tutorial import practice, refresh

client = {"client_id": "printshop", "client_secret": "printshop-secret"}
photobox = practice.start()


def get(path, access_token):
    headers = {"Authorization": f"Bearer {access_token}"}
    return requests.get(f"{photobox.api}{path}", headers=headers, timeout=10)
"""
