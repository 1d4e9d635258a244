"""Official lists: what they are, and how their published files become entries."""
