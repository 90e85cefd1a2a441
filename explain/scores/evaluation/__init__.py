"""How often a score is right, measured on cases of which one knows what really happened."""
