"""RFC 7636, with the example of its Appendix B."""

import pytest

from oauth_tutorial import code_challenge, new_code_verifier
from oauth_tutorial.errors import InvalidArgument


def test_the_example_of_appendix_b():
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

    assert code_challenge(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_a_new_verifier_is_long_enough_and_new():
    verifiers = {new_code_verifier() for _ in range(100)}

    assert len(verifiers) == 100
    assert {len(verifier) for verifier in verifiers} == {43}


@pytest.mark.parametrize(
    ("verifier", "named"),
    [
        ("a" * 42, "got 42"),
        ("a" * 129, "got 129"),
        ("a" * 43 + "=", "'=' at position 44"),
        (b"a" * 43, "got bytes"),
    ],
)
def test_a_wrong_verifier_is_explained(verifier, named):
    with pytest.raises(InvalidArgument, match=named):
        code_challenge(verifier)
