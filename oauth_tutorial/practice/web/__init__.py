"""HTTP in, rules, HTTP out: the application, its pages, and how it misbehaves on demand."""
