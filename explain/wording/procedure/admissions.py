"""Places by points told round by round."""

from collections.abc import Iterator, Sequence

from explain.account import Fact, Scene, Tale
from explain.matching.stories import AdmissionStory, Asking, Choice, Offer, Wisher
from explain.wording.words import Words, capital

UNIT = "points"
OPEN = "open"


def admission_tale(story: AdmissionStory, words: Words) -> Tale:
    """Tell an invented run."""
    return _Telling(story, words).tale()


class _Telling:
    """Tells one story in one language."""

    def __init__(self, story: AdmissionStory, words: Words) -> None:
        self.story = story
        self.words = words
        self.names = {item.id: self._name(item) for item in story.programmes}
        self.single = story.method == "points_with_capacity"

    def _name(self, item: Offer) -> str:
        """Return the name of a programme in this language: of a choice, else of the run."""
        ids = (key for key in self.words.labels if key.endswith(f".{item.id}"))
        return self.words.labels.get(next(ids, ""), item.label)

    def tale(self) -> Tale:
        say = self.words.text
        return Tale(
            title=self.story.title,
            source=self.story.source or "",
            opening=tuple(self._opening()),
            places=tuple(self._places()),
            people=() if self.single else tuple(map(self._wisher, self.story.persons)),
            scenes=tuple(
                Scene(
                    title=say("The comparison")
                    if self.single
                    else say("Round %(number)s", number=number),
                    lines=tuple(self._choice(choice, first=number == 1) for choice in row),
                )
                for number, row in enumerate(self.story.rounds, start=1)
            ),
            closing=tuple(self._closing()),
            results=() if self.single else tuple(map(self._result, self.story.persons)),
        )

    def _opening(self) -> Iterator[str]:
        say, plural = self.words.text, self.words.language.plural
        yield plural(
            "%(count)s invented person takes part.",
            "%(count)s invented people take part.",
            self.story.people,
        )
        yield say("Letters and numbers stand for them: they do not exist.")
        if self.story.drawn:
            yield say("People who have the same points are separated by the lottery.")

    def _places(self) -> Iterator[Fact]:
        plural = self.words.language.plural
        for item in self.story.programmes:
            groups = (
                self.words.text(
                    "%(count)s reserved (%(group)s)",
                    count=self.words.language.number(places),
                    group=self.words.label(group),
                )
                for group, places in item.reserved.items()
            )
            yield Fact(
                label=capital(self.names[item.id]),
                value=plural("%(count)s place", "%(count)s places", item.capacity),
                note=self.words.listed(groups),
            )

    def _wisher(self, person: Wisher) -> Fact:
        say = self.words.text
        wishes = (
            say(
                "%(number)s. %(programme)s (%(points)s)",
                number=number,
                programme=self.names[name],
                points=self._points(points),
            )
            for number, (name, points) in enumerate(person.wishes, start=1)
        )
        notes = [self.words.label(group) for group in person.groups]
        if self.story.drawn:
            drawn = self.words.language.number(person.lottery)
            notes.append(say("number drawn: %(number)s", number=drawn))
        return Fact(
            label=self._person(person.person),
            value=self.words.listed(wishes),
            note=self.words.listed(notes),
        )

    def _choice(self, choice: Choice, *, first: bool) -> Fact:
        return Fact(
            label=capital(self.names[choice.programme]),
            value=" ".join(self._steps(choice, first=first)),
        )

    def _steps(self, choice: Choice, *, first: bool) -> Iterator[str]:
        say, plural = self.words.text, self.words.language.plural
        if not self.single:
            yield plural(
                "%(people)s asks for a place.",
                "%(people)s ask for a place.",
                len(choice.asking),
                people=self._people(choice.asking),
            )
        text = "Admitted: %(people)s." if self.single else "Kept for now: %(people)s."
        yield say(text, people=self._kept(choice))
        if choice.refused:
            yield say("Refused: %(people)s.", people=self._people(choice.refused))
            yield self._why(choice)
        elif first or not self.single:
            yield say("There is room for all of them.")
        if self.single and choice.refused and choice.kept:
            last, _ = choice.kept[-1]
            yield say("Cut-off: %(points)s.", points=self._points(last.points))

    def _why(self, choice: Choice) -> str:
        """Say why the first one of those refused is: no place, fewer points, or the draw."""
        say = self.words.text
        if not choice.kept:
            return say("There is no place here.")
        first = choice.refused[0]
        opened = [one for one, way in choice.kept if way == OPEN]
        if opened and first.points == opened[-1].points:
            return say("The points are the same: the smaller number drawn comes first.")
        if opened and first.points < opened[-1].points:
            return say("All places are taken by people who have more points.")
        return say("The places left are reserved for a group.")

    def _kept(self, choice: Choice) -> str:
        say = self.words.text
        return self.words.listed(
            self._with_points(one)
            if way == OPEN
            else say(
                "%(person)s by the reserved places (%(group)s)",
                person=self._with_points(one),
                group=self.words.label(way),
            )
            for one, way in choice.kept
        ) or say("nobody")

    def _people(self, people: Sequence[Asking]) -> str:
        return self.words.listed(map(self._with_points, people))

    def _with_points(self, one: Asking) -> str:
        return self.words.text(
            "%(person)s (%(points)s)", person=one.person, points=self._points(one.points)
        )

    def _person(self, name: str) -> str:
        return self.words.text("Person %(name)s", name=name)

    def _points(self, points: object) -> str:
        return self.words.quantity(points, UNIT, whole=True)  # type: ignore[arg-type]  # Decimal

    def _closing(self) -> Iterator[str]:
        say = self.words.text
        if not self.single:
            yield say("Nobody has anything left to ask for: the places are final.")
        yield say(
            "The result was compared with that of the calculation itself, which works in"
            " another way. They are the same."
        )

    def _result(self, person: Wisher) -> Fact:
        say = self.words.text
        if person.obtained is None:
            value = say("no place: every wish is refused")
        else:
            name = self.names[person.wishes[person.obtained - 1][0]]
            value = say("%(programme)s, wish %(number)s", programme=name, number=person.obtained)
        return Fact(label=self._person(person.person), value=value)
