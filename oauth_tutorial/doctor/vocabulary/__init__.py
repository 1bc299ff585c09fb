"""The words of providers and libraries, as tables."""
