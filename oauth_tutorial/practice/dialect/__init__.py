"""A provider's words: heard into the standard form before the rules judge, and spoken after."""
