"""The practice service: PhotoBox, an authorization server and a photo API.

It imports nothing of the client side of this package, so that it can judge it.

Example:
    >>> from oauth_tutorial import practice
    >>> photobox = practice.start()
    >>> photobox.stop()
"""

from oauth_tutorial.practice.service import PhotoBox, running, start
from oauth_tutorial.practice.variants import SeedError

__all__ = ["PhotoBox", "SeedError", "running", "start"]
