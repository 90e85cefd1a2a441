"""A public register of algorithms: entries, versions, pages and services."""
