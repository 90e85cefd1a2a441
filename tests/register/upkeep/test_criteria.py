"""How entries are judged: on a small register whose days, gaps and links are known."""

from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner

from register.cli import root as commands
from register.entry.folder import LEDGER, open_folder
from register.shelf import open_shelf
from register.upkeep.criteria import LABELS, Upkeep, judge
from register.upkeep.links import LinkReport, Trial, links_of
from tests.register.published import publication

SLUG = "aide-cantine"
MOMENT = datetime(2026, 1, 10, 12, tzinfo=UTC)


def published(sample: Path) -> Path:
    files = open_folder(sample).entry(SLUG)
    (sample / LEDGER).write_bytes(publication(files, 1, datetime(2026, 1, 1, tzinfo=UTC)).line())
    return sample


def judged(path: Path, now: datetime = MOMENT, links: LinkReport | None = None) -> Upkeep:
    (found,) = judge(open_shelf(path, now=now), links or LinkReport())
    return found


def verdicts(found: Upkeep) -> dict[str, str]:
    return {item.criterion: item.verdict for item in found.findings}


def items(found: Upkeep, criterion: str) -> tuple[str, ...]:
    return next(item.items for item in found.findings if item.criterion == criterion)


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_every_criterion_is_judged_once(sample: Path) -> None:
    assert [item.criterion for item in judged(published(sample)).findings] == list(LABELS)


def test_a_review_is_late_from_the_day_after(sample: Path) -> None:
    path = published(sample)
    due = open_shelf(path, now=MOMENT).entry(SLUG).current.entry.review_due
    same = datetime(due.year, due.month, due.day, 12, tzinfo=UTC)
    assert verdicts(judged(path, same))["review"] == "met"
    assert judged(path, same).days_late == 0
    later = same.replace(year=same.year + 1)
    assert verdicts(judged(path, later))["review"] == "unmet"
    assert judged(path, later).days_late == (later - same).days


def test_a_retired_entry_has_no_review(sample: Path) -> None:
    text = sample / SLUG / "1" / "fr.md"
    edit(text, "kind: substance", "kind: retraction")
    found = judged(published(sample), MOMENT.replace(year=2199))
    assert verdicts(found)["review"] == "not_applicable"
    assert found.days_late == 0
    assert "review" not in {item.criterion for item in found.counted}


def test_gaps_are_named_by_their_reason(sample: Path) -> None:
    path = published(sample)
    entry = open_shelf(path, now=MOMENT).entry(SLUG).current.entry.model_dump(mode="json")
    for criterion, gap in (("verified", "not_verified"), ("published", "not_published")):
        expected = [
            name
            for name, value in entry.items()
            if isinstance(value, dict) and value.get("unknown") == gap
        ]
        assert list(items(judged(path), criterion)) == expected


def test_a_translation_of_an_older_text_is_stale(sample: Path) -> None:
    assert verdicts(judged(published(sample)))["translations"] == "met"
    edit(sample / SLUG / "1" / "fr.md", "\n## ", "\n\n## ")
    stale = judged(published(sample))
    assert verdicts(stale)["translations"] == "unmet"
    assert items(stale, "translations") == ("en",)


def test_a_missing_translation_is_stale(sample: Path) -> None:
    (sample / SLUG / "1" / "en.md").unlink()
    assert items(judged(published(sample)), "translations") == ("en",)


def test_links_are_unknown_until_tried_and_broken_ones_are_named(sample: Path) -> None:
    path = published(sample)
    named = links_of(open_shelf(path, now=MOMENT).entry(SLUG).current)
    assert named
    assert verdicts(judged(path))["links"] == "unknown"
    answers = {url: Trial(url=url, tried_at=MOMENT, outcome="answers", status=200) for url in named}
    assert verdicts(judged(path, links=LinkReport(answers)))["links"] == "met"
    gone = Trial(url=named[0], tried_at=MOMENT, outcome="gone", status=404)
    assert items(judged(path, links=LinkReport({**answers, named[0]: gone})), "links") == (
        named[0],
    )
    refused = Trial(url=named[0], tried_at=MOMENT, outcome="refused", status=403)
    found = judged(path, links=LinkReport({**answers, named[0]: refused}))
    assert verdicts(found)["links"] == "met"


def test_the_command_says_what_the_page_says_and_is_strict_when_asked(sample: Path) -> None:
    path = published(sample)
    arguments = ["--lang", "en", "status", "--register", str(path)]
    plain = CliRunner().invoke(commands, arguments)
    assert plain.exit_code == 0
    assert SLUG in plain.output
    (path / SLUG / "1" / "en.md").unlink()
    (path / LEDGER).unlink()
    published(path)
    strict = CliRunner().invoke(commands, [*arguments, "--strict"])
    assert strict.exit_code == 1
    assert "1 entry of 1 needs care" in strict.output
    unknown = CliRunner().invoke(commands, [*arguments, "absent"])
    assert unknown.exit_code == 1
    assert "R311" in unknown.output
