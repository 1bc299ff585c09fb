"""Foreign text: how it is read, hidden and shown. Import from the modules."""
