"""Proof files: written and read, small enough, and refused once anything is changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.log.checkpoints import Checkpoint
from register.log.merkle import Nodes, inclusion, leaf_hash, root
from register.log.notes import Malformed, Signer, sign
from register.log.proofs import read_proof, write_proof

ORIGIN = "registre.example/log/entries"
SIGNER = Signer.of_seed(ORIGIN, bytes(range(32)))
SIZE = 100_000
TREE = Nodes(leaf_hash(b"%d" % number) for number in range(SIZE))
SIGNED = sign(Checkpoint(ORIGIN, SIZE, root(SIZE, TREE)).text(), [SIGNER])
INDEX = 73_894
PROOF = write_proof(INDEX, inclusion(INDEX, SIZE, TREE), SIGNED)


def test_a_proof_among_100_000_leaves_has_at_most_two_kilobytes() -> None:
    assert len(PROOF) <= 2_000


def test_a_proof_is_read_as_it_was_written() -> None:
    proof = read_proof(PROOF)
    assert (proof.index, proof.checkpoint.size) == (INDEX, SIZE)
    assert proof.proves(b"%d" % INDEX)
    assert not proof.proves(b"%d" % (INDEX + 1))
    assert PROOF.startswith(b"c2sp.org/tlog-proof@v1\nindex 73894\n")
    assert PROOF.endswith(b"\n\n" + SIGNED)


def test_a_log_of_one_leaf_needs_no_hashes() -> None:
    signed = sign(Checkpoint(ORIGIN, 1, leaf_hash(b"only")).text(), [SIGNER])
    assert read_proof(write_proof(0, (), signed)).proves(b"only")


def test_data_that_nothing_authenticates_are_passed_over() -> None:
    proof = PROOF.replace(b"index", b"extra YWJj\nindex", 1)
    assert read_proof(proof).proves(b"%d" % INDEX)


@pytest.mark.parametrize(
    ("proof", "problem"),
    [
        (b"", "first line"),
        (PROOF.replace(b"@v1", b"@v2", 1), "first line"),
        (PROOF.replace(b"index 7", b"index 07", 1), "place"),
        (PROOF.replace(b"index", b"extra !\nindex", 1), "base64"),
        (PROOF.replace(b"index 73894\n", b"", 1), "place"),
        (PROOF.replace(b"73894\n", b"73894\nAAAA\n", 1), "hashes"),
        (PROOF[:200], "first line|signature"),
        (PROOF[:-1], "signature"),
        (b"a" * 200_000, "too long"),
    ],
)
def test_what_is_not_a_proof_is_named(proof: bytes, problem: str) -> None:
    with pytest.raises(Malformed, match=problem):
        read_proof(proof)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader_of_proofs(data: bytes) -> None:
    with pytest.raises(Malformed):
        read_proof(b"c2sp.org/tlog-proof@v1\n" + data)
