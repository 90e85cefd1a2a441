"""What can be wrong with one day of offers."""

from explain.issues import N_, Code

CANDIDATE_TWICE = Code(
    "E550",
    N_("Candidate %(candidate)s stands twice under “candidates”."),
    N_("Keep one of the two, with all the wishes."),
)
RANKED_TWICE = Code(
    "E551",
    N_("Candidate %(candidate)s stands twice in the ranking of “%(name)s”."),
    N_("A candidate has one rank in each ranking: keep one of the two."),
)
NOT_RANKED = Code(
    "E552",
    N_("Candidate %(candidate)s asks for “%(name)s” and stands in no ranking of it."),
    N_("Add the candidate to “ranking”, or remove the wish: who is not ranked is not called."),
)
DID_NOT_ASK = Code(
    "E553",
    N_("Candidate %(candidate)s is ranked by “%(name)s” and does not ask for it."),
    N_("Add the wish, with “state: closed” if it was given up, or take the rank out."),
)
NOBODY_ASKED = Code(
    "E554",
    N_("Nobody asks for “%(name)s”."),
    N_("Remove it, or add the wishes that are missing."),
)
NAME_UNKNOWN = Code(
    "E555",
    N_("Candidate %(candidate)s asks for “%(name)s”, which is not described in this day."),
    N_("Correct the name, or describe it under “programmes” or “houses”."),
)
WISH_TWICE = Code(
    "E556",
    N_("Candidate %(candidate)s has the same wish for “%(name)s” twice."),
    N_("Keep one of the two. With and without boarding are two wishes."),
)
TWO_RANKINGS = Code(
    "E557",
    N_("Candidate %(candidate)s asks for two boarding houses of the programme “%(name)s”."),
    N_("A candidate has access to one house of a programme: keep that one."),
)
PREFERENCE_REPEATED = Code(
    "E558",
    N_("Candidate %(candidate)s has two wishes of preference %(rank)s."),
    N_("Give each wish a rank of its own: 1, 2, 3, ..."),
)
PREFERENCE_SKIPPED = Code(
    "E559",
    N_("Candidate %(candidate)s has no wish of preference %(rank)s."),
    N_("Number the wishes without a gap: 1, 2, 3, ..."),
)
PREFERENCE_MISSING = Code(
    "E560",
    N_("Candidate %(candidate)s uses the automatic responder and waits for a wish without a rank."),
    N_("Add its “preference”, or switch the responder off."),
)
LAST_CALLED_FALLS = Code(
    "E561",
    N_("“%(name)s” had called up to rank %(before)s four days ago, and up to %(rank)s now."),
    N_("The last rank called never falls: correct one of the two."),
)
DAY_NOT_CERTIFIED = Code(
    "E562",
    N_("The offers of this day break the condition “%(condition)s”. No result is given."),
    N_("Report this to the people who maintain this software: it is their mistake."),
)
NO_SUCH_CANDIDATE = Code(
    "E563",
    N_("This day holds no candidate with these data."),
    N_("Compare the number and the situation of this person with the official file."),
)
RESIDENT_NOT_RANKED = Code(
    "E564",
    N_("Candidate %(candidate)s is a resident for “%(name)s” and is not in its ranking."),
    N_("Add the candidate to “ranking”, or take the number out of “residents”."),
)
BAR_TOO_HIGH = Code(
    "E565",
    N_("The bar of “%(name)s” is %(bar)s, above its highest bar of %(highest)s."),
    N_("Correct one of the two."),
)
RANKS_DIFFER = Code(
    "E566",
    N_(
        "Row %(row)s, column “%(column)s”: candidate %(candidate)s has “%(value)s” here, and"
        " “%(other)s” in row %(first)s, for “%(name)s” both times."
    ),
    N_("Write the same in both rows: a candidate has one rank in each ranking."),
)
RANK_MISSING = Code(
    "E567",
    N_("Row %(row)s: no candidate has rank %(rank)s for “%(name)s”."),
    N_("Add the row that is missing, or number the ranking without a gap: 1, 2, 3, ..."),
)
CODES: tuple[Code, ...] = (
    CANDIDATE_TWICE,
    RANKED_TWICE,
    NOT_RANKED,
    DID_NOT_ASK,
    NOBODY_ASKED,
    NAME_UNKNOWN,
    WISH_TWICE,
    TWO_RANKINGS,
    PREFERENCE_REPEATED,
    PREFERENCE_SKIPPED,
    PREFERENCE_MISSING,
    LAST_CALLED_FALLS,
    DAY_NOT_CERTIFIED,
    NO_SUCH_CANDIDATE,
    RESIDENT_NOT_RANKED,
    BAR_TOO_HIGH,
    RANKS_DIFFER,
    RANK_MISSING,
)
