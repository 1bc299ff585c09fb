"""What the service demands: every rule is a named check with its section. No HTTP here."""
