"""What is known about real providers: one TOML file for each, in a closed vocabulary.

The vocabulary is in ``schema.py``. No file is read before its preset is needed.

Example:
    >>> from oauth_tutorial import presets
    >>> presets.load("github").name
    'GitHub'
"""

from oauth_tutorial.presets.loading import load, names
from oauth_tutorial.presets.schema import AppKind, Preset

__all__ = ["AppKind", "Preset", "load", "names"]
