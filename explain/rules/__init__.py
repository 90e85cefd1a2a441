"""Rules: formulas in exact decimals over a whitelisted syntax, with dated parameters."""
