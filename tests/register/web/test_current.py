"""What is served follows the day that its clock tells."""

import asyncio
from datetime import timedelta
from pathlib import Path

from register.web.current import Current, open_current
from tests.register.published import NOW, copy

FORM = "/fr/algorithmes/aide-renovation-energetique/essayer/"


def first_day(current: Current) -> bytes:
    page = current.now.memory.get(FORM)
    assert page is not None
    return page.plain.body.split(b'name="decision-day" value="')[1][:10]


def test_a_new_day_makes_the_pages_again(tmp_path: Path) -> None:
    moment = NOW
    current = open_current(copy(tmp_path / "register", versions=1), clock=lambda: moment)
    asyncio.run(current.follow(print))
    assert first_day(current) == b"2026-11-23"
    moment += timedelta(days=1)
    asyncio.run(current.follow(print))
    assert first_day(current) == b"2026-11-24"
