"""A problem of choice in the language of CP-SAT: clauses and sums over literals.

Thresholds are order-encoded: for a number, one literal per option says "this one or a later
one". Each tree has one literal per leaf, exactly one of which holds; all leaves of a tree
that need a literal exclude its opposite together (Misic, Operations Research 68, 2020;
Parmentier and Vidal, ICML 2021).
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

Literals = list[int]
Terms = list[tuple[int, int]]
"""Literals with their weights."""

_LARGEST = 2**62


def negated(literal: int) -> int:
    """Return the opposite of a literal, in the way CP-SAT numbers them."""
    return -literal - 1


class Text:
    """A model, written in the text form of CP-SAT's protocol buffers."""

    def __init__(self) -> None:
        self.count = 0
        self.lines: list[str] = []

    def copy(self) -> "Text":
        """Return a copy that grows on its own."""
        other = Text()
        other.count, other.lines = self.count, list(self.lines)
        return other

    def literals(self, count: int) -> Literals:
        """Add variables that are 0 or 1."""
        self.lines += ["variables{domain:[0,1]}"] * count
        self.count += count
        return list(range(self.count - count, self.count))

    def clause(self, kind: str, literals: Sequence[int]) -> None:
        """Add `at_most_one`, `exactly_one` or `bool_or` of literals."""
        self.lines.append(f"constraints{{{kind}{{literals:{list(literals)}}}}}")

    def linear(self, terms: Terms, low: int, high: int = _LARGEST) -> None:
        """Add `low <= sum of weight * literal <= high`."""
        text, constant = _sum(terms)
        domain = [low - constant, min(_LARGEST, high - constant)]
        self.lines.append(f"constraints{{linear{{{text} domain:{domain}}}}}")

    def minimise(self, terms: Terms) -> None:
        """Minimise the sum of weight * literal."""
        text, constant = _sum(terms)
        self.lines.append(f"objective{{{text} offset:{constant}}}")

    def table(self, names: Literals, rows: Sequence[Sequence[int]]) -> None:
        """Allow only `rows` as values of the variables `names`."""
        exprs = " ".join(f"exprs{{vars:[{name}] coeffs:[1]}}" for name in names)
        values = [value for row in rows for value in row]
        self.lines.append(f"constraints{{table{{{exprs} values:{values}}}}}")


def _sum(terms: Terms) -> tuple[str, int]:
    """Write a sum over variables, each once, and return what opposites add to it."""
    constant = sum(weight for literal, weight in terms if literal < 0)
    weights: Counter[int] = Counter()
    for literal, weight in terms:
        if literal >= 0:
            weights[literal] += weight
        else:
            weights[negated(literal)] -= weight
    return f"vars:{list(weights)} coeffs:{list(weights.values())}", constant


class Chosen:
    """One input: `costs` of its options, the option that it has now, and its literals."""

    def __init__(self, text: Text, choice: Any) -> None:
        self.text = text
        self.costs: list[int] = choice["costs"]
        self.stay: int = choice["stay"]
        self.ordered: bool = choice["ordered"]
        self.last = len(self.costs) - 1
        self.is_ = [] if self.ordered else text.literals(self.last + 1)
        self.from_ = text.literals(self.last) if self.ordered else []
        """`from_[i]` says that the option is i + 1 or a later one."""
        (self.changed,) = text.literals(1)
        self._link()

    def _link(self) -> None:
        if not self.ordered:
            self.text.clause("exactly_one", self.is_)
            self.text.clause("exactly_one", [self.is_[self.stay], self.changed])
            return
        for earlier, later in pairwise(self.from_):
            self.text.clause("bool_or", [negated(later), earlier])
        moved = [negated(self.from_[self.stay - 1])] if self.stay else []
        moved += [self.from_[self.stay]] if self.stay < self.last else []
        for literal in moved:
            self.text.clause("bool_or", [negated(literal), self.changed])
        self.text.clause("bool_or", [*moved, negated(self.changed)])

    def cost(self) -> Terms:
        """Return the terms whose sum is the cost of the option chosen; staying costs nothing."""
        if not self.ordered:
            return [pair for pair in zip(self.is_, self.costs, strict=True) if pair[1]]
        steps = [later - earlier for earlier, later in pairwise(self.costs)]
        return [
            (literal, step) if place >= self.stay else (negated(literal), -step)
            for place, (literal, step) in enumerate(zip(self.from_, steps, strict=True))
        ]

    def option(self, values: Sequence[int]) -> int:
        """Return the option that a solution has chosen."""
        if self.ordered:
            return sum(values[literal] for literal in self.from_)
        return next(place for place, literal in enumerate(self.is_) if values[literal])

    def among(self, options: Sequence[int]) -> Terms:
        """Return terms whose sum is 1 where one of `options` is chosen, and 0 otherwise."""
        if not self.ordered:
            return [(self.is_[option], 1) for option in options]
        terms: Terms = []
        for option in options:
            # A difference of two neighbours; before the first stands a literal and its opposite.
            before = [self.from_[option - 1]] if option else [self.from_[0], negated(self.from_[0])]
            terms += [(literal, 1) for literal in before]
            terms += [(self.from_[option], -1)] if option < self.last else []
        return terms

    def tie(self, leaves: list[tuple[int, list[int]]]) -> None:
        """Let leaves of one tree hold only with the options that lead to them."""
        if self.ordered and all(own[-1] - own[0] + 1 == len(own) for _, own in leaves):
            self._tie_ranges(leaves)
        else:
            self._tie_sets(leaves)

    def _tie_ranges(self, leaves: list[tuple[int, list[int]]]) -> None:
        for first in sorted({own[0] for _, own in leaves} - {0}):
            needing = [leaf for leaf, own in leaves if own[0] >= first]
            self.text.clause("at_most_one", [*needing, negated(self.from_[first - 1])])
        for last in sorted({own[-1] for _, own in leaves} - {self.last}):
            needing = [leaf for leaf, own in leaves if own[-1] <= last]
            self.text.clause("at_most_one", [*needing, self.from_[last]])

    def _tie_sets(self, leaves: list[tuple[int, list[int]]]) -> None:
        for options in sorted({tuple(own) for _, own in leaves}):
            needing = [leaf for leaf, own in leaves if set(own) <= set(options)]
            self.text.linear([*((leaf, -1) for leaf in needing), *self.among(options)], 0)


class Encoded:
    """A whole problem. `forbid` adds what is learnt; `text` holds all but how many change."""

    def __init__(self, problem: Any) -> None:
        self.text = Text()
        self.chosen = [Chosen(self.text, choice) for choice in problem["choices"]]
        races: list[Terms] = [[] for _ in problem["needed"]]
        for tree in problem["trees"]:
            leaves = self.text.literals(len(tree))
            self.text.clause("exactly_one", leaves)
            for leaf, (worths, _) in zip(leaves, tree, strict=True):
                for race, worth in zip(races, worths, strict=True):
                    race.append((leaf, worth))
            self._tie(leaves, [dict(sets) for _, sets in tree])
        for race, needed in zip(races, problem["needed"], strict=True):
            self.text.linear(race, needed)

    def _tie(self, leaves: Literals, sets: list[dict[int, list[int]]]) -> None:
        for number, chosen in enumerate(self.chosen):
            own = [
                (leaf, led[number]) for leaf, led in zip(leaves, sets, strict=True) if number in led
            ]
            if own:
                chosen.tie(own)

    @property
    def changed(self) -> Literals:
        """Return for each input the literal that says whether it changes."""
        return [chosen.changed for chosen in self.chosen]

    def cost(self) -> Terms:
        """Return the terms of the total cost."""
        return [term for chosen in self.chosen for term in chosen.cost()]

    def options(self, values: Sequence[int]) -> list[int]:
        """Return the options that a solution has chosen."""
        return [chosen.option(values) for chosen in self.chosen]

    def forbid(self, options: Sequence[int]) -> None:
        """Forbid one choice that did not flip when it was run again."""
        pairs = zip(self.chosen, options, strict=True)
        terms = [term for chosen, option in pairs for term in chosen.among([option])]
        self.text.linear(terms, -_LARGEST, len(self.chosen) - 1)
