"""Makes the two fonts of `static/fonts/` from their npm packages.

    npm pack @fontsource/stix-two-math @fontsource-variable/inter     (then unpack both)
    python scripts/subset_fonts.py stix/package inter/package

STIX Two Math is cut to the letters, digits and operators that formulas here use; its MATH table and every OpenType
feature stay, because browsers size roots and brackets by them. Inter's latin file is taken as it is. Both are under
the SIL Open Font License: each licence is copied beside its font.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

TARGET = Path(__file__).resolve().parents[1] / "static" / "fonts"
STIX = Path("files", "stix-two-math-latin-400-normal.woff2")
INTER = Path("files", "inter-latin-wght-normal.woff2")

RANGES = (
    (0x20, 0x7E),  # ASCII
    (0x391, 0x3A9), (0x3B1, 0x3C9),  # Greek
    (0x302, 0x304), (0x2032, 0x2034), (0x2061, 0x2064), (0x2190, 0x2194),
    (0x1D400, 0x1D467), (0x1D6E4, 0x1D71B),  # mathematical bold and italic, Latin and Greek
)  # fmt: skip
SINGLE = "\u00a0±·×÷ˆ˜\u0307ϑϕϵ‖†…‾ℎℓℝ↦⇒⇔∀∂∃∇∈∉∋∏∑−∓∕∗∘√∝∞∥∧∨∩∪∫≈≠≡≤≥≪≫⊕⊗⊙⊤⊥⋅⋮⋯⋰⋱⌈⌉⌊⌋⎴⏞⏟⟨⟩⟵"


def unicodes() -> set[int]:
    """Every code point that stays."""
    return {point for low, high in RANGES for point in range(low, high + 1)} | {
        ord(letter) for letter in SINGLE
    }


def cut_stix(package: Path) -> None:
    """Writes the subset, with the MATH table."""
    options = subset.Options(layout_features=["*"], flavor="woff2", notdef_outline=True)
    font = TTFont(package / STIX)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=unicodes())
    cutter.subset(font)
    if "MATH" not in font:
        sys.exit("the subset lost its MATH table: formulas would be set wrongly")
    font.flavor = "woff2"
    font.save(TARGET / "stix-two-math-subset.woff2")
    shutil.copyfile(package / "LICENSE", TARGET / "STIX-OFL.txt")


def take_inter(package: Path) -> None:
    """Copies the variable font."""
    shutil.copyfile(package / INTER, TARGET / "inter.woff2")
    shutil.copyfile(package / "LICENSE", TARGET / "Inter-OFL.txt")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    cut_stix(Path(sys.argv[1]))
    take_inter(Path(sys.argv[2]))
