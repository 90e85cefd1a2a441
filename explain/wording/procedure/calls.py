"""A call order told call by call."""

from collections.abc import Iterator

from explain.account import Fact, Scene, Tale
from explain.issues import N_
from explain.matching.stories import Call, CallStory
from explain.wording.words import Words, capital

_GROUPS = {
    (False, False): N_("in no group that has a rate"),
    (True, False): N_("scholarship holder"),
    (False, True): N_("candidate from the area"),
    (True, True): N_("scholarship holder from the area"),
}

_SCHOLARSHIP = N_(
    "Otherwise, scholarship holders could have %(count)s of %(number)s calls: less than %(rate)s."
)
_RESIDENCE = N_("Otherwise, the area could have %(count)s of %(number)s calls: less than %(rate)s.")


def call_tale(story: CallStory, words: Words) -> Tale:
    """Tell a call order."""
    say, number = words.text, words.language.number
    opening = [
        words.language.plural(
            "The list holds %(count)s invented candidate.",
            "The list holds %(count)s invented candidates.",
            story.people,
        )
    ]
    rates = [("scholarship_rate", story.scholarship), ("residence_rate", story.residence)]
    moved = [(call, place) for place, call in enumerate(story.calls, start=1)]
    return Tale(
        title=story.title,
        source=story.source or "",
        opening=tuple(opening),
        places=tuple(
            Fact(label=words.label(name), value=words.quantity(rate, "percent"))
            for name, rate in rates
            if rate
        ),
        people=(),
        scenes=(Scene(title=say("The calls, one by one"), lines=tuple(_lines(story, words))),),
        closing=(
            words.language.plural(
                "%(count)s candidate is called earlier than in the committee’s ranking.",
                "%(count)s candidates are called earlier than in the committee’s ranking.",
                sum(call.rank > place for call, place in moved),
            ),
            words.language.plural(
                "%(count)s candidate is called later.",
                "%(count)s candidates are called later.",
                sum(call.rank < place for call, place in moved),
            ),
        ),
        results=tuple(
            Fact(
                label=say("Committee’s rank %(rank)s", rank=number(call.rank)),
                value=say("call %(number)s", number=number(place)),
            )
            for call, place in sorted(moved, key=lambda pair: pair[0].rank)
            if call.rank != place
        ),
    )


def _lines(story: CallStory, words: Words) -> Iterator[Fact]:
    say, number = words.text, words.language.number
    for place, call in enumerate(story.calls, start=1):
        yield Fact(
            label=say(
                "Call %(number)s: committee’s rank %(rank)s",
                number=number(place),
                rank=number(call.rank),
            ),
            value=capital(say(_GROUPS[call.holder, call.resident])) + ".",
            note=" ".join(_why(story, call, place, words)),
        )


def _why(story: CallStory, call: Call, place: int, words: Words) -> Iterator[str]:
    """Say which rule decides, and with which counts; ranks alone need no count."""
    say = words.text
    if call.rule == "natural":
        yield say("First one left in the ranking.")
        return
    yield say("This rule decides: %(rule)s.", rule=words.label(call.rule))
    if call.rule in {"scholarship", "both"}:
        yield _short(_SCHOLARSHIP, call.holders, (place, story.scholarship), words)
    if call.rule in {"residence", "both"}:
        yield _short(_RESIDENCE, call.residents, (place, story.residence), words)


def _short(message: str, count: int, asked: tuple[int, int], words: Words) -> str:
    place, rate = asked
    number = words.language.number
    percent = words.quantity(rate, "percent")
    return words.text(message, count=number(count), number=number(place), rate=percent)
