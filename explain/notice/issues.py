"""What can be wrong with a letter."""

from explain.issues import N_, Code

ELEMENT_MISSING = Code(
    "E501",
    N_("The letter lacks “%(element)s”, which the law demands (%(article)s)."),
    N_("Fill in “%(field)s” in the letter file. No document was made."),
)
REGISTER_SILENT = Code(
    "E502",
    N_("The register lacks “%(element)s”, which the law demands in a letter (%(article)s)."),
    N_("Fill in “%(field)s” in the files of the administration or of the entry."),
)
FORBIDDEN = Code(
    "E503",
    N_("The law does not allow this decision: %(element)s (%(article)s)."),
    N_("Do not send this letter. Ask your legal department."),
)
NO_DECISION = Code(
    "E504",
    N_("“%(title)s” founds no decision about one person: there is no letter to write."),
    N_(
        "Make an explanation sheet:"
        " “grandjour explain %(slug)s --case FILE --format pdf --out SHEET.pdf”."
    ),
)
NOT_ISSUED = Code(
    "E505",
    N_("This letter cannot be sent: the calculation is not exactly the real one."),
    N_("Only a register with “demonstration: true” prints such letters, as specimens."),
)
DOCUMENT_FAILED = Code(
    "E506",
    N_("The document could not be made: %(problem)s."),
    N_("Nothing was written. Try again, or send this message to those who look after the program."),
)
LIBRARY_MISSING = Code(
    "E507",
    N_("The part that makes PDF documents is not installed."),
    N_("Install it with: pip install 'grandjour[pdf]'."),
)
NOT_EXECUTABLE = Code(
    "E508",
    N_("“%(title)s” is described here and cannot be run: there is nothing to explain."),
    N_("Choose an entry whose calculation is published, or another version with --version."),
)
