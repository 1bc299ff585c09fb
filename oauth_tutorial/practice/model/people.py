"""The people who have an account at PhotoBox, and their photos."""

import hmac

PEOPLE: dict[str, tuple[str, str]] = {  # username → (password, name)
    "alice": ("wonderland", "Alice Liddell"),
    "bob": ("builder", "Bob Baumann"),
}

PHOTOS: dict[str, list[dict[str, object]]] = {
    "alice": [
        {"id": 1, "title": "White rabbit", "taken": "2026-05-04"},
        {"id": 2, "title": "Tea party", "taken": "2026-05-05"},
        {"id": 3, "title": "Croquet", "taken": "2026-07-04"},
    ],
    "bob": [
        {"id": 4, "title": "New bridge", "taken": "2026-03-12"},
        {"id": 5, "title": "Crane at dawn", "taken": "2026-03-13"},
    ],
}


def password_is_right(username: str, password: str) -> bool:
    """Compare in constant time, for a person who does not exist as well."""
    wanted = PEOPLE.get(username, ("\0", ""))[0]
    return hmac.compare_digest(wanted.encode(), password.encode())


def name_of(username: str) -> str:
    """Return the person's full name."""
    return PEOPLE[username][1]


def email_of(username: str) -> str:
    """Return the person's address, in a domain that nobody can own (RFC 2606)."""
    return f"{username}@photobox.example"
