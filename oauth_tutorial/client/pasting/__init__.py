"""The redirect inside whatever a person copied: how it is written, and where it ends."""
