"""From the texts of a rule file to what its steps calculate, or to every issue in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from explain.details import TraceRow
from explain.errors import InvalidFile
from explain.issues import Issue
from explain.rules.bodies import Body, Row
from explain.rules.expressions import normal, parse
from explain.rules.model import RuleException, RulesFile, RuleStep, TableRow
from explain.rules.syntax import Constant, Expression, names, with_fields
from explain.sources import Document, Path

Bodies = Mapping[str, Body]


def read_bodies(rules: RulesFile, document: Document) -> tuple[dict[str, Body], list[Issue]]:
    """Read every formula and condition. Steps that cannot be read are left out."""
    reader = _Reader(document, {item.id: {f.id for f in item.fields} for item in rules.inputs})
    bodies = {}
    for place, step in enumerate(rules.steps):
        before = len(reader.found)
        body = reader.body(step, ("steps", place))
        if len(reader.found) == before:
            bodies[step.id] = body
    return bodies, reader.found


@dataclass(slots=True)
class _Reader:
    """Reads texts and collects what is wrong on the way."""

    document: Document
    fields_of: Mapping[str, set[str]]
    found: list[Issue] = field(default_factory=list)

    def body(self, step: RuleStep, path: Path) -> Body:
        exceptions = tuple(
            self.exception(item, step.id, (*path, "exceptions", place))
            for place, item in enumerate(step.exceptions)
        )
        if step.table is None:
            gives = self.read(step.formula or "", step.id, (*path, "formula"))
            return Body(
                exceptions, "formula", (_row(TableRow(id="formula", gives="0"), (), gives),)
            )
        rows = tuple(
            self.row(item, step.id, (*path, "table", "rows", place))
            for place, item in enumerate(step.table.rows)
        )
        return Body(exceptions, step.table.hit, rows)

    def row(self, row: TableRow, step: str, path: Path) -> Row:
        when = tuple(
            self.read(text, step, (*path, "when", place)) for place, text in enumerate(row.when)
        )
        return _row(row, when, self.read(row.gives, step, (*path, "gives")))

    def exception(self, item: RuleException, step: str, path: Path) -> Row:
        when = self.read(item.when, step, (*path, "when"))
        row = TableRow(id=item.id, label=item.label, when=(item.when,), gives=item.gives)
        return _row(row, (when,), self.read(item.gives, step, (*path, "gives")))

    def read(self, text: str, step: str, path: Path) -> Expression:
        try:
            return with_fields(parse(text), self.fields_of)
        except InvalidFile as error:
            line = self.document.line(path)
            self.found += [
                replace(issue, file=self.document.file, line=line, field=step)
                for issue in error.issues
            ]
            return Constant(value=True)


def _row(row: TableRow, when: tuple[Expression, ...], gives: Expression) -> Row:
    said = TraceRow(
        id=row.id,
        label=row.label,
        when=tuple(map(normal, row.when)),
        gives=normal(row.gives),
        state="not_reached",
        failed=None,
        value=None,
        reference=row.reference,
    )
    return Row(row.id, when, gives, said, fixed=not names(gives))
