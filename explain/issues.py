"""What can be wrong with something a person wrote, as data.

A `Code` is one kind of mistake: a permanent identifier, a message that says what is
wrong, and a hint that says what to do. An `Issue` is one occurrence: where, and the
values that the message names. Texts are English message ids; `explain.i18n` translates
them. Every code is documented in `docs/reference/issues.md`.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of mistake. `message` and `hint` may hold `%(name)s` placeholders."""

    id: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Issue:
    """One mistake: what (`code`, `values`) and where (`file`, `line` from 1, `field`)."""

    code: Code
    file: str = ""
    line: int | None = None
    field: str = ""
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def place(self) -> str:
        """Return `file:line`, as far as known."""
        if self.line is None:
            return self.file
        return f"{self.file}:{self.line}"


class Message(str):
    """An English text that is translated where it is shown, as part of an issue's values too."""

    __slots__ = ()


def N_(message: str) -> str:  # noqa: N802 - the gettext convention for marking a text
    """Mark a text for translation without translating it here."""
    return Message(message)


# Reading files -----------------------------------------------------------------------

TOO_LARGE = Code(
    "E101",
    N_("This file is too large: %(size)s bytes, and %(limit)s are allowed."),
    N_(
        "Shorten it: a decision table holds at most 500 rows, and large data belong in a file of"
        " their own."
    ),
)
NOT_UTF8 = Code(
    "E102",
    N_("This file is not valid UTF-8 text."),
    N_("Save it again with the UTF-8 encoding, without control characters."),
)
YAML_SYNTAX = Code(
    "E103",
    N_("The YAML cannot be read: %(problem)s."),
    N_(
        "Check the indentation (spaces, never tabs), the colons and the quotes near this line. A"
        " text that holds a colon, or begins with a sign such as “{”, stands between quotes."
    ),
)
DUPLICATE_KEY = Code(
    "E104",
    N_("The key “%(key)s” is written twice."),
    N_("Keep one of the two lines."),
)
YAML_ANCHOR = Code(
    "E105",
    N_("Anchors, aliases and merge keys (“&”, “*”, “<<”) are not allowed."),
    N_("Write the value out in full where it is needed."),
)
YAML_TAG = Code(
    "E106",
    N_("YAML tags (“!”) are not allowed: “%(tag)s”."),
    N_("Remove the tag and write a plain value."),
)
TOO_DEEP = Code(
    "E107",
    N_("The values are nested too deeply: more than %(limit)s levels."),
    N_("Flatten the structure."),
)
EMPTY_VALUE = Code(
    "E108",
    N_("“%(key)s” has no value."),
    N_(
        "Write a value, or remove the line. Between “{” and “}”, a text that holds a comma stands"
        " between quotes, and decimals take a point."
    ),
)
NOT_A_MAPPING = Code(
    "E109",
    N_("This file must hold “key: value” lines, and it does not."),
    N_("Start from the sample file made by “grandjour new”."),
)
FILE_UNREADABLE = Code(
    "E110",
    N_("The file “%(name)s” cannot be read: %(problem)s."),
    N_("Check its name and that you are allowed to read it."),
)
SEVERAL_DOCUMENTS = Code(
    "E111",
    N_("The file holds several YAML documents."),
    N_("Keep one document: remove the extra “---” line."),
)

# Validating what was read ------------------------------------------------------------

MISSING_FIELD = Code(
    "E201",
    N_("“%(field)s” is missing."),
    N_("Add the line “%(name)s:” with its value."),
)
UNKNOWN_FIELD = Code(
    "E202",
    N_("“%(field)s” is not a field of this file."),
    N_("Check the spelling. “grandjour schema” prints every field."),
)
WRONG_TYPE = Code(
    "E203",
    N_("“%(field)s” must be %(expected)s, and it is “%(value)s”."),
    N_(
        "Correct the value. Decimals take a point, and a number has at most 25 digits before it; a"
        " text that looks like a number stands between quotes."
    ),
)
NOT_ALLOWED = Code(
    "E204",
    N_("“%(field)s” cannot be “%(value)s”."),
    N_("Use one of: %(allowed)s."),
)
WRONG_LENGTH = Code(
    "E205",
    N_("“%(field)s” does not have the right length: %(problem)s."),
    N_("Shorten or complete it."),
)
BAD_ID = Code(
    "E206",
    N_("“%(value)s” cannot serve as an identifier."),
    N_("Use lowercase letters a to z, digits and “_”, starting with a letter."),
)
BAD_DATE = Code(
    "E207",
    N_("“%(value)s” is not a date."),
    N_("Write year-month-day, as in 2026-01-31."),
)
OUT_OF_RANGE = Code(
    "E208",
    N_("“%(field)s” is out of range: %(problem)s."),
    N_("Write a value inside the range."),
)
INCONSISTENT = Code(
    "E209",
    N_("“%(field)s” does not hold together: %(problem)s."),
    N_("Correct one of the values named."),
)
DUPLICATE_ID = Code(
    "E210",
    N_("The identifier “%(id)s” is used twice."),
    N_("Give each item an identifier of its own."),
)
UNKNOWN_UNIT = Code(
    "E211",
    N_("“%(value)s” is not a known unit."),
    N_("Use one of: %(allowed)s."),
)

# One person's case -------------------------------------------------------------------

CASE_MISSING = Code(
    "E301",
    N_("“%(label)s” is missing."),
    N_("Give a value for “%(field)s”, or list it under “unknown” if nobody knows it."),
)
CASE_EXTRA = Code(
    "E302",
    N_("“%(field)s” is not asked for."),
    N_("Remove it. This algorithm uses: %(allowed)s."),
)
CASE_TYPE = Code(
    "E303",
    N_("“%(label)s” must be %(expected)s, and it is “%(value)s”."),
    N_("Correct the value of “%(field)s”."),
)
CASE_RANGE = Code(
    "E304",
    N_("“%(label)s” must be between %(minimum)s and %(maximum)s, and it is %(value)s."),
    N_("Correct the value of “%(field)s”."),
)
CASE_CATEGORY = Code(
    "E305",
    N_("“%(label)s” cannot be “%(value)s”."),
    N_("Use one of: %(allowed)s."),
)
CASE_UNKNOWN_REFUSED = Code(
    "E306",
    N_("This calculation cannot be made without “%(label)s”."),
    N_("Give a value for “%(field)s”."),
)
ALLOCATION_MISSING = Code(
    "E307",
    N_("This case needs the list of candidates, and none was given."),
    N_("Name the file under “allocation”."),
)
CASE_CONTRADICTS = Code(
    "E308",
    N_("“%(label)s” has a value and stands under “unknown” as well."),
    N_("Keep the value of “%(field)s”, or keep its name under “unknown”."),
)

# Records of explanations -------------------------------------------------------------

NOT_A_RECORD = Code(
    "E701",
    N_("This file is not the record of an explanation."),
    N_("Give a file that “grandjour explain --record” wrote, as it was written."),
)
BROKEN_JSON = Code(
    "E702",
    N_("This file is damaged or cut: it stops being JSON in column %(column)s of line %(line)s."),
    N_("Give the whole file, as it was written."),
)
RECORD_FORMAT = Code(
    "E703",
    N_("This record has the format “%(format)s”, which is not known here."),
    N_("Known format: %(allowed)s. A newer version of Grand Jour may read it."),
)
RECORD_FIELD = Code(
    "E704",
    N_("“%(field)s” is missing from this record, or is not what it must be."),
    N_("Give the file as it was written: nobody may edit a record."),
)
RECORD_ALTERED = Code(
    "E705",
    N_("This record is not as it was written: its digest is %(found)s instead of %(noted)s."),
    N_("Give the file as it was written: nobody may edit a record."),
)
