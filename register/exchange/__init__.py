"""The register in the formats that other programs read: tables, one archive, one database."""
