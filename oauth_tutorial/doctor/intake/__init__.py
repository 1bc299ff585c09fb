"""What was given is read here: objects, messages, texts. Nothing is judged."""
