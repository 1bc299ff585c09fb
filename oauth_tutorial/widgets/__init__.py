"""Panels: fields over the same functions that the lessons use.

A panel has no rules of its own. Text from outside is escaped in ``panel``; of a secret only
its length is shown, and a panel is never saved with what was typed.
"""

from oauth_tutorial.widgets.capture import capture_panel
from oauth_tutorial.widgets.token_exchange import token_exchange_panel
from oauth_tutorial.widgets.url_builder import url_builder

__all__ = ["capture_panel", "token_exchange_panel", "url_builder"]
