"""What the service knows: clients, people, keys, time, what it remembers. Nothing judges here."""
