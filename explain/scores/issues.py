"""What can be wrong with a score's files, as codes E460 to E499."""

from explain.issues import N_, Code

# The algorithm file ------------------------------------------------------------------

FILE_NOT_GIVEN = Code(
    "E460",
    N_("The file “%(name)s” is named and was not found."),
    N_("Put it beside this file, or correct its name."),
)
FLAT_SCALE = Code(
    "E461",
    N_("The scale of the points is zero: every score would be the same."),
    N_("Write how many points one unit of the model’s output is worth."),
)
THRESHOLD_TOO_FINE = Code(
    "E462",
    N_("The threshold %(threshold)s has more decimals than the points, which have %(decimals)s."),
    N_("Round the threshold, or print more decimals."),
)
THRESHOLD_HALF_SAID = Code(
    "E463",
    N_("“threshold”, “threshold_label” and “favourable” go together."),
    N_("Write all three, or none."),
)
OUTCOME_UNIT = Code(
    "E464",
    N_("The outcome must be a number in the unit of the points, “%(unit)s”."),
    N_("Give the outcome the type “number” and this unit."),
)
GROUP_INPUT = Code(
    "E465",
    N_("The group “%(group)s” names “%(input)s”, which is not an input or is in another group."),
    N_("Name each input in one group at most."),
)
ID_TAKEN = Code(
    "E466",
    N_("“%(id)s” cannot name an input or a group here: it already has a meaning."),
    N_("Choose another identifier."),
)

MISSING_INPUT = Code(
    "E662",
    N_("“missing” names “%(input)s”, which is not an input."),
    N_("Name inputs whose absence the model reads as a value of its own."),
)
OUTCOME_CLASSES = Code(
    "E664",
    N_("The model chooses between %(found)s, and the outcome between %(expected)s."),
    N_("Give the outcome the type “category” with the model’s classes as its choices."),
)
CLASS_THRESHOLD = Code(
    "E665",
    N_("A choice between several classes has no threshold."),
    N_("Remove “threshold”, “threshold_label” and “favourable”."),
)
CLASS_ORDER = Code(
    "E667",
    N_("“best_first” must list every result that the outcome can have, each once: %(expected)s."),
    N_("List them from the best for the person to the worst, or remove “best_first”."),
)
CLASS_SCALE = Code(
    "E668",
    N_("The scale of the points is negative: the result that is kept would have the fewest."),
    N_("Give “display” a positive “scale”. The result with the most points is the one kept."),
)
THRESHOLD_SCALE = Code(
    "E666",
    N_("The threshold is %(threshold)s, and the background’s scores go from %(low)s to %(high)s."),
    N_(
        "Write the threshold in points: offset + scale × output. "
        "If it is right, add rows on its other side to the background."
    ),
)

# The model ---------------------------------------------------------------------------

MODEL_NUMBER = Code(
    "E470",
    N_("“%(field)s” must be a number between quotes, below 1e15, and it is “%(value)s”."),
    N_("Convert the model again. Numbers such as NaN or infinity cannot be explained."),
)
BANDS_ENDS = Code(
    "E660",
    N_("Each band but the last says where it ends, and “%(field)s” does not."),
    N_("Write “below” in every band but the last, which holds everything above."),
)
BANDS_ORDER = Code(
    "E661",
    N_("“%(field)s” ends at %(value)s, which is not above the band before it."),
    N_("List the bands from the lowest to the highest."),
)
MODEL_SCALE = Code(
    "E471",
    N_("“%(field)s” must be greater than zero, and it is “%(value)s”."),
    N_("Convert the model again. Leave out an input that never varies."),
)
INPUT_NOT_IN_MODEL = Code(
    "E472",
    N_("The model does not use “%(input)s”, which is declared."),
    N_("Remove the input, or convert the model again with it."),
)
MISSING_NOT_HANDLED = Code(
    "E663",
    N_("“missing” names “%(input)s”, and the model has no value for its absence."),
    N_("Say in the model what a missing value is worth, or remove it from “missing”."),
)
TERM_NOT_DECLARED = Code(
    "E473",
    N_("The model uses “%(input)s”, which is not declared."),
    N_("Declare the input, or convert the model again without it."),
)
TERM_TYPE = Code(
    "E474",
    N_("The model reads “%(input)s” as a %(kind)s, and it is declared as “%(type)s”."),
    N_("Correct the input’s type, or convert the model again."),
)
CATEGORY_NOT_IN_MODEL = Code(
    "E475",
    N_("The model has no weight for “%(category)s” of “%(input)s”."),
    N_("Remove this choice, or train the model again with cases that have it."),
)
CATEGORY_NOT_DECLARED = Code(
    "E476",
    N_("The model has a weight for “%(category)s” of “%(input)s”, which is not declared."),
    N_("Declare this choice, or convert the model again without it."),
)

# The background ----------------------------------------------------------------------

BACKGROUND_COLUMNS = Code(
    "E480",
    N_("The columns of the background are not the declared inputs: %(columns)s."),
    N_("Write one column for each input, in this order: %(expected)s."),
)
BACKGROUND_WIDTH = Code(
    "E481",
    N_("This line has %(count)s values, and there are %(expected)s columns."),
    N_("Write one value for each column, with commas between them and no quotes."),
)
BACKGROUND_VALUE = Code(
    "E482",
    N_("“%(value)s” cannot be a value of “%(column)s”."),
    N_(
        "Write a value that the input’s declaration allows: %(allowed)s. A number is written in"
        " digits, 18 at most on each side of its point."
    ),
)
BACKGROUND_BLANK = Code(
    "E484",
    N_("“%(column)s” is blank in this row, and is not declared to be missing at times."),
    N_("Write the value, or list “%(column)s” under “missing” if the model counts without it."),
)
BACKGROUND_ROWS = Code(
    "E483",
    N_("The background has %(count)s rows, and %(expected)s are declared."),
    N_("Correct “rows”, or restore the missing rows. Every row counts in the explanation."),
)

# Converting a trained model ----------------------------------------------------------

STEP_UNKNOWN = Code(
    "E490",
    N_("The model holds a “%(step)s”, which cannot be converted."),
    N_("Use: %(allowed)s."),
)
COLUMNS_UNCLEAR = Code(
    "E491",
    N_("It is not clear which step reads the input “%(input)s”."),
    N_("Name columns by position, from 0 in the order of the inputs, each in one step."),
)
NOT_ONE_OUTPUT = Code(
    "E492",
    N_("The model has %(count)s outputs, and one is expected."),
    N_("Train a model with one output: a number, or yes and no."),
)
PREDICTIONS_DIFFER = Code(
    "E493",
    N_("On row %(row)s the converted model gives %(ours)s, and the original %(theirs)s."),
    N_("Do not publish it. Check how the original model reads this row: %(values)s."),
)

# The arrays of a model of trees -----------------------------------------------------

ARRAYS_DIGEST = Code(
    "E600",
    N_("“%(name)s” is not the file that this model was written with: its digest is %(found)s."),
    N_("Restore the file, or convert the model again. Never edit it."),
)
ARRAYS_UNREADABLE = Code(
    "E601",
    N_("The arrays in “%(name)s” cannot be read: %(problem)s."),
    N_("Restore the file, or convert the model again."),
)
TREES_BROKEN = Code(
    "E602",
    N_("The trees in “%(name)s” do not hold together: %(problem)s."),
    N_("Convert the model again. Do not publish it as it is."),
)
INTERCEPTS = Code(
    "E603",
    N_("The model gives %(count)s starting values, and it has %(expected)s outputs."),
    N_("Convert the model again: one starting value for each output."),
)
CHOICE_NOT_LISTED = Code(
    "E604",
    N_("A column reads “%(category)s” of “%(input)s”, which “choices” does not list."),
    N_("Convert the model again."),
)

# Models of LightGBM and XGBoost ------------------------------------------------------

FOREIGN_MODEL = Code(
    "E620",
    N_("This is not a %(library)s model in text: %(problem)s (%(where)s)."),
    N_("Save it again with %(library)s: %(save)s."),
)
BINARY_MODEL = Code(
    "E621",
    N_("This %(library)s model is in a binary format."),
    N_("Save it as text with %(library)s: %(save)s."),
)
OBJECTIVE_UNKNOWN = Code(
    "E622",
    N_("The model was trained for “%(objective)s”, which cannot be explained exactly."),
    N_("Use one of: %(allowed)s."),
)
FEATURES_DIFFER = Code(
    "E623",
    N_("The model was trained on %(features)s, and the declared inputs are %(inputs)s."),
    N_("Use the same names in both. Columns without names stand in the order of the inputs."),
)
CATEGORY_CODES = Code(
    "E624",
    N_("Which number stands for which choice of “%(input)s” is not clear: %(problem)s."),
    N_("Number the choices from 0 as declared, or train with the pandas type “category”."),
)
ZERO_IS_MISSING = Code(
    "E625",
    N_("The model reads zero as missing (%(where)s)."),
    N_("Train it again with “zero_as_missing=false”, and leave missing values empty."),
)
ROUNDS_UNCLEAR = Code(
    "E626",
    N_("Early stopping chose the first %(best)s rounds, and the file holds %(count)s."),
    N_("Cut the model before you save it: “booster[:%(best)s]”."),
)

# What a trained model holds ----------------------------------------------------------

CATEGORY_NOT_ENCODED = Code(
    "E605",
    N_("“%(input)s” reaches the model as text, and the model calculates with numbers."),
    N_("Encode it in the pipeline, with OneHotEncoder or OrdinalEncoder."),
)
NUMBER_ENCODED = Code(
    "E606",
    N_("The model encodes “%(input)s” like a category, and it is declared as a number."),
    N_("Declare it with the type “category”, or train the model with it as a number."),
)
IMPUTED_LATE = Code(
    "E607",
    N_("The missing values of “%(input)s” are filled in after other operations."),
    N_("Put SimpleImputer before the scalers, and train the model again."),
)
CLASS_NAME = Code(
    "E608",
    N_("The class “%(name)s” of the model cannot serve as an identifier."),
    N_("Train the model with classes named in lowercase letters a to z, digits and “_”."),
)

NOT_FITTED = Code(
    "E609",
    N_("The %(step)s has not been trained."),
    N_("Call its method “fit” first, and save it afterwards."),
)
CLASSES_DIFFER = Code(
    "E610",
    N_("The model chooses between %(count)s classes, and the outcome has %(expected)s choices."),
    N_("Give the outcome one choice for each class, in the order of the model’s classes."),
)

# Opening a model file ----------------------------------------------------------------

PICKLE = Code(
    "E611",
    N_("“%(name)s” is a pickle or a joblib file: to open it would run the code that it holds."),
    N_(
        "In the program that trained the model, write: "
        "skops.io.dump(model, 'model.skops'). Give that file."
    ),
)
FORMAT_UNKNOWN = Code(
    "E612",
    N_("“%(name)s” does not begin like a model that can be read."),
    N_("Give a .skops file, LightGBM’s text, XGBoost’s JSON, or points in YAML (“kind:”)."),
)
LIBRARY_MISSING = Code(
    "E613",
    N_("“%(name)s”, which reads this model, is not installed."),
    N_("Install it with: pip install grandjour[build]."),
)
ARCHIVE_UNSAFE = Code(
    "E614",
    N_("“%(name)s” is not opened: %(problem)s."),
    N_("Save the model again with skops.io.dump, and give that file."),
)
UNTRUSTED_TYPES = Code(
    "E615",
    N_("The file holds types that are not trusted: %(types)s."),
    N_("Do not open it elsewhere. If the model is yours, train it without them and save it again."),
)
MODEL_UNREADABLE = Code(
    "E616",
    N_("The model cannot be read: %(problem)s."),
    N_("Save it again with the library that trained it, in the version installed here."),
)
MODEL_TOO_LARGE = Code(
    "E617",
    N_("This model is too large: %(size)s bytes, and %(limit)s are allowed."),
    N_("Train a smaller one: fewer or shallower trees."),
)
CONVERSION_STOPPED = Code(
    "E618",
    N_("The conversion did not end: %(problem)s."),
    N_("Save the model again, in case the file is damaged; or train one with fewer trees."),
)

MODEL_NAME = Code(
    "E619",
    N_("“model” is “%(name)s”, which cannot name the converted model."),
    N_("Write “model: %(proposed)s” in this file."),
)

# One case ----------------------------------------------------------------------------

SCORE_TOO_LARGE = Code(
    "E499",
    N_("The value of “%(label)s” is too large for this calculation."),
    N_("Check the value of “%(field)s”."),
)

# The evaluation set that a score declares ---------------------------------------------

OBSERVED_TYPE = Code(
    "E640",
    N_("An observed value of the type “%(type)s” does not go with this score."),
    N_(
        "“boolean” needs a threshold under “display”, “number” a score that gives a number,"
        " “category” a choice between results."
    ),
)
GROUP_UNCLEAR = Code(
    "E642",
    N_("“%(id)s” does not say which groups are compared."),
    N_(
        "Name an input that is a category or yes or no, without a label;"
        " or give a column of your own a label and at least two categories."
    ),
)
