"""What the service remembers, in memory and bounded."""

from oauth_tutorial import practice


def test_memory_is_bounded():
    store = practice.PhotoBox("http://photobox.example").store
    for number in range(store.codes.limit + 10):
        store.codes[str(number)] = None

    assert len(store.codes) == store.codes.limit
