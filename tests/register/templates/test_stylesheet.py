"""The style sheet: light enough, legible in both colour schemes, nothing from elsewhere."""

import gzip
import re

import pytest

from register.pages.assets import assets
from register.pages.rendering import folder

CSS = assets().stylesheet.content.decode()
# Text needs 4.5, what is not text (borders of fields) 3: WCAG 2.2, criteria 1.4.3 and 1.4.11.
PAIRS = [
    ("ink", "paper", 4.5),
    ("ink", "shade", 4.5),
    ("ink", "glow", 4.5),
    ("ink", "came", 4.5),
    ("ink", "went", 4.5),
    ("soft", "paper", 4.5),
    ("soft", "shade", 4.5),
    ("link", "paper", 4.5),
    ("link", "shade", 4.5),
    ("link", "glow", 4.5),
    ("wrong", "paper", 4.5),
    ("on-sun", "sun", 4.5),
    ("paper", "ink", 4.5),
    ("edge", "paper", 3.0),
    ("edge", "shade", 3.0),
]


def colours(scheme: str) -> dict[str, str]:
    """Return the tokens of a scheme; the dark one changes those it names."""
    blocks = re.findall(r":root \{([^}]*)\}", CSS)
    light = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", blocks[0]))
    dark = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", blocks[1]))
    return light if scheme == "light" else light | dark


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2, 0 (black) to 1 (white)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_measure_of_contrast_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_colours_can_be_told_apart(scheme: str, front: str, back: str, least: float) -> None:
    tokens = colours(scheme)
    assert contrast(tokens[front], tokens[back]) >= least


def test_the_style_sheet_weighs_at_most_8_kilobytes() -> None:
    assert len(gzip.compress(CSS.encode())) <= 8_000


def test_fonts_weigh_at_most_30_kilobytes() -> None:
    assert sum(len(font.content) for font in assets().fonts) <= 30_000


def test_everything_it_loads_is_an_asset_of_ours() -> None:
    paths = {asset.path for asset in assets().all()}
    assert set(re.findall(r"url\(\"([^\"]*)\"\)", CSS)) <= paths
    assert "@import" not in CSS


def test_every_class_that_it_names_is_used() -> None:
    """Classes come from templates, and from the Markdown renderer: cite, number, wide."""
    used = {"cite", "number", "wide"}
    for path in folder().rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        used |= set(re.findall(r"[a-z][a-z0-9_-]+", " ".join(re.findall(r'class="([^"]*)"', text))))
    stems = ("contrast-", "fidelity-", "standing-")
    named = set(re.findall(r"\.([a-z][a-z0-9_-]*)", re.sub(r"\{[^}]*\}", "", _without_urls(CSS))))
    assert {name for name in named - used if not name.startswith(stems)} == set()


def _without_urls(css: str) -> str:
    return re.sub(r"/\*.*?\*/|url\([^)]*\)", "", css, flags=re.DOTALL)
