"""The ways to get a token, one module each, and what a grant in order gets."""
