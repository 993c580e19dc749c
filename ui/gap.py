"""Where a gap comes from: a sentence that names the biggest parts, and the waterfall where there is more than one."""

from __future__ import annotations

from fractions import Fraction

from charts.progress import amount
from charts.waterfall import about_part, signed
from domain.amount import decimals
from domain.gap import Part, Split, as_shown
from domain.progress import Assessment
from ui import panels, prose
from ui.app import Here
from ui.figures import figure, sentence
from ui.plain import st
from ui.tables import Number
from views import outlook as view
from views.about import About

_NAMED = 3  # parts told by name; the others are told together


def main_part(here: Here, judged: Assessment) -> None:
    """The one split that tells most: by region, else by department, else in time; drawn where something is short."""
    splits = view.gap_splits(here.position, judged)
    by = next((by for by, split in splits.items() if _is_telling(split)), None)
    if by:
        _explained(here, judged, by, splits[by], drawn=splits[by].whole < 0)


def every_part(here: Here, judged: Assessment) -> None:
    """All the splits there are, those of several parts drawn; without a gap it says why there is none."""
    splits = view.gap_splits(here.position, judged)
    if not splits:
        st.info(here.words("gap.no_value" if judged.value is None else "gap.not_judged", period=judged.period))
    for by, split in splits.items():
        _explained(here, judged, by, split, drawn=_is_telling(split))


def _explained(here: Here, judged: Assessment, by: str, split: Split, *, drawn: bool) -> None:
    prose.paragraph(_told(here, judged, by, split) if _is_telling(split) else _told_alone(here, judged, by, split))
    if drawn:
        panels.exhibit(here, f"gap-{by}/{judged.indicator.id}")


def _told(here: Here, judged: Assessment, by: str, split: Split) -> str:
    """The gap and its biggest parts in the same direction; as written they add up."""
    words, indicator, shown = here.words, judged.indicator, as_shown(split, decimals(judged.indicator))
    names = view.part_names(here.position.plan, split, words)
    biggest = _biggest(shown)
    named = tuple(
        Number(
            words("gap.part", name=names[part.key], amount=signed(part.amount, indicator, words)),
            here.sources(about_part(indicator, by, part.key)),
        )
        for part in biggest
    )
    about = About(indicator=indicator.id)
    others = [part.amount for part in shown.parts if part.amount and part not in biggest]
    more = ""
    if others:
        rest = figure(here, signed(sum(others, Fraction(0)), indicator, words), about)
        more = sentence(words, "gap.rest", n=figure(here, words.number(len(others)), about), amount=rest)
    tone = "short" if shown.whole < 0 else "beyond" if shown.whole > 0 else "even"
    whole = figure(here, amount(abs(shown.whole), indicator, words), about)
    told = sentence(words, words.aimed_key(f"gap.{tone}", indicator), whole=whole, parts=named)
    return f"{words(f'gap.by_{by}')}{told}{more}{words('gap.stop')}"


def _told_alone(here: Here, judged: Assessment, by: str, split: Split) -> str:
    """A gap that is all one part's, or none at all."""
    words, names = here.words, view.part_names(here.position.plan, split, here.words)
    who = next((names[part.key] for part in split.parts if part.amount), None)
    whole = figure(here, amount(abs(split.whole), judged.indicator, words), About(indicator=judged.indicator.id))
    return sentence(words, f"gap.{by}_only", whole=whole, who=who) if who else words(f"gap.{by}_none")


def _biggest(split: Split) -> list[Part]:
    """The parts that pull furthest the way the whole went, at most a few."""
    way = 1 if split.whole > 0 else -1
    pulling = sorted((part for part in split.parts if part.amount * way > 0), key=lambda part: -part.amount * way)
    return pulling[:_NAMED]


def _is_telling(split: Split) -> bool:
    return sum(bool(part.amount) for part in split.parts) > 1
