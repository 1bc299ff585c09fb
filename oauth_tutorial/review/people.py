"""Who a page is about: what only Alice's, or only Bob's, page can say."""

import re

from oauth_tutorial.practice.model.people import PHOTOS, name_of

SOMEBODY = "somebody"  # signed in, on a page that names nobody


def _words(username: str) -> re.Pattern[str]:
    titles = [str(photo["title"]) for photo in PHOTOS[username]]
    said = [re.escape(word) for word in (name_of(username), *titles)]
    return re.compile(rf"\b(?:{username}|{'|'.join(said)})\b", re.I)


_WORDS = {username: _words(username) for username in ("alice", "bob")}


def named(text: str) -> frozenset[str]:
    """Return who a text mentions, by name, username or photos.

    Example:
        >>> sorted(named("<p>Hello, Bob Baumann.</p>"))
        ['bob']
    """
    return frozenset(username for username, words in _WORDS.items() if words.search(text))
