"""What an OAuth client does. Its names are those of the package itself; import from there."""
