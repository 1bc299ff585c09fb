"""What an app is held against; ``table`` has the order."""
