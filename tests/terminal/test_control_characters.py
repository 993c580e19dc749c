"""What people typed and files are called reaches a terminal as text it cannot obey."""

from __future__ import annotations

import json
import shutil
import sys

import pytest

from tests.support.terminal import ROOT, Terminal
from verbs import encoding

RIGHT = ROOT / "sample_data" / "broken" / "演示数据_没有错误_对照.xlsx"
ESCAPE = "\x1b]0;owned\x07\x1b[2J"


def test_a_sheet_with_a_malicious_name_is_named_harmlessly(terminal: Terminal) -> None:
    named = shutil.copy(RIGHT, terminal.folder / f"a{ESCAPE}b.xlsx")
    for verb in (["check", named], ["load", named], ["submission", "list"], ["audit", "search"]):
        said = terminal.run(*verb)
        assert "\x1b" not in said.out + said.err
        assert "\x07" not in said.out + said.err
    assert "]0;owned" in terminal.run("submission", "list").out


@pytest.mark.parametrize("typed", [{"--reason": f"核对{ESCAPE}"}, {"--by": f"王{ESCAPE}"}])
def test_a_name_or_reason_that_is_no_line_is_refused_in_a_sentence(terminal: Terminal, typed: dict[str, str]) -> None:
    options = {"--reason": "核对", "--by": "王"} | typed
    said = terminal.run("submission", "return", "378", *(part for option in options.items() for part in option))
    assert (said.code, said.out) == (2, "")
    assert "U+001B" in said.err
    assert "\x1b" not in said.err


def test_control_characters_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    encoding.say("a\x00\x1b[1m\x7f\x9b\u202eb\n\tc")
    assert capsys.readouterr().out == "a␀␛[1m␡\ufffd\ufffdb\n\tc\n"


@pytest.mark.usefixtures("capsys")
def test_json_keeps_them_escaped() -> None:
    encoding.speak()
    said = {"by": "a\x1b\x7f\x9bb"}
    text = encoding.json_text(json.dumps(said, ensure_ascii=False))
    assert json.loads(text) == said
    assert all(character.isprintable() for character in text), sys.stdout.encoding
