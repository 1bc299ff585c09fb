"""What went over the wire: the messages that this kernel saw, and how the two sides are joined."""

from oauth_tutorial.wire.exchange import Exchange
from oauth_tutorial.wire.recording import Recording, record, sent_by

__all__ = ["Exchange", "Recording", "record", "sent_by"]
