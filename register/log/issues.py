"""What can be wrong with a transparency log: see `explain.issues` for the form."""

from explain.issues import N_, Code

# Keys -------------------------------------------------------------------------------

KEY_MISSING = Code(
    "R501",
    N_("The private key of this register's log is not in “%(name)s”."),
    N_("Put the file back from your copy, or say where it is: GRANDJOUR_KEYS."),
)
KEY_UNREADABLE = Code(
    "R502",
    N_("The key file “%(name)s” cannot be used: %(problem)s."),
    N_("Put the file back from your copy. Only its owner may read it (mode 600)."),
)
KEY_FOREIGN = Code(
    "R503",
    N_("The log is signed with another key than the register's."),
    N_("Correct “log_key” in register.yaml: the first key never changes. See “grandjour key”."),
)
KEY_THERE = Code(
    "R504",
    N_("This register already has a key for its log."),
    N_("To replace it, use “grandjour key rotate”: the log then says so itself."),
)
KEY_PUBLIC = Code(
    "R505",
    N_("The key would lie in “%(name)s”, which is public."),
    N_("Choose a folder outside the register: GRANDJOUR_KEYS."),
)

NO_KEY = Code(
    "R506",
    N_("This register has no key: nothing signs its history."),
    N_("Make one: “grandjour key new”."),
)

# The files of a log -----------------------------------------------------------------

NOTE_UNREADABLE = Code(
    "R510",
    N_("This is not a signed checkpoint: %(problem)s."),
    N_("Ask for the file again, byte for byte, or put your copy back."),
)
NOT_SIGNED = Code(
    "R511",
    N_("This checkpoint is not signed with a key of this log."),
    N_("Compare the key with the one that you noted elsewhere. Keep the file: it is evidence."),
)
OTHER_LOG = Code(
    "R512",
    N_("This checkpoint is of the log “%(found)s”, not of “%(expected)s”."),
    N_("Compare with a checkpoint of the same log."),
)
FILE_MISSING = Code(
    "R513",
    N_("The file “%(name)s” of the log is missing."),
    N_("Put back the copy that you or a reader kept."),
)
FILE_DIFFERS = Code(
    "R514",
    N_("The file “%(name)s” of the log does not hold what the entries give: %(problem)s."),
    N_("Put back the copy that you or a reader kept. Keep this one: it is evidence."),
)
ROOT_DIFFERS = Code(
    "R515",
    N_("The first %(size)s lines of the ledger do not give what this checkpoint signs."),
    N_("The ledger was changed after it was signed. Put back the copy that a reader kept."),
)
LEDGER_SHORT = Code(
    "R516",
    N_("The ledger has %(lines)s lines and this checkpoint signs %(size)s."),
    N_("Lines were cut. Put back the copy that you or a reader kept."),
)
PENDING = Code(
    "R517",
    N_("The last %(count)s lines of the ledger are not signed in the log yet."),
    N_("A publication was interrupted. Run “grandjour publish”: it finishes the work."),
)
LOG_WRITE_FAILED = Code(
    "R518",
    N_("The log cannot be written: “%(name)s”: %(problem)s."),
    N_("Nothing is lost and nothing shows half. Free some space, then publish again."),
)
CHECKPOINT_MISSING = Code(
    "R519",
    N_("The register has published and signed nothing here: there is no checkpoint."),
    N_("Check the address or the folder. Without a log, “grandjour check” checks the ledger."),
)

# What somebody kept -----------------------------------------------------------------

REWRITTEN = Code(
    "R520",
    N_("The past was rewritten: the first %(size)s lines are not those that this one signs."),
    N_("Keep both files and ask the publisher, in public, which one is true."),
)
SHORTENED = Code(
    "R521",
    N_("Publications were removed: this one signs %(size)s lines, the log now has %(lines)s."),
    N_("Keep both files and ask the publisher, in public, where the rest is."),
)
TWO_VIEWS = Code(
    "R522",
    N_("Two checkpoints of %(size)s lines sign different histories."),
    N_("Keep both: together they prove that the publisher showed two histories."),
)
EMPTY_KEPT = Code(
    "R523",
    N_("This checkpoint is of an empty log: every log continues it, so it proves nothing."),
    N_("Compare with a later one."),
)

# Proofs -----------------------------------------------------------------------------

PROOF_UNREADABLE = Code(
    "R530",
    N_("This is not a proof file: %(problem)s."),
    N_("Download it again, byte for byte."),
)
PROOF_FAILS = Code(
    "R531",
    N_("This proof is not the proof of this line."),
    N_("Download the proof and the line again, both from the page of the same version."),
)
LEAF_MISSING = Code(
    "R532",
    N_("The line that this proof is about is missing: “%(name)s”."),
    N_("Download it beside the proof, or name it with “--line”."),
)
UNREACHABLE = Code(
    "R533",
    N_("“%(name)s” cannot be read: %(problem)s."),
    N_("Check the address, or download the folder and verify that."),
)
