"""Every code of messages about worked examples."""

from explain.issues import N_, Code

CASE_VERSION = Code(
    "R210",
    N_("This case names version %(number)s, which has no algorithm here."),
    N_("Name an existing version, or remove the line."),
)
CASE_DIFFERS = Code(
    "R211",
    N_("The calculation gives “%(found)s” and the case expects “%(expected)s”."),
    N_("Correct the rule or the expected value, after checking which one is wrong."),
)
CASE_ALLOCATION = Code(
    "R212",
    N_("The file “%(name)s” that this case names does not exist."),
    N_("Put it in the folder “allocations” of the entry, or correct the name."),
)
CASE_DAY = Code(
    "R213",
    N_(
        "This case is of %(day)s, and no version of this entry that calculates applies on that day."
    ),
    N_("Correct its date, or “applies_from” of a version that is not published yet."),
)
CASE_STOPS = Code(
    "R216",
    N_("The calculation of this example stops: %(codes)s."),
    N_("Correct the rule where that message says, or the date or the data of this example."),
)
CASE_VALUE = Code(
    "R220",
    N_("The case expects “%(name)s”, and the calculation gives nothing of this name."),
    N_("Correct the name, or remove the line. This calculation gives: %(allowed)s."),
)
