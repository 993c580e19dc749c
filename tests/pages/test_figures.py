"""A figure cannot be put on a page without its sources."""

from __future__ import annotations

import pytest

from charts.exhibit import Column, Table
from ui.figures import sentence
from ui.tables import Number, Quoted
from wording import Words


def test_a_figure_without_sources_cannot_be_made():
    with pytest.raises(ValueError, match="opens"):
        Number("1,204", "")
    with pytest.raises(ValueError, match="cell"):
        Quoted("1204", "")
    with pytest.raises(ValueError, match="row"):
        Table((Column("value", "数", "number"),), ((1,),), ())


def test_a_sentence_keeps_its_words_and_links_its_figures():
    n = Number("<3>", "source?indicator=X&lang=zh")
    said = sentence(Words("en"), "measure.subset_of", whole=n)
    link = '<a class="figure" href="source?indicator=X&amp;lang=zh" target="_self">&lt;3&gt;</a>'
    assert said == f"Part of “{link}”, never added to it"
    assert sentence(Words("en"), "measure.subset_of", whole="<b>") == "Part of “&lt;b&gt;”, never added to it"
