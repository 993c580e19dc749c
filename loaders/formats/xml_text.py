"""The text of an .xlsx part, brought into the form in which patterns are looked for, and the texts taken out of it."""

from __future__ import annotations

import re

from loaders.formats.rich_text import Runs, told
from loaders.limits import Damaged

_ROOT = re.compile(r"\s*(?:<\?xml [^<>]*\?>)?\s*<(\w+):\w+[\s/>]")
_OTHER_REFERENCE = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;|#9;|#10;|#13;)")
_REFERENCES = (
    ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"),
    ("&#9;", "\t"), ("&#10;", "\n"), ("&#13;", "\r"), ("&amp;", "&"),
)  # fmt: skip
_CODED = re.compile("_x([0-9A-Fa-f]{4})_")
_ASIDE = re.compile(r"<rPh[ />].*?</rPh>", re.DOTALL)
_TEXT = r"<t(?: [^<>]*+)?+>([^<]*+)</t>"
_RUN = re.compile(_TEXT)
_LOOKS = re.compile(r"<(?:vertAlign|strike)\b")
_RUN_OR_LOOK = re.compile(rf'<(r|vertAlign|strike)(?: val="([^"]*)")?(?:[ /][^>]*)?>|{_TEXT}')


def decoded(xml: bytes) -> str:
    """A part as text, its tags without a prefix that all of them have. Raises Damaged where it is no UTF-8."""
    try:
        text = xml.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Damaged from error
    prefixed = _ROOT.match(text)
    if prefixed:  # as the Open XML SDK writes it; "<" stands nowhere but before tags
        text = text.replace(f"<{prefixed[1]}:", "<").replace(f"</{prefixed[1]}:", "</")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def is_plain(text: str) -> bool:
    """Whether "<" and "&" mean what they do nearly everywhere: no comment, no CDATA, no rare reference."""
    return "<!" not in text and text.find("<?", 1) < 0 and not ("&" in text and _OTHER_REFERENCE.search(text))


def written(text: str) -> str:
    """Fit to stand between tags; `unwritten` gives the same back."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def unwritten(text: str) -> str:
    """A text that stood between tags."""
    if "&" in text:
        for reference, letter in _REFERENCES:
            text = text.replace(reference, letter)
    return uncoded(text)


def uncoded(text: str) -> str:
    """Excel codes characters that XML cannot hold, or would change, as _x000D_."""
    return _CODED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def joined(runs: str) -> str:
    """The text of several runs of different looks, without the reading aids that may stand beside it."""
    runs = _ASIDE.sub("", runs) if "<rPh" in runs else runs
    if not _LOOKS.search(runs):
        return unwritten("".join(_RUN.findall(runs)))
    found = Runs()
    for name, value, text in _RUN_OR_LOOK.findall(runs):
        if name:
            found.start(name, {"val": value} if value else {})
        else:
            found.add(unwritten(text))
    return told(found.found)
