"""The texts of a model, by key: found and replaced by one mechanism."""

from explain.fields import Declared, Id, Line, Text
from explain.texts import texts, with_texts


class Choice(Declared):
    """A nested item with an identifier."""

    id: Id
    label: Text


class Question(Declared):
    """An item with an identifier, a label, a help and choices."""

    id: Id
    label: Text
    help: Text | None = None
    code: Line = "x"
    choices: tuple[Choice, ...] = ()


class Part(Declared):
    """A group without an identifier."""

    degree: Text


class Form(Declared):
    """The whole."""

    title: Text
    part: Part
    questions: tuple[Question, ...]
    parts: tuple[Part, ...] = ()
    notes: tuple[Text, ...] = ()


FORM = Form(
    title="Titre",
    part=Part(degree="Degré"),
    questions=(
        Question(id="age", label="Âge", help="En années"),
        Question(id="etat", label="État", choices=(Choice(id="bon", label="Bon"),)),
    ),
    parts=(Part(degree="Un"), Part(degree="Deux")),
    notes=("Premièrement", "Ensuite"),
)


def test_the_key_of_a_text_is_its_path_of_identifiers() -> None:
    """Items with an id hide the list's name; a label adds nothing."""
    assert texts(FORM) == {
        "title": "Titre",
        "part.degree": "Degré",
        "age": "Âge",
        "age.help": "En années",
        "etat": "État",
        "etat.bon": "Bon",
        "parts.1.degree": "Un",
        "parts.2.degree": "Deux",
        "notes.1": "Premièrement",
        "notes.2": "Ensuite",
    }


def test_replacing_texts_changes_nothing_else() -> None:
    """Only the texts that are given change; the original stays as it was."""
    english = with_texts(FORM, {"age": "Age", "etat.bon": "Good", "unknown": "?"})
    assert texts(english) == texts(FORM) | {"age": "Age", "etat.bon": "Good"}
    assert english.questions[0].code == "x"
    assert FORM.questions[0].label == "Âge"


def test_replacing_every_text_by_itself_gives_the_same_model() -> None:
    """Reading and writing texts are inverse."""
    assert with_texts(FORM, texts(FORM)) == FORM
