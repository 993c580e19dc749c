from __future__ import annotations

import json

import pytest

from views.explanation import explanation
from views.listings import status_listing
from views.position import Position
from wording import LANGUAGES, Words


def test_the_status_says_what_lies_ahead(position: Position):
    first, silent, kept = json.loads(json.dumps(status_listing(position)))
    assert {key: first[key] for key in ("value", "shortfall", "consecutive", "catch_up", "chance")} == {
        "value": 23_200, "shortfall": 5800, "consecutive": 27, "catch_up": pytest.approx(36_800 / 31 / 800),
        "chance": 0.01,
    }  # fmt: skip
    assert (first["forecast"], first["forecast_low"], first["forecast_high"]) == (48_000, 48_000, 48_000)
    ahead = ("shortfall", "catch_up", "forecast", "forecast_low", "forecast_high", "chance")
    assert {silent[key] for key in ahead} == {None}
    assert (kept["shortfall"], kept["catch_up"], kept["consecutive"]) == (0, 0, 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_explanation_holds_all_that_is_behind_a_light(position: Position, language: str):
    told = json.loads(json.dumps(explanation(position, "N-1", Words(language))))  # type: ignore[arg-type]
    assert told["next"] == {"status": "on_track", "value": 29_000}
    assert told["thresholds"]["behind"] == 0.8
    assert told["path_is_fallback"]
    assert [point["period"] for point in told["path"]] == ["2020-12", "2025-12"]
    assert told["outlook"]["ground"] == "seasonal"
    assert [month["consecutive"] for month in told["history"][-3:]] == [25, 26, 27]
    assert {by: sum(split["parts"].values()) for by, split in told["gap"].items()} == dict.fromkeys(
        ("region", "department", "time"), -5800
    )
    assert [row["method"] for row in told["methods"]] == ["points", "ratio", "growth", "months"]
    assert told["sources"][0]["cell"] == "J8"


def test_what_is_unknown_is_explained_as_far_as_it_goes(position: Position):
    told = explanation(position, "N-2", Words("en"))
    assert (told["value"], told["next"], told["gap"]) == (None, None, {})
    assert told["outlook"]["ground"] == "not_enough_history"
