"""Letters and explanation sheets as HTML, and the same HTML as tagged PDF."""
