"""Cuts the typeface into slices for browsers, which fetch those alone whose characters a page shows.

Run where the typeface or the words of the product have changed, in an environment with fonttools and brotli:
`python slices.py`. What the product itself says comes first, so that most pages need a few slices; the other characters
follow in the order of GB 2312, the common ones first.
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false, reportMissingTypeStubs=false
from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FAMILY, WEIGHTS = "Plan Sans SC", {"Regular": 400, "Bold": 700}
INSTALLED = ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC")
SAID, OTHERS = 300, 700  # characters a slice


def in_order(known: Iterable[int]) -> list[list[int]]:
    """The characters of the typeface by slices."""
    words = "".join(
        path.read_text("utf-8") for path in [*sorted((ROOT / "wording").glob("*.toml")), ROOT / "targets.toml"]
    )
    said = [character for character in sorted(set(map(ord, words))) if character in set(known)]
    others = sorted(set(known) - set(said), key=lambda character: chr(character).encode("gb2312", "replace"))
    return [*_cut(said, SAID), *_cut(others, OTHERS)]


def _cut(characters: Sequence[int], most: int) -> Iterable[list[int]]:
    return (list(characters[first : first + most]) for first in range(0, len(characters), most))


def ranges(characters: Iterable[int]) -> str:
    """As CSS writes them."""
    found: list[list[int]] = []
    for character in sorted(characters):
        if found and character == found[-1][1] + 1:
            found[-1][1] = character
        else:
            found.append([character, character])
    return ",".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in found)


def main() -> None:
    rules: list[str] = []
    options = Options(hinting=False, layout_features=["kern"], notdef_outline=True, desubroutinize=True)
    for old in HERE.glob("*.woff2"):
        old.unlink()
    for weight, number in WEIGHTS.items():
        source = HERE / f"PlanSansSC-{weight}.otf"
        local = ",".join(f'local("{name}{" Bold" if weight == "Bold" else ""}")' for name in INSTALLED)
        for place, characters in enumerate(in_order(TTFont(source).getBestCmap() or ())):
            font, made = TTFont(source, recalcTimestamp=False), BytesIO()
            subsetter = Subsetter(options)
            subsetter.populate(unicodes=characters)
            subsetter.subset(font)
            font.flavor = "woff2"
            font.save(made)
            version = sha256(made.getvalue()).hexdigest()[:8]  # so that a browser may keep it for ever
            name = f"PlanSansSC-{weight}-{place:02}-{version}.woff2"
            (HERE / name).write_bytes(made.getvalue())
            rules.append(
                f'@font-face{{font-family:"{FAMILY}";font-weight:{number};font-display:swap;'
                f'src:{local},url("{name}");unicode-range:{ranges(characters)}}}'
            )
    (HERE / "fonts.css").write_text("\n".join(rules) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
