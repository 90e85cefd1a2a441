"""The text of a LightGBM model as sections of `key=value` lines."""

import re
import sys
from dataclasses import dataclass

from explain.errors import InvalidFile
from explain.issues import N_
from explain.scores import issues
from explain.scores.conversion.declaration import refuse

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]{1,3})?")
_WHOLE = re.compile(r"-?[0-9]{1,10}")
_GREATEST = repr(sys.float_info.max)
_END = "end of trees"


@dataclass(frozen=True, slots=True)
class Section:
    """The head of a model, or one tree."""

    file: str
    title: str
    fields: dict[str, str]

    def words_of(self, key: str) -> str:
        """Return the text of a field. Raises `InvalidFile` where it is missing."""
        if key not in self.fields:
            raise unreadable(self.file, N_("a field is missing"), f"{self.title}: {key}")
        return self.fields[key]

    def whole(self, key: str) -> int:
        """Return one whole number. Raises `InvalidFile` for anything else."""
        return self.wholes(key, 1)[0]

    def wholes(self, key: str, count: int | None = None) -> list[int]:
        """Return whole numbers; `count` of them, where it is given."""
        return [int(word) for word in self._words(key, _WHOLE, count)]

    def numbers(self, key: str, count: int) -> list[float]:
        """Return `count` finite numbers."""
        return [float(word) for word in self._words(key, _NUMBER, count)]

    def limits(self, key: str, count: int) -> list[float]:
        """Return `count` thresholds; "inf", below which all numbers are, is the greatest."""
        words = [_GREATEST if word == "inf" else word for word in self.words_of(key).split()]
        return Section(self.file, self.title, {key: " ".join(words)}).numbers(key, count)

    def _words(self, key: str, pattern: re.Pattern[str], count: int | None) -> list[str]:
        words = self.words_of(key).split()
        wrong = count is not None and len(words) != count
        if wrong or not all(pattern.fullmatch(word) for word in words):
            raise unreadable(self.file, N_("these are not the numbers expected"), self.where(key))
        return words

    def where(self, key: str) -> str:
        """Return where a field stands, for a message."""
        return f"{self.title}: {key}"


def sections(text: str, file: str) -> tuple[Section, list[Section]]:
    """Return the head and the trees. Raises `InvalidFile` where the text is no such model."""
    lines = text.splitlines()
    if not lines or lines[0] != "tree":
        raise unreadable(file, N_("it does not begin as such a model does"), "tree")
    if _END not in lines:
        raise unreadable(file, N_("its end is missing"), _END)
    found = [Section(file, "head", {})]
    for line in lines[1 : lines.index(_END)]:
        key, _, value = line.partition("=")
        if key == "Tree":
            if value != str(len(found) - 1):
                raise unreadable(file, N_("the trees are not in order"), line[:40])
            found.append(Section(file, line[:40], {}))
        elif key:
            _add(found[-1], key, value)
    return found[0], found[1:]


def _add(section: Section, key: str, value: str) -> None:
    if key in section.fields:
        where = section.where(key[:40])
        raise unreadable(section.file, N_("a field stands twice"), where)
    section.fields[key] = value


def unreadable(file: str, problem: str, where: str) -> InvalidFile:
    """Return the refusal of a text that is no LightGBM model."""
    about = {"library": "LightGBM", "problem": problem, "where": where}
    return refuse(issues.FOREIGN_MODEL, file, **about, save='save_model("model.txt")')
