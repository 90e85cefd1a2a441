"""From what the register holds to the contexts of its pages: pure functions, no files."""
