"""What can be wrong with a request. The form is that of `explain.issues`.

The number of a code is that of the HTTP status it goes with; W501 is for the terminal.
"""

from explain.issues import N_, Code
from register.trials import UNKNOWN_EXAMPLE

BAD_REQUEST = Code(
    "W400",
    N_("This request cannot be understood."),
    N_("Check the address, or start again from the home page."),
)
BAD_VALUE = Code(
    "W400-value",
    N_("“%(field)s” cannot be “%(value)s” in this address."),
    N_("Use one of: %(allowed)s."),
)
TWICE = Code(
    "W400-twice",
    N_("“%(field)s” was sent twice."),
    N_("Send each answer once."),
)
UNKNOWN_PAGE = Code(
    "W404",
    N_("There is no page at this address."),
    N_("Check the address, or look for the algorithm in the list."),
)
CANNOT_CONTRAST = Code(
    "W404-contrast",
    N_("One of these two versions of “%(slug)s” cannot calculate."),
    N_("Read the comparison of the two versions: it says what differs."),
)
CANNOT_RUN = Code(
    "W404-run",
    N_("The algorithm “%(slug)s” is described here and cannot be tried."),
    N_("Read its page: it says how the calculation works."),
)
WRONG_METHOD = Code(
    "W405",
    N_("This address does not answer to “%(method)s”."),
    N_("Use one of: %(allowed)s."),
)
TOO_LARGE = Code(
    "W413",
    N_("What was sent is too large: %(limit)s bytes at most."),
    N_("Send the answers of the form and nothing else."),
)
TOO_LONG = Code(
    "W414",
    N_("This address or this search is too long: %(limit)s characters at most."),
    N_("Use fewer words."),
)
WRONG_TYPE = Code(
    "W415",
    N_("Answers cannot be sent in this format."),
    N_("Send the fields of the form as application/x-www-form-urlencoded, in UTF-8."),
)
UNEXPECTED = Code(
    "W500",
    N_("Something went wrong on our side."),
    N_("Try again. If it happens again, write to the address at the bottom of the page."),
)
NO_ADDRESS = Code(
    "W501",
    N_("The site cannot be served at %(host)s, port %(port)s: %(problem)s."),
    N_("Choose another port with “--port”, or stop the program that uses this one."),
)

CODES = (
    BAD_REQUEST,
    BAD_VALUE,
    TWICE,
    UNKNOWN_PAGE,
    CANNOT_CONTRAST,
    CANNOT_RUN,
    UNKNOWN_EXAMPLE,
    WRONG_METHOD,
    TOO_LARGE,
    TOO_LONG,
    WRONG_TYPE,
    UNEXPECTED,
    NO_ADDRESS,
)
