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
# Places by points: the case ------------------------------------------------------------

WISH_TWICE = Code(
    "E520",
    N_("“%(programme)s” stands twice in the wishes: as wish %(first)s and as wish %(second)s."),
    N_("Keep one of the two."),
)
PROGRAMME_UNKNOWN = Code(
    "E521",
    N_("Wish %(number)s is “%(programme)s”, of which this run has no cut-off."),
    N_("Correct the name, or give the run in which this programme is."),
)
POINTS_UNKNOWN = Code(
    "E522",
    N_("The points for “%(programme)s” are not known, so this run cannot be made with them."),
    N_("Give the missing data, or use the published cut-offs."),
)

# The tables of a run -------------------------------------------------------------------

TABLE_MISSING = Code(
    "E523",
    N_("The table “%(name)s” is named and is not there."),
    N_("Put it beside this file, or correct its name."),
)
TABLE_UNREADABLE = Code(
    "E524",
    N_("This is not a Parquet file that can be read."),
    N_("Write it again, or give the table as CSV."),
)
NO_PARQUET = Code(
    "E525",
    N_("Parquet tables need a part of Grand Jour that is not installed."),
    N_("Install the extra “data”, or give the table as CSV."),
)
COLUMN_MISSING = Code(
    "E526",
    N_("The column “%(column)s” is missing."),
    N_("Add it to the first row, and its values below."),
)
COLUMN_UNKNOWN = Code(
    "E527",
    N_("The column “%(column)s” is not known here, or stands twice."),
    N_("Remove it: a table holds nothing that the run does not need."),
)
ROW_LENGTH = Code(
    "E528",
    N_("Row %(row)s has %(count)s cells, and the first row has %(expected)s."),
    N_("Complete the row, or put a text that holds a comma between quotes."),
)
ROW_UNREADABLE = Code(
    "E529",
    N_("Row %(row)s cannot be read as CSV."),
    N_("Look for a quote that is not closed: a row stands on one line."),
)
CELL_EMPTY = Code(
    "E530",
    N_("Row %(row)s, column “%(column)s”: it is empty."),
    N_("Write a value."),
)
CELL_NOT_WHOLE = Code(
    "E531",
    N_("Row %(row)s, column “%(column)s”: “%(value)s” is not a whole number."),
    N_("Write digits only."),
)
CELL_TOO_SMALL = Code(
    "E532",
    N_("Row %(row)s, column “%(column)s”: %(value)s is below %(least)s."),
    N_("Write %(least)s or more."),
)
CELL_NOT_A_NUMBER = Code(
    "E533",
    N_("Row %(row)s, column “%(column)s”: “%(value)s” is not a number."),
    N_("Write a number with a point before its decimals, as in 41330.823."),
)
CELL_NOT_A_FLAG = Code(
    "E534",
    N_("Row %(row)s, column “%(column)s”: “%(value)s” is neither 0 nor 1."),
    N_("Write 1 for yes, 0 for no."),
)
VALUE_REPEATED = Code(
    "E535",
    N_("Row %(row)s, column “%(column)s”: “%(value)s” stands already in row %(first)s."),
    N_("Keep one of the two rows, or correct the value."),
)
NOT_IN_TABLE = Code(
    "E536",
    N_("Row %(row)s, column “%(column)s”: “%(value)s” is not in the table of its kind."),
    N_("Add it there, or correct the value."),
)
NOBODY_ASKED = Code(
    "E537",
    N_("Row %(row)s: nobody asked for “%(value)s”."),
    N_("Remove the programme, or add the wishes that are missing."),
)
RESERVED_TOO_MANY = Code(
    "E538",
    N_("Row %(row)s: %(value)s places are reserved, and there are %(capacity)s."),
    N_("Reserve no more places than there are."),
)
WISH_RANK_REPEATED = Code(
    "E539",
    N_("Row %(row)s: this person has two wishes of rank %(value)s."),
    N_("Give each wish a rank of its own: 1, 2, 3, ..."),
)
WISH_RANK_SKIPPED = Code(
    "E540",
    N_("Row %(row)s: this person has no wish of rank %(value)s."),
    N_("Number the wishes without a gap: 1, 2, 3, ..."),
)
GRID_MISSING = Code(
    "E541",
    N_("The rules file “%(name)s” is named and was not found."),
    N_("Put it beside this file, list it among the artefacts, or correct its name."),
)

NOT_FOR_EVERYBODY = Code(
    "E542",
    N_("The method “%(method)s” explains one person; it is not run for everybody here."),
    N_("Use the command “explain” with one person’s case."),
)
NOT_A_MATCHING = Code(
    "E543",
    N_("“%(title)s” is not a matching that can be run."),
    N_("Name an entry of the family “matching” that is executed."),
)
RUN_MISSING = Code(
    "E544",
    N_("The folder “%(name)s” holds no run.yaml."),
    N_("Write a run.yaml there that names the tables."),
)
MORE_ISSUES = Code(
    "E545",
    N_("The list of mistakes stops here: %(count)s more were found."),
    N_("Correct what is listed, then run the command again."),
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
    WISH_TWICE,
    PROGRAMME_UNKNOWN,
    POINTS_UNKNOWN,
    TABLE_MISSING,
    TABLE_UNREADABLE,
    NO_PARQUET,
    COLUMN_MISSING,
    COLUMN_UNKNOWN,
    ROW_LENGTH,
    ROW_UNREADABLE,
    CELL_EMPTY,
    CELL_NOT_WHOLE,
    CELL_TOO_SMALL,
    CELL_NOT_A_NUMBER,
    CELL_NOT_A_FLAG,
    VALUE_REPEATED,
    NOT_IN_TABLE,
    NOBODY_ASKED,
    RESERVED_TOO_MANY,
    WISH_RANK_REPEATED,
    WISH_RANK_SKIPPED,
    GRID_MISSING,
    NOT_FOR_EVERYBODY,
    NOT_A_MATCHING,
    RUN_MISSING,
    MORE_ISSUES,
)
