"""Cut the site's two fonts out of the published Atkinson Hyperlegible Next.

Download once with `npm pack @fontsource/atkinson-hyperlegible-next`, unpack, then run
`python tools/fonts.py package/files templates/notices/fonts`.

The published Latin files lack the narrow no-break space that French numbers need and the
signs ≤, ≥, ← and →; they are added here, in the font's own weight.
"""

import sys
from pathlib import Path

from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

WEIGHTS = (400, 700)
KEPT = [*range(0x20, 0x7F), *range(0xA0, 0x100)]
KEPT += [0x152, 0x153, 0x178, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026]
KEPT += [0x202F, 0x20AC, 0x2190, 0x2192, 0x2212, 0x2264, 0x2265]
NARROW_SPACE = 0x202F
Point = tuple[int, int]


def cut(source: Path, target: Path) -> None:
    """Read a Latin font, add the missing signs, keep what French and English need."""
    font = TTFont(source)
    cmap = font.getBestCmap()
    minus = font["glyf"][cmap[ord("−")]]
    stroke, width = minus.yMax - minus.yMin, font["hmtx"][cmap[ord("−")]][0]
    middle = (minus.yMax + minus.yMin) // 2
    low = _bar(55, width - 55, -100, -100 + stroke)
    _add(font, 0x2264, width, [_chevron(width, 50 + middle, stroke, left=True), low])
    _add(font, 0x2265, width, [_chevron(width, 50 + middle, stroke, left=False), low])
    _add(font, 0x2190, 760, _arrow(760, middle, stroke, left=True))
    _add(font, 0x2192, 760, _arrow(760, middle, stroke, left=False))
    _add(font, NARROW_SPACE, font["hmtx"][cmap[0x2009]][0], [])
    options = Options(
        flavor="woff2", hinting=False, layout_features=["kern", "tnum", "ccmp", "mark"]
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=KEPT)
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)


def _add(font: TTFont, code: int, width: int, shapes: list[list[Point]]) -> None:
    pen = TTGlyphPen(None)
    for first, *others in shapes:
        pen.moveTo(first)
        for point in others:
            pen.lineTo(point)
        pen.closePath()
    name = f"uni{code:04X}"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphs[name] = pen.glyph()
    font["hmtx"].metrics[name] = (width, min((x for shape in shapes for x, _ in shape), default=0))
    for table in font["cmap"].tables:
        table.cmap[code] = name


def _bar(left: int, right: int, low: int, high: int) -> list[Point]:
    return [(left, low), (left, high), (right, high), (right, low)]


def _flip(shape: list[Point], width: int) -> list[Point]:
    return [(width - x, y) for x, y in reversed(shape)]


def _chevron(width: int, middle: int, stroke: int, *, left: bool) -> list[Point]:
    near, far, rise = 55, width - 55, 200
    shape = [(far, middle - rise), (near, middle - stroke // 2), (near, middle + stroke // 2)]
    shape += [(far, middle + rise), (far, middle + rise - stroke)]
    shape += [(near + stroke * 3 // 2, middle), (far, middle - rise + stroke)]
    return shape if left else _flip(shape, width)


def _arrow(width: int, middle: int, stroke: int, *, left: bool) -> list[list[Point]]:
    half, rise = stroke // 2, 190
    shaft = _bar(60 + stroke, width - 50, middle - half, middle + half)
    head = [(50, middle), (50 + rise, middle + rise), (50 + rise + stroke, middle + rise)]
    head += [(50 + stroke * 4 // 3, middle), (50 + rise + stroke, middle - rise)]
    head += [(50 + rise, middle - rise)]
    return [shaft, head] if left else [_flip(shaft, width), _flip(head, width)]


def main() -> None:
    """Cut both weights: the folder of the published files, then the folder to write to."""
    source, target = (Path(argument) for argument in sys.argv[1:3])
    for weight in WEIGHTS:
        path = target / f"atkinson-{weight}.woff2"
        cut(source / f"atkinson-hyperlegible-next-latin-{weight}-normal.woff2", path)
        print(path, path.stat().st_size)


if __name__ == "__main__":
    main()
