"""What is hunted beside the exercises: bugs of ten broken clients, and faults that a seed hides."""
