from __future__ import annotations

from fractions import Fraction

from domain.ledger import Ledger
from domain.measurement import Missing, last_known, measured, sources
from domain.observation import Aspect, Source, TaskState
from domain.period import Period
from domain.plan import Indicator, Kind
from tests.support.ledgers import ledger_with
from tests.support.plans import figure, ledger_of, make_indicator, reported, sent

JUNE = Period(2023, 6)
CONTEST = make_indicator(kind=Kind.RECURRING, target=1, every_years=1, first_year=2021, resets_yearly=True)


def value(indicator: Indicator, ledger: Ledger, period: Period = JUNE) -> Fraction | Missing | None:
    found = measured(indicator, ledger, period)
    return found.missing if found.value is None else found.value


def group(reached: int, size: int | None) -> Ledger:
    figures = [figure("N-1", JUNE, reached)]
    if size is not None:
        figures.append(figure("N-1", JUNE, size, aspect=Aspect.DENOMINATOR))
    return ledger_of(figures)


def test_a_month_without_a_report_has_no_value():
    assert value(make_indicator(), reported({"2023-05": 10, "2023-07": 12})) is Missing.NO_REPORT


def test_zero_is_a_value():
    assert value(make_indicator(), reported({"2023-06": 0})) == 0


def test_a_share_of_a_group_is_exact_and_names_both_cells():
    share, ledger = make_indicator(kind=Kind.RATIO, target=100), group(1, 3)
    assert measured(share, ledger, JUNE).value == Fraction(100, 3)
    assert [entry.observation.aspect for entry in sources(share, ledger, JUNE)] == [
        Aspect.CUMULATIVE,
        Aspect.DENOMINATOR,
    ]


def test_no_share_of_an_unknown_or_empty_group():
    ratio = make_indicator(kind=Kind.RATIO, target=100)
    assert value(ratio, group(0, 0)) is Missing.NO_DENOMINATOR
    assert value(ratio, group(3, None)) is Missing.NO_DENOMINATOR


def test_yearly_editions_add_up_from_the_last_report_of_each_year():
    ledger = reported({"2021-11": 0, "2021-12": 1, "2022-10": 1, "2023-05": 0, "2023-06": 1, "2023-12": 2})
    assert value(CONTEST, ledger) == 3
    assert [str(entry.observation.period) for entry in sources(CONTEST, ledger, JUNE)] == [
        "2021-12", "2022-10", "2023-06"
    ]  # fmt: skip


def test_a_year_never_reported_leaves_the_editions_unknown():
    assert value(CONTEST, reported({"2021-12": 1, "2023-06": 1})) is Missing.YEAR_NOT_REPORTED


def test_editions_held_before_the_start_are_not_counted():
    later = make_indicator(
        kind=Kind.RECURRING, target=1, every_years=1, first_year=2022, resets_yearly=True, start=Period(2022, 1)
    )
    assert value(later, reported({"2021-12": 1, "2022-12": 1, "2023-06": 1})) == 2


def test_a_region_has_a_value_of_its_own():
    ledger = ledger_of([figure("N-1", JUNE, 10), figure("N-1", JUNE, 4, region_id="east")])
    assert measured(make_indicator(), ledger, JUNE, "east").value == 4
    assert measured(make_indicator(), ledger, JUNE, "west").value is None


def test_a_repeat_has_the_value_of_the_series_it_repeats():
    assert value(make_indicator("N-2", same_as="N-1"), reported({"2023-06": 7})) == 7


def test_the_last_known_value_says_of_which_month_it_is():
    found = last_known(make_indicator(), reported({"2023-04": 9, "2023-05": 10, "2023-07": 12}), JUNE)
    assert found is not None
    assert (found[0], found[1].value) == (Period(2023, 5), 10)
    assert last_known(make_indicator(), reported({"2023-07": 12}), JUNE) is None


def test_a_task_has_the_state_reported_for_the_month():
    state = TaskState("K-1", "done", None, "", "", Source("Tasks", "D5", "done"))
    ledger = ledger_with((), task_states=((state, sent("a", JUNE)),))
    assert ledger.task_states("K-1") == {JUNE: (state, sent("a", JUNE))}
    assert ledger.task_states("K-2") == {}
