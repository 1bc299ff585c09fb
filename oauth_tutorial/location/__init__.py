"""Where the learner's browser reaches a port of the kernel.

OAuth's redirect assumes that browser and program share a machine. On a hub, on
Binder, over ssh they do not. What is asked, in this order; the first answer wins:

1. ``OAUTH_TUTORIAL_PUBLIC_URL``, because you know better;
2. two images that the browser loads while the cell runs (``beacon``);
3. what the platform's variables say (``platforms``);
4. loopback; with a link that finds out by one click (``hop``).

The address that the browser ends on can be pasted everywhere.
"""

from oauth_tutorial.location.finding import VARIABLE, public_url, to_loopback, where
from oauth_tutorial.location.place import Location

__all__ = ["VARIABLE", "Location", "public_url", "to_loopback", "where"]
