"""What can be wrong with a register's files: see `explain.issues` for the form.

`R1xx` one version of an entry, `R2xx` across files and entries, `R3xx` the ledger,
publishing and finding.
"""

from explain.issues import N_, Code

# One version of an entry -------------------------------------------------------------

NO_FRONT_MATTER = Code(
    "R101",
    N_("This file must start with its fields between two lines “---”."),
    N_("Make “---” the first line, and write a second “---” after the last field."),
)
SECTION_MISSING = Code(
    "R102",
    N_("The text lacks the section “%(id)s”."),
    N_("Add a line “## Heading {#%(id)s}” and the text below it."),
)
SECTION_UNKNOWN = Code(
    "R103",
    N_("The heading “%(title)s” does not end with a known id."),
    N_("End it with one of: %(allowed)s, as in “## Heading {#how}”."),
)
SECTION_TWICE = Code(
    "R104",
    N_("The section “%(id)s” appears twice."),
    N_("Join the two sections, or give one of them another id."),
)
TEXT_OUTSIDE = Code(
    "R105",
    N_("This text stands before the first heading."),
    N_("Move it below a heading such as “## Context {#context}”."),
)
HTML_REFUSED = Code(
    "R106",
    N_("HTML is not allowed in the text: “%(detail)s”."),
    N_("Write it in Markdown, or put it between backquotes to show it as it is."),
)
IMAGE_REFUSED = Code(
    "R107",
    N_("Images are not allowed in the text: “%(detail)s”."),
    N_("Describe it in words, or give the link to its page."),
)
LINK_REFUSED = Code(
    "R108",
    N_("This link cannot be followed safely: “%(detail)s”."),
    N_("Start it with https:// or mailto:, or cite a source as in “[@id]”."),
)
PLACEHOLDER = Code(
    "R109",
    N_("“%(field)s” is still to be written."),
    N_("Replace the words that start with “%(mark)s”. If the fact is unknown, say why."),
)
REFERENCE_UNKNOWN = Code(
    "R110",
    N_("“%(id)s” is cited, and is not among the references."),
    N_("Add it to “references”, or correct its id."),
)
REFERENCE_UNUSED = Code(
    "R111",
    N_("The reference “%(id)s” is not used anywhere."),
    N_("Name it in “provenance” or cite it in the text as “[@%(id)s]”, or remove it."),
)
PROVENANCE_UNKNOWN = Code(
    "R112",
    N_("“provenance” names “%(key)s”, which is neither a field nor an item."),
    N_("Use the name of a field, or the id of an item of a list."),
)
ID_CLASH = Code(
    "R113",
    N_("“%(id)s” names two things in this file."),
    N_("Ids are unique in a file, whatever the list, and differ from the names of fields."),
)
TRANSLATION_MISSING = Code(
    "R114",
    N_("The translation “%(name)s” is missing."),
    N_("Write it, starting from the sample that “grandjour new” makes."),
)
TRANSLATION_OUTDATED = Code(
    "R115",
    N_("This translates another text than the present “%(name)s”."),
    N_("Read the translation again, then write: translates: %(digest)s"),
)
TRANSLATION_LACKS = Code(
    "R116",
    N_("“%(key)s” is not translated."),
    N_("Add it under “%(list)s”. Its text is: “%(text)s”"),
)
TRANSLATION_EXTRA = Code(
    "R117",
    N_("“%(key)s” translates nothing."),
    N_("Remove it from “%(list)s”, or correct its key."),
)
SECTIONS_DIFFER = Code(
    "R118",
    N_("The translation does not have the same sections as the text: “%(id)s”."),
    N_("Give both the same sections, in the same order."),
)
ALGORITHM_MISSING = Code(
    "R119",
    N_("The fidelity is “%(fidelity)s”, and there is no algorithm file."),
    N_("Name the file in “algorithm”, or write “fidelity: documented”."),
)
ALGORITHM_UNEXPECTED = Code(
    "R120",
    N_("“%(field)s” does not go with “algorithm”: %(problem)s."),
    N_("Keep one of the two."),
)
ENGINE_DIFFERS = Code(
    "R121",
    N_("The family “%(family)s” does not go with the engine “%(engine)s”."),
    N_("The family “%(family)s” runs on “%(expected)s”. Correct one of the two."),
)
ARTEFACT_MISSING = Code(
    "R122",
    N_("The file “%(path)s” is listed and does not exist."),
    N_("Add the file, or correct its path. It lies in this folder or an older version's."),
)
ARTEFACT_CHANGED = Code(
    "R123",
    N_("“%(path)s” does not have the digest that is written here."),
    N_("If the file is right, write: sha256: %(digest)s"),
)
ARTEFACT_UNLISTED = Code(
    "R124",
    N_("The file “%(name)s” is not listed under “artefacts”."),
    N_("List it with its digest, %(digest)s, or remove it."),
)
ARTEFACT_PATH = Code(
    "R125",
    N_("“%(path)s” cannot be the path of a file of this version."),
    N_("Write a name such as “rules.yaml”, or “../1/rules.yaml” for an older version's file."),
)
CONTRADICTION = Code(
    "R126",
    N_("“%(field)s” and “%(other)s” contradict each other: %(problem)s."),
    N_("Correct one of the two."),
)
LAW_DEMANDS = Code(
    "R127",
    N_("“%(field)s” lacks an item of the kind that the law demands here: %(kinds)s."),
    N_("Add it. The rule is: %(article)s."),
)
ALGORITHM_NAME = Code(
    "R128",
    N_("The algorithm file “%(name)s” is not listed under “artefacts”."),
    N_("Add it there with its path and digest."),
)
TEXT_MISSING = Code(
    "R129",
    N_("This version has no text “fr.md”."),
    N_("Write it: “grandjour new” and “grandjour new-version” make one to start from."),
)
ALGORITHM_UNNAMED = Code(
    "R130",
    N_("The file “%(name)s” lies here, and no line “algorithm” of “fr.md” names it."),
    N_(
        "Write in “fr.md” the line algorithm: %(name)s, list the file under “artefacts” with its"
        " digest, %(digest)s, and choose a fidelity other than “documented”; or remove the file."
    ),
)

# Across files and entries ------------------------------------------------------------

BAD_SLUG = Code(
    "R201",
    N_("“%(name)s” cannot name a folder or file here."),
    N_("Use lowercase letters a to z, digits and single hyphens, 64 characters at most."),
)
STRANGE_FILE = Code(
    "R202",
    N_("“%(name)s” has no place here."),
    N_("Remove it. Expected here: %(allowed)s."),
)
LINK_FILE = Code(
    "R203",
    N_("“%(name)s” is a link or a special file."),
    N_("Replace it with a plain file: the register must hold everything it shows."),
)
NO_VERSION = Code(
    "R204",
    N_("The entry “%(slug)s” has no version."),
    N_("Make the folder “1” with the text “fr.md”: “grandjour new” does it."),
)
VERSION_GAP = Code(
    "R205",
    N_("The entry “%(slug)s” has no version %(number)s."),
    N_("Versions are numbered 1, 2, 3, ... without a gap."),
)
DUPLICATE_ENTRY = Code(
    "R206",
    N_("The id “%(id)s” already belongs to the entry “%(slug)s”."),
    N_("Give this entry an id that was never used. “grandjour new” chooses one."),
)
ID_CHANGED = Code(
    "R207",
    N_("The id of this entry was “%(before)s” and becomes “%(id)s”."),
    N_("An id is permanent: write “%(before)s”."),
)
ADMINISTRATION_UNKNOWN = Code(
    "R208",
    N_("There is no administration “%(name)s”."),
    N_("Add the file “administrations/%(name)s.yaml”, or use one of: %(allowed)s."),
)
REGISTER_MISSING = Code(
    "R209",
    N_("This folder is not a register: it has no “register.yaml”."),
    N_("Name the folder that holds it, or make a register with “grandjour init”."),
)

NOT_PLAIN = Code(
    "R214",
    N_("The explanation (“%(language)s”) is not plain: %(problem)s: %(measured)s. “%(text)s”"),
    N_(
        "Write one idea in a sentence, 20 words at most, in everyday words. Write an acronym in"
        " brackets after its words."
    ),
)
PARAMETERS_NONE = Code(
    "R215",
    N_("These rules name no parameter, so an explanation cannot say which were applied."),
    N_(
        "Write the numbers that a text sets (a price, a ceiling, points) under “parameters”, with"
        " their days and their reference, and use their names in the steps."
    ),
)

ADDRESS_TAKEN = Code(
    "R217",
    N_("The name “%(address)s” already belongs to the entry “%(slug)s”, or did once."),
    N_("Choose a name that no entry has had: the old ones lead to their entries for ever."),
)
ADDRESS_CHANGED = Code(
    "R218",
    N_("This entry was named “%(before)s” in addresses and becomes “%(address)s”."),
    N_("If that is wanted, write “kind: renaming”; if not, write “address: %(before)s”."),
)
MERGED_NOWHERE = Code(
    "R219",
    N_("There is no other entry “%(id)s” to be merged into."),
    N_("Use one of: %(allowed)s."),
)

# The ledger, publishing, finding -----------------------------------------------------

LEDGER_LINE = Code(
    "R301",
    N_("This line of the ledger cannot be read: %(problem)s."),
    N_("Never edit the ledger. Put back the copy that you or a reader kept."),
)
LEDGER_CUT = Code(
    "R302",
    N_("The last line of the ledger is cut."),
    N_("Put back the copy that you or a reader kept, then publish again."),
)
LEDGER_ORDER = Code(
    "R303",
    N_("This line of the ledger does not follow from the ones before: %(problem)s."),
    N_("Never edit the ledger. Put back the copy that you or a reader kept."),
)
PUBLISHED_CHANGED = Code(
    "R304",
    N_("The file “%(name)s” was published on %(day)s and has changed since."),
    N_("Put the published text back. To change it, make a new version: “grandjour new-version”."),
)
PUBLISHED_MISSING = Code(
    "R305",
    N_("The file “%(name)s” was published on %(day)s and is missing."),
    N_("Put the published file back: what was published is never removed."),
)
PUBLISHED_ADDED = Code(
    "R306",
    N_("The file “%(name)s” was added to a version that is already published."),
    N_("Move it to a new version. Only a text in a new language may be added."),
)
LOCKED = Code(
    "R307",
    N_("Somebody else is publishing in this register."),
    N_("Wait until they have finished, then try again."),
)
CLOCK_BACK = Code(
    "R308",
    N_("The clock says %(now)s, and the last publication was at %(last)s."),
    N_("Set this computer's clock, then publish again."),
)
SAVED_SINCE = Code(
    "R320",
    N_("The file “%(name)s” was saved while it was being published."),
    N_("Nothing was published. Run the same command again: the file is checked as it is now."),
)
WRITE_FAILED = Code(
    "R309",
    N_("“%(name)s” cannot be written: %(problem)s."),
    N_("Nothing was changed. Check the free space and that you may write there."),
)
ALREADY_THERE = Code(
    "R310",
    N_("“%(name)s” already exists."),
    N_("Choose another name, or remove it first."),
)
UNKNOWN_ENTRY = Code(
    "R311",
    N_("There is no entry “%(slug)s”."),
    N_("Use one of: %(allowed)s."),
)
UNKNOWN_VERSION = Code(
    "R312",
    N_("The entry “%(slug)s” has no version %(number)s."),
    N_("Use one of: %(allowed)s."),
)
BEFORE_FIRST = Code(
    "R313",
    N_("The entry “%(slug)s” has no version for %(day)s."),
    N_("Its first version applies from %(first)s. Choose a later date."),
)
NOT_PUBLISHED = Code(
    "R314",
    N_("The entry “%(slug)s” is not published yet."),
    N_("Publish it with “grandjour publish”, or name the draft with “--version”."),
)
NOT_KNOWN_YET = Code(
    "R315",
    N_("Nothing of the entry “%(slug)s” was published yet at %(known)s."),
    N_("Its first version was published at %(first)s. Choose a later time."),
)
ENDED = Code(
    "R316",
    N_("The entry “%(slug)s” has no version to calculate for %(day)s: it ended on %(end)s."),
    N_("Check the day of the decision, or choose a version yourself with “--version”."),
)
BAD_MOMENT = Code(
    "R317",
    N_("“%(value)s” is neither a day nor a moment."),
    N_("Write 2026-01-31, or 2026-01-31T08:00."),
)
UNKNOWN_FILE = Code(
    "R321",
    N_("The entry “%(slug)s” has no file “%(name)s”."),
    N_("Use one of: %(allowed)s."),
)
SAME_VERSION = Code(
    "R318",
    N_("Version %(number)s of “%(slug)s” cannot be compared with itself."),
    N_("Choose two different versions: the older one first."),
)

# Giving a score its model ------------------------------------------------------------

NO_DRAFT = Code(
    "R403",
    N_("Version %(number)s of “%(slug)s” is published, and a published version never changes."),
    N_("Start a new version first: “grandjour new-version %(slug)s”."),
)
NOT_A_SCORE = Code(
    "R404",
    N_("This entry names no algorithm file that is a score."),
    N_("Put “score.yaml” beside this text, and write “algorithm: score.yaml”."),
)

# Calculating a recorded case again ---------------------------------------------------

RECORDED_FILE_CHANGED = Code(
    "R401",
    N_("The file “%(name)s” is not the one that calculated: %(found)s instead of %(recorded)s."),
    N_("Calculate again in a copy of the register that holds the file as it was."),
)
RECORDED_FILE_MISSING = Code(
    "R402",
    N_("The file “%(name)s”, which calculated, is not in “%(place)s”."),
    N_("Put the file back there, as it was."),
)

# Upkeep ------------------------------------------------------------------------------

LINKS_LINE = Code(
    "R601",
    N_("This line is not the result of trying a link."),
    N_("Delete the file: “grandjour links” writes it again."),
)
NO_SITE_ANSWERS = Code(
    "R602",
    N_("Not one of %(count)s links answered: this computer does not seem to reach other sites."),
    N_("Check the connection, then try again. The results that were kept are as they were."),
)
