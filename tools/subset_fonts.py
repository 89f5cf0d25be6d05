"""Make the pinned fonts anew: `python tools/subset_fonts.py FOLDER_OF_ORIGINALS`.

The originals are the static TrueType files of the npm packages @expo-google-fonts/noto-serif-sc,
noto-sans-sc, noto-serif and noto-sans (version 0.4.x, SIL Open Font License). They are cut down to
what documents can need, so that the repository carries them and a build depends on no font of the
machine: GB 2312 and the symbols of technical texts for Chinese; all Latin, Greek and Cyrillic
letters for the others. `fonts.json` records the hash of every file; the program refuses others.
"""

import hashlib
import json
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "curricula" / "fonts"
SYMBOLS = "×÷±−≈≠≤≥∞√∑∆Ω℃°′″‰№→←↑↓⇒•·…—–―‖～‐‑‘’“”„«»‹›′〈〉《》「」『』【】〔〕〖〗、。＋－＝％＜＞／｜￥"
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x370), *range(0x1E00, 0x1F00), *range(0x2000, 0x2070)]
LATIN += [*range(0x2070, 0x20C0), *range(0x2100, 0x2150), *range(0x2190, 0x2200), *range(0x2200, 0x2300)]
GREEK_AND_CYRILLIC = [*range(0x370, 0x400), *range(0x400, 0x530), *range(0x1C80, 0x1C90), *range(0x2DE0, 0x2E00)]
FACES = {
    "NotoSerifSC-Regular.ttf": "NotoSerifSC_400Regular.ttf",
    "NotoSerifSC-Bold.ttf": "NotoSerifSC_700Bold.ttf",
    "NotoSansSC-Regular.ttf": "NotoSansSC_400Regular.ttf",
    "NotoSansSC-Bold.ttf": "NotoSansSC_700Bold.ttf",
    "NotoSerif-Regular.ttf": "NotoSerif_400Regular.ttf",
    "NotoSerif-Bold.ttf": "NotoSerif_700Bold.ttf",
    "NotoSerif-Italic.ttf": "NotoSerif_400Regular_Italic.ttf",
    "NotoSans-Regular.ttf": "NotoSans_400Regular.ttf",
    "NotoSans-Bold.ttf": "NotoSans_700Bold.ttf",
}


def chinese() -> set[int]:
    """GB 2312, full-width forms, enclosed numbers and technical symbols."""
    rows = (bytes((high, low)) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    found = {ord(char) for row in rows for char in row.decode("gb2312", "ignore")}
    found.update(*(range(*span) for span in ((0x20, 0x7F), (0xA0, 0x100), (0x2460, 0x2474))))
    return found | set(map(ord, SYMBOLS))


def cut(original: Path, target: Path, wanted: set[int]) -> None:
    """Write the subset of one face."""
    font = TTFont(original, recalcTimestamp=False)
    options = subset.Options(hinting=False, notdef_outline=True, name_IDs=["*"], layout_features=["*"])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    font.save(target)


def main(folder: Path) -> None:
    """Write all faces and their record."""
    record = {}
    for name, original in FACES.items():
        wanted = chinese() if "SC" in name else {*LATIN, *GREEK_AND_CYRILLIC}
        target = FONTS / name
        cut(next(folder.rglob(original)), target, wanted)
        with TTFont(target) as font:
            covered = sorted(font.getBestCmap())
        spans = _spans(covered)
        record[name] = {"sha256": hashlib.sha256(target.read_bytes()).hexdigest(), "characters": spans}
    (FONTS / "fonts.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def _spans(points: list[int]) -> str:
    """Code points as hexadecimal ranges: `20-7E A0-FF`."""
    spans: list[list[int]] = []
    for point in points:
        if spans and point == spans[-1][1] + 1:
            spans[-1][1] = point
        else:
            spans.append([point, point])
    return " ".join(f"{first:X}-{last:X}" if last > first else f"{first:X}" for first, last in spans)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
