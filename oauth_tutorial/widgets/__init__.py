"""Panels: fields over the same functions that the lessons use.

A panel holds no rule of its own. What came from outside is escaped in ``panel``; a
secret is shown by its shape, and a panel is never saved with what was typed.
"""

from oauth_tutorial.widgets.capture import capture_panel
from oauth_tutorial.widgets.token_exchange import token_exchange_panel
from oauth_tutorial.widgets.url_builder import url_builder

__all__ = ["capture_panel", "token_exchange_panel", "url_builder"]
