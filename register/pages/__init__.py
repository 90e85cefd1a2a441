"""What pages are given and how they become HTML: contexts, templates, assets."""
