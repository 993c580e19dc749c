"""What lies ahead of one indicator: the next better light, catch-up, forecast, path, and what other methods say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from charts.lags import since_text
from charts.progress import amount, monthly_text, months_text, rough, unit
from domain.methods import Method, Verdict, verdicts
from domain.plan import Indicator
from domain.progress import Assessment, Status, working
from ui import prose, tables
from ui.app import Here
from ui.figures import figure, linked_facts, sentence
from ui.plain import st
from ui.tables import UNKNOWN, Text
from views import measure
from views import outlook as view
from views.about import About, RestsOn


def link(here: Here, indicator: Indicator, *, with_id: bool = False) -> Text:
    """An indicator's name, leading to its outlook."""
    name = here.words.name(indicator)
    address = here.address("indicator", indicator=indicator.id)
    return Text(f"{indicator.id} {name}" if with_id else name, link=address)


def past(indicator: Indicator) -> About:
    """What a figure is of that rests on all the months so far."""
    return About(indicator=indicator.id, rests_on=RestsOn.PAST)


def beyond(here: Here, judged: Assessment) -> None:
    """For how many months it has been behind, and what would have made its light the next better one."""
    words, run, said = here.words, view.run(here.position, judged), list[str]()
    if run.since:
        months = figure(here, words.number(run.months), past(judged.indicator))
        said.append(sentence(words, "outlook.run", n=months, since=since_text(run, run.since, words)))
    if judged.next_light and judged.next_value is not None:
        about = About(indicator=judged.indicator.id)
        value = figure(here, amount(judged.next_value, judged.indicator, words), about)
        key = words.aimed_key("outlook.next", judged.indicator)
        said.append(sentence(words, key, value=value, light=words(f"status.{judged.next_light}")))
    prose.paragraph(*said, leading=True)


def way_there(here: Here, judged: Assessment) -> None:
    """The link to the indicator's own page, with the odds of meeting the target."""
    words, seen = here.words, view.forecast(here.position, judged)
    more = Text(words("outlook.more"), link=link(here, judged.indicator).link)
    odds = ""
    if seen.chance is not None:
        key = words.aimed_key("outlook.odds", judged.indicator)
        odds = sentence(words, key, chance=_share(here, seen.chance, judged.indicator))
    prose.paragraph(odds, tables.markup(more))


def catch_up(here: Here, judged: Assessment) -> None:
    """What each month has to bring, against the best ever reached."""
    words, race, indicator = here.words, view.catch_up(here.position, judged), judged.indicator
    if judged.value is None:
        st.info(words("outlook.no_value", period=judged.period))
        return
    if indicator.is_cap:
        prose.paragraph(*_left_to_limit(here, judged))
        return
    if judged.status is Status.MET or not race.needed:
        prose.paragraph(words("outlook.no_time_left" if race.needed is None else "outlook.nothing_needed"))
        return
    best_pace = UNKNOWN if race.best is None else amount(race.best, indicator, words)
    needed, best = (figure(here, pace, past(indicator)) for pace in (monthly_text(judged, words), best_pace))
    if race.factor is None:
        key = words.aimed_key("outlook.no_pace" if race.best is None else "outlook.no_growth", indicator)
        prose.paragraph(sentence(words, key, needed=needed))
        return
    key = words.aimed_key(f"outlook.catch_up_{'possible' if race.factor <= 1 else 'beyond'}", indicator)
    factor = figure(here, words.number(race.factor, 2), past(indicator))
    last = (
        sentence(words, "outlook.last_month", period=race.last_month)
        if race.last_month
        else words("outlook.out_of_reach")
    )
    prose.paragraph(sentence(words, key, needed=needed, best=best, factor=factor), last)


def _left_to_limit(here: Here, judged: Assessment) -> Iterable[str]:
    """What is left to a limit, and for how many months; or by how much it is passed."""
    about = About(indicator=judged.indicator.id)
    for key, facts in working(judged):
        if key.startswith("limit_left") or key == "limit_exceeded":
            named = {**linked_facts(here, facts, about), "unit": unit(judged.indicator, here.words)}
            yield sentence(here.words, f"working.{key}", **named)


def forecast(here: Here, judged: Assessment) -> None:
    """Where it will probably stand at the deadline, that it is no promise, or plainly why nothing can be said."""
    words, seen, indicator = here.words, view.forecast(here.position, judged), judged.indicator
    if seen.value is None or seen.chance is None or seen.tried is None:
        st.info(words(f"forecast.{seen.ground}"))
        return
    ends = {key: rough(getattr(seen, key), indicator, words) for key in ("value", "low", "high")}
    figures = {key: figure(here, end, past(indicator)) for key, end in ends.items()}
    chance = _share(here, seen.chance, indicator)
    key = words.aimed_key("outlook.forecast", indicator)
    prose.paragraph(sentence(words, key, deadline=seen.deadline, chance=chance, **figures))
    known = figure(here, words.number(seen.history), past(indicator))
    since = sentence(words, "outlook.known_to", period=seen.since, n=known)
    prose.paragraph(
        words(f"forecast.{seen.ground}"), since, words(f"forecast_width.{seen.tried}"), words("outlook.no_promise")
    )


def _share(here: Here, share: object, indicator: Indicator) -> tables.Entry:
    return figure(here, here.words.share(share, 0), past(indicator))  # type: ignore[arg-type]


def path(here: Here, judged: Assessment) -> None:
    """The points of the plan path, each with where it comes from; what nobody has stated is marked."""
    words, about = here.words, About(indicator=judged.indicator.id, rests_on=RestsOn.PLAN)
    stones = measure.stones(judged.path)
    counts = (len(stones), sum(stone.is_assumption for stone in stones))
    n, assumed = (figure(here, words.number(count), about) for count in counts)
    fallback = words("outlook.fallback") if judged.path_is_fallback else ""
    prose.paragraph(fallback, sentence(words, "outlook.points", n=n, assumed=assumed))
    titles = [words(f"column.{key}") for key in ("by_end_of", "expected", "share_due", "basis")]
    rows = (
        [
            words.month(stone.period),
            figure(here, amount(stone.value, judged.indicator, words), about),
            figure(here, words.share(stone.share), about),
            words("outlook.assumed_mark" if stone.is_assumption else "outlook.stated_mark")
            + words(f"basis_word.{stone.basis}"),
        ]
        for stone in stones
    )
    tables.show(titles, rows)


def splits(here: Here, indicator: Indicator) -> None:
    """How the plan splits the number by year, by region, by season and among leads; nothing where it does not."""
    words, plan = here.words, here.position.plan
    by_year = [(words("outlook.year", year=str(year)), part) for year, part in sorted(indicator.year_parts)]
    by_region = [(words.name(plan.region(region)), part) for region, part in indicator.region_parts]
    for key, parts in (("year_parts", by_year), ("region_parts", by_region)):
        if parts:
            written = [(name, amount(part, indicator, words)) for name, part in parts]
            total = amount(sum((part for _, part in parts), Decimal(0)), indicator, words)
            _split(here, indicator, key, [*written, (words("outlook.sum"), total)], indicator.parts_basis)
    if indicator.season:
        months = enumerate(indicator.season, 1)
        shares = [(words("chart.month_number", n=month), f"{words.number(share)}%") for month, share in months]
        _split(here, indicator, "season", shares, indicator.season_basis)
    if indicator.lead_shares:
        owners = [(words.name(plan.department(who)), words.share(share, 0)) for who, share in indicator.lead_shares]
        _split(here, indicator, "lead_shares", owners, "")


def _split(here: Here, indicator: Indicator, key: str, rows: Sequence[tuple[str, str]], basis: str) -> None:
    words, about = here.words, About(indicator=indicator.id, rests_on=RestsOn.PLAN)
    st.caption(" · ".join(filter(None, (words(f"outlook.{key}"), words(f"basis_word.{basis}") if basis else ""))))
    titles = [words(f"outlook.{key}_of"), words(f"outlook.{key}_part")]
    tables.show(titles, ([name, figure(here, written, about)] for name, written in rows), cards=False)


def methods(here: Here, judged: Assessment) -> None:
    """The number in the eyes of several methods, each with what it would say; ours stands among them."""
    words, about = here.words, About(indicator=judged.indicator.id)
    titles = [words(f"column.{key}") for key in ("method", "figure", "status", "says")]
    rows: list[Sequence[tables.Entry]] = []
    for verdict in verdicts(judged):
        name, written = words(f"method.{verdict.method}"), _figure(here, verdict)
        if verdict.status is None:
            rows.append([name, UNKNOWN, UNKNOWN, words("method_says.nothing")])
            continue
        tone = "good" if verdict.status in (Status.ON_TRACK, Status.AHEAD) else "short"
        said = words(f"method_says.{verdict.method}_{tone}", light=words(f"status.{verdict.status}"))
        rows.append([name, figure(here, written, about), tables.status_text(verdict.status, words), said])
    tables.show(titles, rows)
    st.caption(words("outlook.methods_note"))


def _figure(here: Here, verdict: Verdict) -> str:
    """A method's own figure, as it is written there."""
    words, found = here.words, verdict.figure
    if found is None:
        return UNKNOWN
    if verdict.method is Method.POINTS:
        return words.points(found)
    if verdict.method is Method.MONTHS:
        return months_text(found, words) or words("outlook.months", n=words.number(found, 1))
    return words("outlook.times", n=words.number(found, 2))


def repeats(here: Here, asked: Indicator) -> None:
    """The clause that asks for the number, and the other places of the plan that state the same one."""
    words, plan = here.words, here.position.plan
    measures = {indicator.clause: plan.measure(indicator.clause) for indicator in _stated(here, asked)}
    links = tuple(
        Text(words.name(each), link=here.address("measure", clause=clause)) for clause, each in measures.items()
    )
    prose.paragraph(sentence(words, "outlook.stated_once" if len(links) == 1 else "outlook.stated_again", places=links))


def _stated(here: Here, asked: Indicator) -> Iterable[Indicator]:
    plan = here.position.plan
    series = plan.series(asked.id).id
    return (each for each in plan.indicators if plan.series(each.id).id == series)
