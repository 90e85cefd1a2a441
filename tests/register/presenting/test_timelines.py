"""Timelines draw what the table of parameters says."""

from datetime import date

import pytest

from explain.rules.model import RulesFile
from register.i18n import LanguageCode, language
from register.presenting.timelines import timelines
from tests.register.published import edition

TODAY = date(2026, 11, 23)
WATER = "tarification-solidaire-eau"


@pytest.mark.parametrize("code", ["fr", "en"])
def test_each_parameter_with_several_values_has_its_spans_in_order(code: LanguageCode) -> None:
    spec = edition().algorithms[WATER][2].spec
    assert isinstance(spec, RulesFile)
    drawn = timelines(spec, language(code), TODAY)
    several = [item for item in spec.parameters if len(item.values) > 1]
    assert [(line.label, len(line.spans)) for line in drawn] == [
        (item.label, len(item.values)) for item in several
    ]
    for line in drawn:
        starts = [span.start for span in line.spans]
        assert starts == sorted(starts)
        assert all(
            0 <= span.start <= 100 and span.start + span.width <= 100.6 for span in line.spans
        )


def test_a_score_has_no_timeline() -> None:
    spec = edition().algorithms["signaux-faibles"][1].spec
    assert timelines(spec, language("fr"), TODAY) == ()
