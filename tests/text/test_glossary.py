"""Every parameter of the course in a sentence."""

from oauth_tutorial.text.glossary import PARAMETERS, describe
from oauth_tutorial.text.redaction import SECRET_PARAMETERS


def test_every_parameter_of_the_glossary_is_one_sentence_with_its_section():
    for name, parameter in PARAMETERS.items():
        assert parameter.meaning.endswith("."), name
        assert parameter.section, name
        assert parameter.secret == (name in SECRET_PARAMETERS)


def test_describe_names_the_section_or_says_that_it_is_unknown():
    assert "RFC 6749 §3.3" in describe("scope")
    assert describe("sope") == "Not a name of the RFCs."
