"""What counts over the whole background, and how: the view of a model, not of a case."""
