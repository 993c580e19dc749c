"""What holds for every chart. Each specification is also compared with the one kept in tests/golden/charts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import altair as alt
import pytest

from charts.exhibit import Exhibit
from tests.support import exhibits
from wording import LANGUAGES, Language

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "charts"
KINDS = [*exhibits.every("zh")]


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return request.param


@pytest.mark.parametrize("kind", KINDS)
class TestEveryChart:
    def test_is_the_one_kept(self, kind: str, language: Language):
        """A new or deleted file is written anew: look at the chart, then keep the file."""
        kept = GOLDEN / f"{kind}.{language}.json"
        drawn = exhibits.every(language)[kind]
        text = json.dumps({"alt": drawn.alt, "spec": drawn.spec}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        if not kept.exists():
            kept.write_text(text, encoding="utf-8")
            pytest.fail(f"{kept.name} was written; look at the chart, then run again")
        assert json.loads(text) == json.loads(kept.read_text(encoding="utf-8"))

    def test_keeps_to_the_schema_of_vega_lite(self, kind: str, language: Language):
        alt.LayerChart.from_dict(exhibits.every(language)[kind].spec, validate=True)

    def test_has_an_alternative_a_table_and_notes(self, kind: str, language: Language):
        exhibit = exhibits.every(language)[kind]
        assert exhibit.alt.rstrip().endswith(("。", ".")) or exhibit.notes[3] in exhibit.alt
        assert "{" not in exhibit.alt
        assert exhibit.table.rows
        assert all(len(row) == len(exhibit.table.columns) for row in exhibit.table.rows)
        assert any("演示数据" in note or "Demonstration" in note for note in exhibit.notes)
        assert any("2024" in note for note in exhibit.notes)

    def test_fits_its_container_and_reads_nothing_from_elsewhere(self, kind: str, language: Language):
        spec = exhibits.every(language)[kind].spec
        assert spec["width"] == "container"
        assert "datasets" not in spec
        assert '"url"' not in json.dumps(spec)

    def test_writes_axis_labels_upright(self, kind: str, language: Language):
        assert exhibits.every(language)[kind].spec["config"]["axis"]["labelAngle"] == 0

    def test_says_everything_in_its_own_language(self, kind: str, language: Language):
        exhibit = exhibits.every(language)[kind]
        shown = "".join(
            (exhibit.alt, *exhibit.notes, *_strings(exhibit.spec["data"]), *_strings(exhibit.spec["title"]))
        )
        assert bool(re.search(r"[\u4e00-\u9fff]", shown)) == (language == "zh")

    def test_of_nothing_says_so(self, kind: str, language: Language):
        exhibit = exhibits.nothing(language)[kind]
        message = {"zh": "暂无数据", "en": "No data yet"}[language]
        assert message in exhibit.alt
        assert message in exhibit.notes
        assert exhibit.spec["data"]["values"] == [{"message": message}]
        assert not exhibit.table.rows
        assert exhibit.table.columns


@pytest.mark.parametrize("kind", ["headline", "indicators", "lags", "departments", "regions", "reporting"])
def test_a_click_on_a_row_picks_its_id(kind: str):
    spec = exhibits.every("zh")[kind].spec
    (picked,) = spec["params"]
    assert picked["name"] == "pick"
    assert picked["select"]["fields"] == ["id"]
    assert all(row.get("id") for row in spec["data"]["values"] if "name" in row)


def test_the_same_rows_give_the_same_specification():
    one, again = exhibits.every("zh"), exhibits.every.__wrapped__("zh")
    assert one == again


def rows(exhibit: Exhibit) -> list[dict]:
    return exhibit.spec["data"]["values"]


def test_a_value_nobody_knows_is_no_bar_and_no_zero():
    unknown = rows(exhibits.every("zh")["headline"])[3]
    assert unknown["share"] is None
    assert unknown["share_text"] == "—"
    assert "未报送" in unknown["status"]
    assert exhibits.every("zh")["headline"].table.rows[3][3] is None


def test_what_lies_far_beyond_the_target_does_not_squeeze_the_others():
    beyond = rows(exhibits.every("zh")["indicators"])[4]
    assert beyond["share"] <= 1.1
    assert beyond["share_text"] == "230.0%"


def test_progress_from_a_baseline_and_a_fallback_path_are_said():
    notes = " ".join(exhibits.every("en")["headline"].notes)
    assert "baseline" in notes
    assert "straight line" in notes


def test_lags_are_the_worst_first_and_only_what_lags():
    names = [row["name"] for row in rows(exhibits.every("zh")["lags"])]
    assert names == ["人才总量", "县级公共实训基地（建成并正常运转）", "新增技能人才"]


def test_lags_say_when_nothing_lags():
    from charts.lags import lags
    from wording import Words

    exhibit = lags(exhibits.ASSESSMENTS[4:], Words("zh"), exhibits.STAMP)
    assert "没有滞后的指标" in exhibit.notes


def test_departments_show_a_cell_per_indicator_worst_first_and_do_not_rank_the_silent():
    exhibit = exhibits.every("zh")["departments"]
    signs = ["".join(row["sign"] for row in rows(exhibit) if row["row"] == place) for place in range(3)]
    assert signs == ["◆◆●", "▼▲▲▲▲★★", "□□"]
    assert rows(exhibit)[-2]["standing"] == "报送不足，不排名"
    assert rows(exhibit)[0]["standing"] == "3项中2项滞后"


def test_history_breaks_where_a_month_is_missing_and_marks_it():
    exhibit = exhibits.every("zh")["history"]
    missing = [row for row in rows(exhibit) if row["gap_sign"]]
    assert [row["period_text"] for row in missing] == ["2022年3月", "2022年4月"]
    assert all(row["value"] is None for row in missing)
    still_to_come = rows(exhibit)[-1]
    assert still_to_come["value"] is None
    assert still_to_come["gap_sign"] is None
    assert "2022年3月、2022年4月" in exhibit.alt


def test_regions_are_ranked_the_unknown_last_and_city_work_is_marked():
    ranked = rows(exhibits.every("zh")["regions"])
    assert [row["name"] for row in ranked] == ["乙市", "甲县", "市本级（市级直接实施）", "丙区"]
    assert ranked[-1]["figures"] == "未报送"
    assert ranked[2]["colour"] != ranked[0]["colour"]


def test_reporting_marks_late_missing_and_corrected():
    first = rows(exhibits.every("zh")["reporting"])[:4]
    assert [row["sign"] for row in first] == ["✓", "▲", "×*", "·"]
    assert first[2]["status_text"] == "× 未报（后有更正）"


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _strings(item)]
    if isinstance(value, list):
        return [text for item in value for text in _strings(item)]
    return [value] if isinstance(value, str) else []
