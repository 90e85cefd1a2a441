"""What proves the register's history: its ledger in a transparency log, signed and checked."""
