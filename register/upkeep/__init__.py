"""How well entries are kept: reviews, gaps, sources, translations, links. In public."""
