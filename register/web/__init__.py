"""The register on the web: pages from memory, search, “try it”, and the one error shape."""
