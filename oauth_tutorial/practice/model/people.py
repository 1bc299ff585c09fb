"""The people who have an account at PhotoBox, and their photos."""

import hmac

PEOPLE: dict[str, tuple[str, str]] = {  # username → (password, name)
    "alice": ("wonderland", "Alice Liddell"),
    "bob": ("builder", "Bob Baumann"),
}

_ADDRESSES: dict[str, tuple[str, str, str, str]] = {  # street, place, postal code, country
    "alice": ("1 Rabbit Hole", "Daresbury", "ZZ1 1AW", "United Kingdom"),
    "bob": ("7 Crane Street", "Buildham", "ZZ2 2BB", "United Kingdom"),
}
_PHONES = {  # numbers that Ofcom keeps for fiction: nobody is called
    "alice": "+442079460018",
    "bob": "+441632960012",
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


SHARED_EMAIL = "prints@photobox.example"  # of everybody, with ``options.same_email``


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


def address_of(username: str) -> dict[str, str]:
    """Return the person's postal address, whole and in parts (OpenID Connect Core §5.1.1)."""
    street, place, postal_code, country = _ADDRESSES[username]
    return {
        "formatted": f"{street}\n{place}\n{postal_code}\n{country}",
        "street_address": street,
        "locality": place,
        "postal_code": postal_code,
        "country": country,
    }


def phone_of(username: str) -> str:
    """Return the person's phone number, as E.164 writes it (OpenID Connect Core §5.1)."""
    return _PHONES[username]
