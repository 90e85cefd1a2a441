"""The transparency log: leaves in a Merkle tree, signed checkpoints, static tiles, proofs.

One implementation for every log of a register. It knows leaves as bytes, and nothing of
what they say. Formats: C2SP signed-note, tlog-checkpoint, tlog-tiles, tlog-proof
(https://c2sp.org); hashing: RFC 6962, section 2.1, and RFC 9162, section 2.1.
"""
