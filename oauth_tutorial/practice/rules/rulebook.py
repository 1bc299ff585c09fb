"""Every rule of the service, collected from the modules that judge by them.

Nothing is entered here: a rule is found where it is made, by its name in capitals, as in
``CODE_KNOWN = Rule("code_known", …)``.
"""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

from oauth_tutorial.practice import rules
from oauth_tutorial.practice.model.checks import Rule


def collect() -> dict[str, Rule]:
    """Return each rule by its name, in the order of the modules."""
    return {rule.name: rule for rule in _made()}


def _made() -> Iterator[Rule]:
    for module in walk_packages(rules.__path__, f"{rules.__name__}."):
        if module.name == __name__:
            continue
        for name, value in vars(import_module(module.name)).items():
            if isinstance(value, Rule) and name == value.name.upper():
                yield value


RULES = collect()
"""Each rule by its name."""
