"""One module an endpoint: the order of its rules, and what it answers."""
