"""Each file passes the schema, and says what its quirks point to."""

import pytest

from oauth_tutorial import presets


@pytest.mark.parametrize("name", presets.names())
def test_a_preset_loads(name: str) -> None:
    preset = presets.load(name)
    assert preset.slug == name
    assert preset.quirks
