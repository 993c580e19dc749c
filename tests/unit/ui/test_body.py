"""A body is a few large pieces: HTML between the charts, escaped, and charts as rows beside a bare specification."""

from __future__ import annotations

import threading
from html import unescape
from typing import Any

import pytest

from ui import body
from ui.plain import st

SPEC: dict[str, Any] = {"data": {"values": [{"id": "a", "n": 1}, {"id": "b", "n": None}]}, "mark": "bar"}
TYPED = '<b>bold</b> & "quoted" **stars** :red[x]'


def test_everything_between_two_charts_is_one_piece():
    def draw() -> None:
        st.header("甲")
        st.caption("乙")
        st.vega_lite_chart(SPEC, alt="说明")
        with st.expander("丙"):
            st.info("丁")
        st.html("<p>戊</p>")

    before, chart, after = body.composed(draw)
    assert isinstance(before, str)
    assert isinstance(chart, body.Chart)
    assert isinstance(after, str)
    assert [before.count(text) for text in "甲乙"] == [1, 1]
    places = [after.index(text) for text in ("丙", "丁", "</details>", "戊")]
    assert places == sorted(places)
    assert chart.rows.to_pylist() == SPEC["data"]["values"]
    assert (chart.spec, chart.how) == ({"mark": "bar"}, {"alt": "说明"})


@pytest.mark.parametrize("shown", ["header", "subheader", "caption", "info", "success", "expander"])
def test_typed_words_stay_letters(shown: str):
    def draw() -> None:
        block = getattr(st, shown)(TYPED)
        if block:
            with block:
                pass

    (html,) = body.composed(draw)
    assert isinstance(html, str)
    assert "<b>" not in html
    assert TYPED in unescape(html)


def test_columns_hold_what_is_shown_in_them_whichever_is_filled_first():
    def draw() -> None:
        left, right = st.columns([2, 3], gap="large")
        with right:
            st.caption("右")
        with left:
            st.caption("左")
        st.caption("下")

    (html,) = body.composed(draw)
    assert isinstance(html, str)
    assert html.index("左") < html.index("右") < html.index("下")
    assert "grid-template-columns:minmax(0,2fr) minmax(0,3fr)" in html


def test_a_chart_stands_in_no_fold():
    def draw() -> None:
        with st.expander("甲"):
            st.vega_lite_chart(SPEC)

    with pytest.raises(ValueError, match="neither in a fold nor in a column"):
        body.composed(draw)


def test_what_asks_cannot_be_composed():
    def draw() -> None:
        st.selectbox("月份", [1, 2])

    with pytest.raises(AttributeError, match="selectbox"):
        body.composed(draw)


def test_only_the_thread_that_composes_does_so():
    seen: list[object] = []

    def draw() -> None:
        other = threading.Thread(target=lambda: seen.append(st.html))
        other.start()
        other.join()
        seen.append(st.html)

    body.composed(draw)
    elsewhere, here = seen
    assert getattr(here, "__self__", None).__class__ is body.Composer
    assert getattr(elsewhere, "__self__", None).__class__ is not body.Composer


def test_its_size_is_that_of_what_is_sent():
    def draw() -> None:
        st.html("<p>六个字的文字</p>")
        st.vega_lite_chart(SPEC)

    html, chart = body.composed(draw)
    assert isinstance(html, str) and isinstance(chart, body.Chart)
    assert body.size((html,)) == 3 * 6 + len("<p></p>")
    assert body.size((html, chart)) == body.size((html,)) + chart.rows.nbytes + len('{"mark": "bar"}')
