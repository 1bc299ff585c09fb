"""Whatever is given is read or named; no object makes the doctor fall."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oauth_tutorial.doctor import diagnose
from tests.doctor.conftest import AUTHORIZE, TOKEN, shown


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(),
        st.binary(),
        st.dictionaries(st.text(), st.one_of(st.text(), st.integers(), st.none())),
        st.lists(st.text(), max_size=4),
        st.builds(lambda text: f"{AUTHORIZE}&{text}", st.text()),
        st.builds(lambda text: f"error: invalid_grant {text}", st.text()),
        st.builds(Exception, st.text()),
        st.recursive(
            st.none(),
            lambda inner: st.dictionaries(
                st.sampled_from(
                    ["error", "code", "state", "errors", "access_token", "scope", "id_token"]
                ),
                inner,
            ),
        ),
    )
)
def test_never_raises(thing: object) -> None:
    """Texts, bytes, mappings, lists, exceptions."""
    diagnosis = diagnose(thing)

    assert diagnosis.exit_status in {0, 1, 2}
    assert diagnosis.evidence or diagnosis.cause


class Hostile:
    """An object whose every attribute raises."""

    def __getattr__(self, name: str) -> object:
        raise RuntimeError(TOKEN)

    def __str__(self) -> str:
        raise RuntimeError(TOKEN)


class HostileError(Exception):
    def __str__(self) -> str:
        raise RuntimeError(TOKEN)


@pytest.mark.parametrize("make", [Hostile, HostileError, lambda: Hostile, lambda: [Hostile()]])
def test_objects_that_raise_are_named_and_left(make: Callable[[], object]) -> None:
    """Their own error is not shown either."""
    diagnosis = diagnose(make())

    assert diagnosis.cause == "unknown"
    assert TOKEN not in shown(diagnosis)


def test_a_list_that_holds_itself_ends() -> None:
    """Depth is bounded."""
    endless: list[object] = []
    endless.append(endless)

    assert diagnose(endless).cause == "unknown"
