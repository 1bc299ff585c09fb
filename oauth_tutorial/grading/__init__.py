"""The engine of the exercises: what they are made of, and how an answer is judged."""
