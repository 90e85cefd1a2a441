"""What can be wrong with a rule file, or stop its calculation: codes E401 to E439."""

from explain.issues import N_, Code

# One formula -------------------------------------------------------------------------

TOO_COMPLEX = Code(
    "E401",
    N_("The formula is too long: it has %(size)s %(measure)s, and %(limit)s are allowed."),
    N_("Split it into several steps, and use their names in the formula."),
)
FORMULA_SYNTAX = Code(
    "E402",
    N_("The formula cannot be read."),
    N_(
        "Check the parentheses, and that an operator stands between two values. “*” multiplies,"
        " “==” compares."
    ),
)
FORBIDDEN = Code(
    "E403",
    N_("“%(found)s” is not allowed in a formula."),
    N_(
        "Use names, numbers, + - * /, comparisons, and, or, not, “a if c else b”, and: %(allowed)s."
    ),
)
BAD_NUMBER = Code(
    "E404",
    N_("“%(found)s” is not a number that a formula can hold."),
    N_("Write digits with one point for the decimals, as in 12 or 0.05; at most 25 digits."),
)
UNKNOWN_FUNCTION = Code(
    "E405",
    N_("There is no function “%(found)s”."),
    N_("Use one of: %(allowed)s. For a choice between two values, write “a if condition else b”."),
)
WRONG_ARGUMENTS = Code(
    "E406",
    N_("“%(function)s” does not have the right values between its parentheses: it has %(count)s."),
    N_("Write it as: %(usage)s."),
)
UNKNOWN_NAME = Code(
    "E407",
    N_("The formula uses “%(name)s”, and nothing has this name."),
    N_("Check the spelling: %(allowed)s. Names are those of inputs, parameters and steps."),
)
WRONG_KIND = Code(
    "E408",
    N_("“%(operation)s” cannot be used with %(found)s."),
    N_("Give it %(expected)s."),
)
UNIT_CONFLICT = Code(
    "E409",
    N_("“%(operation)s” mixes two units: %(left)s and %(right)s."),
    N_(
        "Check the operation. If it is right, convert one of them first: percent_of, per_year,"
        " per_month or number can do it."
    ),
)
STEP_UNIT = Code(
    "E410",
    N_("The step “%(step)s” says %(declared)s, and its formula gives %(found)s."),
    N_(
        "Correct the unit or the formula. To take a percentage, write percent_of(rate, base); to"
        " drop a unit, number(a)."
    ),
)

DECIMAL_COMMA = Code(
    "E451",
    N_("“%(found)s” can be read as one number and as two values."),
    N_("Write decimals with a point, as in 12.50. Put a space after a comma between two values."),
)
FRENCH_WORD = Code(
    "E452",
    N_("“%(found)s” is not a word of formulas."),
    N_(
        "Write “a if condition else b” for a choice between two values, and “and”, “or”, “not”"
        " between conditions."
    ),
)
OTHER_SIGN = Code(
    "E453",
    N_("The sign “%(found)s” cannot stand in a formula."),
    N_("Write “%(instead)s” in its place."),
)
NOT_IN_A_NAME = Code(
    "E454",
    N_("The letter “%(found)s” cannot stand in a formula."),
    N_(
        "Write the “id” of an input, a parameter or a step: it has small letters without accents,"
        " digits and “_”."
    ),
)
ROWS_DISAGREE = Code(
    "E455",
    N_(
        "In “%(step)s”, the rows “%(first)s” and “%(second)s” both apply and do not give the same"
        " when %(example)s."
    ),
    N_(
        "Correct what one of them gives, or its conditions. With “hit: first”, the first row"
        " counts."
    ),
)
ROWS_MAY_DISAGREE = Code(
    "E456",
    N_(
        "In “%(step)s”, the rows “%(first)s” and “%(second)s” may both apply and not give the"
        " same: %(example)s."
    ),
    N_(
        "Whether this can happen depends on other rules (%(unsure)s). If it can, correct one of the"
        " rows. If it cannot, write “hit: first”: the result is the same."
    ),
)

# The whole file ----------------------------------------------------------------------

CYCLE = Code(
    "E411",
    N_("These steps wait for each other: %(cycle)s."),
    N_("Change one of the formulas so that it no longer uses a later result."),
)
NAME_TWICE = Code(
    "E412",
    N_("“%(name)s” is the name of two different things in this file."),
    N_("Give each input, parameter, step, limit and outcome a name of its own."),
)
OUTCOME_STEP = Code(
    "E413",
    N_("The outcome takes the step “%(step)s”, and no step has this name."),
    N_("Write under “outcome” the name of one of the steps: %(allowed)s."),
)
OUTCOME_MISMATCH = Code(
    "E414",
    N_("The outcome says %(declared)s, and the step “%(step)s” gives %(found)s."),
    N_("Correct the type or the unit of the outcome, or the step that it takes."),
)
UNUSED = Code(
    "E415",
    N_("“%(name)s” plays no part in the outcome."),
    N_("Use it in a formula, or remove it: nobody should be asked for data without use."),
)
RESERVED_NAME = Code(
    "E416",
    N_("“%(name)s” is a word of the language, so it cannot name anything."),
    N_("Choose another name, for example “%(name)s_1”."),
)
VALIDITY_OVERLAP = Code(
    "E417",
    N_("The parameter “%(name)s” has two values on %(day)s."),
    N_("End the earlier value on the day before the later one starts."),
)
VALIDITY_GAP = Code(
    "E418",
    N_("The parameter “%(name)s” has no value from %(start)s to %(end)s."),
    N_("Add the value of that time, or write “value: not_published” for it."),
)
VALIDITY_ORDER = Code(
    "E419",
    N_("The parameter “%(name)s” has a value that ends on %(end)s, before it starts."),
    N_("Correct “valid_from” or “valid_to”."),
)
NEVER_EQUAL = Code(
    "E420",
    N_("%(left)s can never be %(right)s."),
    N_("Compare with one of the declared categories, written between quotes."),
)
ROUNDING_KIND = Code(
    "E421",
    N_("The step “%(step)s” is rounded, and its formula gives %(found)s."),
    N_("Remove “rounding”, or write a formula that gives a number."),
)
UNKNOWN_PLACEHOLDER = Code(
    "E422",
    N_("The sentence of “%(step)s” holds “%(name)s” between braces, and nothing fills it."),
    N_("Use the step's own name or a name of its formula: %(allowed)s."),
)

LIST_IN_LIST = Code(
    "E423",
    N_("“%(function)s” stands inside another list."),
    N_("Calculate the inner one in a step of its own, and use its name here."),
)
NOT_A_LIST = Code(
    "E424",
    N_("“%(function)s” needs a list of persons, and “%(found)s” is not one."),
    N_("Write the name of an input of the type “persons”."),
)
BAD_DAY = Code(
    "E425",
    N_("“%(found)s” is not a day of the calendar."),
    N_("Write year, month and day as numbers: date(2026, 1, 31)."),
)
ROWS_OVERLAP = Code(
    "E426",
    N_("In “%(step)s”, the rows “%(first)s” and “%(second)s” both apply when %(example)s."),
    N_(
        "Change the conditions so that only one applies. Or write “hit: first”, so that the first"
        " one counts, or “hit: any” where they give the same."
    ),
)
ROWS_GAP = Code(
    "E427",
    N_("In “%(step)s”, no row applies when %(example)s."),
    N_("Add a row for it, or a last row without “when”."),
)
ROWS_MAY_OVERLAP = Code(
    "E438",
    N_("In “%(step)s”, the rows “%(first)s” and “%(second)s” may both apply: %(example)s."),
    N_(
        "Whether this can happen depends on other rules (%(unsure)s). If it can, change the"
        " conditions. If it cannot, write “hit: first”: the result is the same."
    ),
)
ROWS_MAY_GAP = Code(
    "E439",
    N_("In “%(step)s”, it may be that no row applies: %(example)s."),
    N_(
        "Whether this can happen depends on other rules (%(unsure)s). If it can, add a row for it."
        " If it cannot, write “hit: first”, and no “when” in the last row."
    ),
)
ROW_NEVER = Code(
    "E428",
    N_("In “%(step)s”, the row “%(row)s” never applies."),
    N_("Correct its conditions, or remove it. Rows before it may already cover everything."),
)
NOT_A_CONDITION = Code(
    "E429",
    N_("“%(name)s” must be a condition, and it gives %(found)s."),
    N_(
        "Write a comparison, as in “age >= 18”, or the name of a yes or a no. Decimals take a"
        " point, as in 600.50."
    ),
)

# One calculation ---------------------------------------------------------------------

NO_VALUE_FOR_DAY = Code(
    "E430",
    N_("The parameter “%(label)s” has no value for %(day)s: its values run %(known)s."),
    N_("Check the date of the decision, or add the value in force on that day."),
)
VALUE_UNKNOWN = Code(
    "E431",
    N_("The value of “%(label)s” on %(day)s is not known to the register (%(status)s)."),
    N_("Choose a date whose value is known: %(known)s. Ask the administration for the other."),
)
DIVISION_BY_ZERO = Code(
    "E432",
    N_("The step “%(label)s” divides by zero."),
    N_("Check the data of the case. The rule must say what happens when this value is zero."),
)
TOO_LARGE_OR_SMALL = Code(
    "E433",
    N_("The step “%(label)s” gives a number that is too large or too small to be exact."),
    N_("Check the data of the case: an amount may have too many digits."),
)
SEVERAL_ROWS = Code(
    "E434",
    N_("In “%(label)s”, the rows %(rows)s apply together, and only one may."),
    N_("Check the data of the case. The rule must say which row counts."),
)
NO_ROW = Code(
    "E435",
    N_("In “%(label)s”, no row of the table applies to this case."),
    N_("Check the data of the case. The rule must say what happens then."),
)
ROWS_DIFFER = Code(
    "E436",
    N_("In “%(label)s”, the rows %(rows)s apply together and do not give the same."),
    N_("Check the data of the case. The rule must say which row counts."),
)
NOBODY = Code(
    "E437",
    N_("“%(label)s” looks for the smallest or the largest in a list that holds nobody."),
    N_("Check the data of the case. The rule must say what happens when nobody is there."),
)
