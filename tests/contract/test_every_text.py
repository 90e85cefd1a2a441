"""Every text of every published version can be found, and replaced, under one and the same key."""

import pytest

from explain.fields import Declared
from explain.texts import texts, with_texts
from register.entry.folder import open_folder
from register.entry.version import load_algorithm, read_version
from tests.register.published import ENTRIES

FOLDER = open_folder(ENTRIES)
VERSIONS = [(slug, number) for slug in FOLDER.slugs() for number in FOLDER.entry(slug).versions]


@pytest.mark.parametrize(("slug", "number"), VERSIONS)
def test_a_text_is_replaced_under_the_key_under_which_it_is_found(slug: str, number: int) -> None:
    version, _ = read_version(FOLDER.entry(slug), number)
    assert version is not None
    algorithm = load_algorithm(version)
    models: list[Declared] = [version.entry, *([algorithm.spec] if algorithm else [])]
    for model in models:
        own = texts(model)
        others = {key: f"{text} ({key})" for key, text in own.items()}
        assert own
        assert texts(with_texts(model, others)) == others
