"""What can be wrong with the data of a matching."""

from explain.issues import N_, Code

NO_CANDIDATE = Code(
    "E440",
    N_("The list holds no candidate."),
    N_("Write at least one line under “candidates”."),
)
RANK_REPEATED = Code(
    "E441",
    N_("Rank %(rank)s stands twice in the list."),
    N_("Each rank belongs to one candidate: start this line at rank %(expected)s."),
)
RANK_SKIPPED = Code(
    "E442",
    N_("Rank %(expected)s is missing from the list: this line starts at rank %(rank)s."),
    N_("Add the candidate who has this rank, or start this line at rank %(expected)s."),
)
RANKS_REVERSED = Code(
    "E443",
    N_("This line ends at rank %(last)s, before it starts at rank %(first)s."),
    N_("Write the smaller rank under “first” and the greater one under “last”."),
)
SALT_MISSING = Code(
    "E444",
    N_("A real list needs a “salt”: at least 32 random characters."),
    N_(
        "Add “salt:” with random characters, so that nobody can guess the list from its digest."
        " For an invented list write “synthetic: true”."
    ),
)
RANK_OUTSIDE = Code(
    "E445",
    N_("“%(label)s” must be between 1 and %(candidates)s in this list, and it is %(rank)s."),
    N_("Correct “%(field)s”, or give the list in which this person is."),
)
NOT_IN_LIST = Code(
    "E446",
    N_("The list does not hold a candidate with these data."),
    N_("Compare the rank and the situation of this person with the official file."),
)
RATE_DIFFERS = Code(
    "E447",
    N_("“%(label)s” is %(value)s %% in this case and %(expected)s %% in the list."),
    N_("Correct “%(field)s”, or give the list to which this rate was applied."),
)
NOT_CERTIFIED = Code(
    "E448",
    N_("The calculation breaks the guarantee “%(guarantee)s”. No result is given."),
    N_("Report this to the people who maintain this software: it is their mistake."),
)
WRONG_ROLE = Code(
    "E449",
    N_("“%(field)s” names “%(value)s”, which is not an input of the type “%(expected)s”."),
    N_("Name one of the inputs declared above, or correct its type."),
)
TEXT_MISSING = Code(
    "E450",
    N_("“%(field)s” has no text for “%(value)s”."),
    N_("Add an item with this “id” and a “label”."),
)
CODES: tuple[Code, ...] = (
    NO_CANDIDATE,
    RANK_REPEATED,
    RANK_SKIPPED,
    RANKS_REVERSED,
    SALT_MISSING,
    RANK_OUTSIDE,
    NOT_IN_LIST,
    RATE_DIFFERS,
    NOT_CERTIFIED,
    WRONG_ROLE,
    TEXT_MISSING,
)
