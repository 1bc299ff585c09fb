"""How things look in a notebook: cards, status lines, panels. Import from the modules."""
