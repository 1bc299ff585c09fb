"""What findings are made by: one module for each kind of evidence."""
