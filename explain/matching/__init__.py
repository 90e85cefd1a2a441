"""Matching: who is called or admitted, in which order, and by which rule."""
