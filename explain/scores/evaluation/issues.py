"""What can be wrong with an evaluation, a doubt or an estimate, as codes E640 to E649."""

from explain.issues import N_, Code

ESTIMATE = Code(
    "E641",
    N_("The model cannot be asked: %(problem)s."),
    N_("Give a table, a row and names of one width, and a function that returns one number a row."),
)
COLUMNS = Code(
    "E643",
    N_("The columns of the evaluation set are not the declared ones: %(columns)s."),
    N_("Write these, in this order: %(expected)s."),
)
VALUE = Code(
    "E644",
    N_("“%(value)s” cannot be a value of “%(column)s” in the evaluation set."),
    N_("Write one of these: %(allowed)s."),
)
ROWS = Code(
    "E645",
    N_("The evaluation set has %(count)s rows, and %(expected)s are declared."),
    N_("Correct “rows”, or restore the missing rows. Every row counts in the evaluation."),
)
NOT_DECLARED = Code(
    "E646",
    N_("“%(title)s” declares no evaluation set."),
    N_("Add “evaluation” to its algorithm file: the set, and which column says what happened."),
)
OUTDATED = Code(
    "E647",
    N_("The evaluation was made with another “%(name)s” than the one of this version."),
    N_("Make it again: “grandjour evaluate %(slug)s”."),
)
NOT_OURS = Code(
    "E648",
    N_("This is not the evaluation that “grandjour evaluate” writes: %(problem)s."),
    N_("Do not edit it. Make it again: “grandjour evaluate %(slug)s”."),
)
NOT_A_SCORE = Code(
    "E649",
    N_("“%(title)s” is not a score: its result does not rest on a reference population."),
    N_("Ask this of an entry whose engine is “score/1”."),
)
