"""An explanation as a terminal prints it: every part of the record of `views.explanation`, in sentences and columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from domain.amount import amount
from domain.period import Period
from domain.plan import Indicator, Plan
from views.explanation import Row
from wording import Words

_UNKNOWN = "—"
_OUTLOOK_AMOUNTS = ("forecast", "forecast_low", "forecast_high", "needed_per_month", "best_three_months")
_A_MONTH = re.compile(r"\d{4}-\d{2}")


def explained(found: Row, plan: Plan, words: Words) -> str:
    """The whole record, part by part; a part that is empty says so."""
    indicator = plan.indicator(found["indicator"])
    value, unit = _amount(found["value"], indicator, words), words.name(indicator.unit_name)
    status = words(f"status.{found['status']}")
    head = words("explain.head", id=indicator.id, name=indicator, period=_month(found["period"], words))
    lines = [head, f"  {status}  {value} {unit}  {_reason(found['reason'], words)}"]
    for part, written in _parts(found, plan, indicator, words):
        lines += ["", words(f"explain.{part}"), *(f"  {line}" for line in written or [_UNKNOWN])]
    return "\n".join(lines)


def _parts(found: Row, plan: Plan, indicator: Indicator, words: Words) -> Iterator[tuple[str, list[str]]]:
    """Each part of the record with its lines; keyed as the record is."""
    yield "working", found["working"]
    yield "thresholds", [_pair(f"explain.limit_{key}", value, words) for key, value in found["thresholds"].items()]
    yield "next", _next(found, indicator, words)
    fallback = [words("outlook.fallback")] if found["path_is_fallback"] else []
    yield "path", [*fallback, *(_point(point, indicator, words) for point in found["path"])]
    yield "splits", [line for split in found["splits"] for line in _split(split, indicator, words)]
    yield "outlook", _outlook(found, indicator, words)
    yield "history", [_light(light, words) for light in found["history"]]
    yield "gap", [line for by, split in found["gap"].items() for line in _gap(by, split, plan, indicator, words)]
    yield "methods", [_method(row, words) for row in found["methods"]]
    yield "sources", [_source(source, plan, words) for source in found["sources"]]


def _next(found: Row, indicator: Indicator, words: Words) -> list[str]:
    better = found["next"]
    if better is None:
        return []
    value, light = _amount(better["value"], indicator, words), words(f"status.{better['status']}")
    return [words.aimed("outlook.next", indicator, value=value, light=light)]


def _point(point: Row, indicator: Indicator, words: Words) -> str:
    mark = words("outlook.assumed_mark" if point["assumed"] else "outlook.stated_mark")
    month, value = _month(point["period"], words), _amount(point["value"], indicator, words)
    return f"{month}  {value}  {mark}{words('basis_word.' + point['basis'])}"


def _split(split: Row, indicator: Indicator, words: Words) -> Iterator[str]:
    basis = words(f"basis_word.{split['basis']}") if split["basis"] else ""
    yield f"{words('outlook.' + split['by'])}  {basis}".rstrip()
    for name, part in split["parts"].items():
        is_amount = split["by"] in ("year_parts", "region_parts")
        yield f"  {name}  {_amount(part, indicator, words) if is_amount else words.number(Decimal(str(part)))}"


def _outlook(found: Row, indicator: Indicator, words: Words) -> list[str]:
    """What lies ahead, value by value; sentences say what it rests on or why there is nothing."""
    seen = dict(found["outlook"])
    said, width = [words(f"forecast.{seen.pop('ground')}")], seen.pop("width_from")
    if width:
        said.append(words(f"forecast_width.{width}"))
    seen |= {key: _amount(seen[key], indicator, words) for key in _OUTLOOK_AMOUNTS if seen[key] is not None}
    return [*said, *(_pair(f"explain.{key}", value, words) for key, value in seen.items())]


def _light(light: Row, words: Words) -> str:
    said = [_month(light["period"], words), words(f"status.{light['status']}")]
    if light["consecutive"]:
        said.append(words("chart.months_in_a_row", n=light["consecutive"]))
    if light["made_good"]:
        said.append(words("chart.made_good_in", period=_month(light["made_good"], words)))
    return "  ".join(said)


def _gap(by: str, split: Row, plan: Plan, indicator: Indicator, words: Words) -> Iterator[str]:
    names = {each.id: words.name(each) for each in (*plan.regions, *plan.departments)}
    basis = words(f"gap_shares.{split['by']}") if split["by"] else ""
    yield f"{words(f'explain.gap_{by}')}  {_amount(split['whole'], indicator, words)}  {basis}".rstrip()
    for key, part in split["parts"].items():
        yield f"  {names.get(key) or words(f'gap_part.{key}')}  {_amount(part, indicator, words)}"


def _method(row: Row, words: Words) -> str:
    light = words(f"status.{row['status']}") if row["status"] else _UNKNOWN
    figure = _UNKNOWN if row["figure"] is None else words.number(row["figure"], 3)
    return f"{words('method.' + row['method'])}  {figure}  {light}"


def _source(source: Row, plan: Plan, words: Words) -> str:
    """A cell with who sent it and when, by the clocks of the plan's zone."""
    sender = next(department for department in plan.departments if department.name.zh == source["department"])
    sent = datetime.fromisoformat(source["submitted_at"]).astimezone(ZoneInfo(plan.timezone))
    return words("explain.source", **source | {"department": sender, "submitted_at": words.instant(sent)})


def _pair(key: str, value: Any, words: Words) -> str:
    return f"{words(key)}  {_written(value, words)}"


def _written(value: Any, words: Words) -> str:
    if isinstance(value, bool):
        return words("explain.yes" if value else "explain.no")
    if isinstance(value, str):
        return _month(value, words) if _A_MONTH.fullmatch(value) else value
    return _UNKNOWN if value is None else words.number(value, None if isinstance(value, int) else 3)


def _amount(value: Any, indicator: Indicator, words: Words) -> str:
    return _UNKNOWN if value is None else words.amount(amount(Decimal(str(value)), indicator))


def _month(text: str, words: Words) -> str:
    return words.month(Period.parse(text))


def _reason(code: str, words: Words) -> str:
    return words(f"reason.{code}")
