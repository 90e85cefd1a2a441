"""Signed notes: the published examples, and everything that must be refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.log.checkpoints import Checkpoint, read_checkpoint
from register.log.merkle import EMPTY_ROOT
from register.log.notes import (
    Malformed,
    Signer,
    Verifier,
    encode,
    read_note,
    read_verifier,
    sign,
    signed_by,
)

# From the documentation of golang.org/x/mod/sumdb/note.
THEIR_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
THEIR_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIu"
    "GUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
).encode()

ORIGIN = "registre.example/log/entries"
KEY = Signer.of_seed(ORIGIN, bytes(range(32)))
OTHER = Signer.of_seed(ORIGIN, bytes(32))
TEXT = Checkpoint(ORIGIN, 7, EMPTY_ROOT).text()
NOTE = sign(TEXT, [KEY])


def test_a_published_note_is_accepted_and_any_other_text_is_not() -> None:
    key = read_verifier(THEIR_KEY)
    assert str(key) == THEIR_KEY
    assert signed_by(read_note(THEIR_NOTE), [key]) == (key,)
    changed = THEIR_NOTE.replace(b"the answer", b"an answer")
    assert signed_by(read_note(changed), [key]) == ()


def test_what_is_signed_is_accepted() -> None:
    checkpoint, note = read_checkpoint(NOTE)
    assert checkpoint == Checkpoint(ORIGIN, 7, EMPTY_ROOT)
    assert signed_by(note, [KEY.verifier]) == (KEY.verifier,)
    assert sign(TEXT, [KEY]) == NOTE


def test_a_key_is_written_and_read_again() -> None:
    assert read_verifier(str(KEY.verifier)) == KEY.verifier
    assert str(KEY.verifier).startswith(f"{ORIGIN}+{KEY.verifier.id.hex()}+")


def test_another_key_of_the_same_name_is_passed_over() -> None:
    assert signed_by(read_note(NOTE), [OTHER.verifier]) == ()
    both = read_note(sign(TEXT, [OTHER, KEY]))
    assert signed_by(both, [KEY.verifier]) == (KEY.verifier,)
    assert set(signed_by(both, [KEY.verifier, OTHER.verifier])) == {KEY.verifier, OTHER.verifier}


def test_a_wrong_signature_of_a_known_key_spoils_the_note() -> None:
    forged = KEY.verifier.id + bytes(64)
    line = f"— {ORIGIN} {encode(forged)}\n".encode()
    assert signed_by(read_note(NOTE + line), [KEY.verifier]) == ()
    assert signed_by(read_note(TEXT + b"\n" + line), [KEY.verifier]) == ()


def test_sixteen_strangers_do_not_hide_a_signature() -> None:
    strangers = [Signer.of_seed(f"temoin-{n}.example", bytes([n] * 32)) for n in range(16)]
    note = read_note(sign(TEXT, [*strangers, KEY]))
    assert signed_by(note, [KEY.verifier]) == (KEY.verifier,)


def test_the_secret_is_never_shown() -> None:
    assert encode(bytes(range(32))) not in repr(KEY)
    assert bytes(range(32)).hex() not in repr(KEY)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "it has no signature"),
        (TEXT, "it has no signature"),
        (TEXT + b"\n", "it has no signature"),
        (NOTE[:-1], "it has no signature"),
        (NOTE + b"\n", "it has no signature"),
        (b"\xff" + NOTE, "UTF-8"),
        (NOTE.replace(b"7", b"7\r"), "control"),
        (NOTE.replace("—".encode(), b"-"), "signature line"),
        (NOTE[:-4] + b"\n", "base64"),
        (TEXT + "\n— a a AAAAAA==\n".encode(), "signature line"),
        (TEXT + "\n— a AAAAAA==\n".encode(), "signature line"),
        (TEXT + "\n— a AAAAAAB=\n".encode(), "base64"),
        (b"a" * 70_000, "too long"),
        (sign(b"a\n1\n", [KEY]), "three lines"),
        (sign(TEXT + b"more\n", [KEY]), "three lines"),
        (sign(TEXT.replace(b"7\n", b"07\n"), [KEY]), "size"),
        (sign(TEXT.replace(b"7\n", b"-7\n"), [KEY]), "size"),
        (sign(TEXT.replace(b"\n7\n", "\n\u0667\n".encode()), [KEY]), "size"),
        (sign(TEXT.replace(b"\n7\n", b"\n9999999999999999\n"), [KEY]), "size"),
        (sign(b"a\n7\nAAAA\n", [KEY]), "root"),
        (sign(b"a\n7\n!\n", [KEY]), "base64"),
    ],
)
def test_what_is_not_a_checkpoint_is_named(data: bytes, problem: str) -> None:
    with pytest.raises(Malformed, match=problem):
        read_checkpoint(data)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "base64|key"),
        (THEIR_KEY.replace("Peter", "Pete"), "changed"),
        (THEIR_KEY.replace("c74f", "c74e"), "changed"),
        (THEIR_KEY[:-4], "Ed25519"),
        (THEIR_KEY.replace("+ARpc", "+BRpc"), "Ed25519"),
        (THEIR_KEY + "!", "base64"),
        (str(Verifier("a b", bytes(32))), "changed"),
    ],
)
def test_what_is_not_a_key_is_named(text: str, problem: str) -> None:
    with pytest.raises(Malformed, match=problem):
        read_verifier(text)


@given(st.integers(0, len(NOTE) - 1), st.integers(1, 255))
def test_no_changed_byte_is_accepted(place: int, change: int) -> None:
    changed = bytearray(NOTE)
    changed[place] ^= change
    try:
        checkpoint, note = read_checkpoint(bytes(changed))
    except Malformed:
        return
    assert signed_by(note, [KEY.verifier]) == () or checkpoint.text() == TEXT


@given(st.binary(max_size=400))
def test_no_bytes_break_the_readers(data: bytes) -> None:
    with pytest.raises(Malformed):
        read_checkpoint(data)
