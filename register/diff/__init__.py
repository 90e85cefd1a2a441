"""What changed between two versions of an entry.

Fields are compared by key with their types, lists by the ids of their items; the body by
blocks, then by words inside a changed block. Removing what was inserted gives the text
before; removing what was deleted gives the text after.
"""

from dataclasses import dataclass

from explain.i18n import Language
from register.diff.algorithm import compare_algorithms
from register.diff.blocks import Block, compare_blocks
from register.diff.fields import FieldChange, Plain, compare_fields
from register.entry.model import Entry
from register.entry.version import Version


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section of the body: `heading` is its title after, or before if it is gone.

    `blocks` holds all its blocks, those that stayed included.
    """

    id: str
    heading: str
    blocks: tuple[Block, ...]

    @property
    def changed(self) -> bool:
        """Tell whether any block differs."""
        return any(block.change != "same" for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions, compared. `algorithm` holds the changes inside the algorithm file.

    `executable` tells whether both have one.
    """

    before: int
    after: int
    fields: tuple[FieldChange, ...]
    sections: tuple[SectionChange, ...]
    algorithm: tuple[FieldChange, ...]
    executable: bool = False

    @property
    def empty(self) -> bool:
        """Tell whether nothing differs."""
        return not (self.fields or self.algorithm or any(item.changed for item in self.sections))


def compare(before: Version, after: Version, language: Language) -> Comparison:
    """Compare two versions of an entry, as they are read in `language`."""
    old, new = _differing(before.entry_in(language.code), after.entry_in(language.code))
    return Comparison(
        before=before.number,
        after=after.number,
        fields=compare_fields(old, new, language),
        sections=_sections(before, after, language),
        algorithm=compare_algorithms(before, after, language),
        executable=None not in {before.entry.algorithm, after.entry.algorithm},
    )


def _differing(before: Entry, after: Entry) -> tuple[Plain, Plain]:
    """Return the fields that differ, as plain values: making all of them plain costs more."""
    names = {name for name, value in after if value != getattr(before, name)}
    return before.model_dump(include=names), after.model_dump(include=names)


def _sections(before: Version, after: Version, language: Language) -> tuple[SectionChange, ...]:
    old = {item.id: item for item in before.body_in(language.code).sections}
    new = {item.id: item for item in after.body_in(language.code).sections}
    found = []
    for name in [*new, *(name for name in old if name not in new)]:
        shown = new.get(name) or old[name]
        texts = [side[name].text if name in side else "" for side in (old, new)]
        found.append(SectionChange(name, shown.title, compare_blocks(*texts)))
    return tuple(found)
