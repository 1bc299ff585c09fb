"""A client in the variables of the environment."""

import pytest

from oauth_tutorial import presets
from oauth_tutorial.providers.environment import read_environment, variables

ID, SECRET = variables("github")


@pytest.mark.parametrize(
    ("environ", "found"),
    [
        ({}, None),
        ({ID: " ", SECRET: "b"}, None),
        ({ID: "a"}, ("a", None)),
        ({ID: "a", SECRET: ""}, ("a", None)),
        ({ID: " a\n", SECRET: " b "}, ("a", "b")),
        ({variables("slack")[0]: "a"}, None),
    ],
)
def test_an_id_is_needed_and_a_secret_may_come_with_it(
    environ: dict[str, str], found: tuple[str, str | None] | None
) -> None:
    assert read_environment("github", environ) == found


def test_each_provider_has_variables_of_its_own() -> None:
    names = [name for slug in presets.names() for name in variables(slug)]

    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names)
