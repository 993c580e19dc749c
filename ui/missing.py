"""What an address names and is not to be had: that is said and the nearest offered; nothing else is shown for it."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher
from urllib.parse import urlencode

from domain.period import Period
from ui import prose
from ui.app import Here
from ui.figures import sentence
from ui.plain import st
from ui.server import NO_PAGE
from ui.tables import Text

_OFFERED = 3
_ALIKE = 0.55  # from here on two names may be meant for one another
_MOST = 40  # characters of what was asked


class NotFound(Exception):
    """`name` is the parameter, `label` what a reader calls it, `options` what it may be: each key as it is written."""

    def __init__(self, name: str, label: str, asked: str, options: Mapping[str, str]) -> None:
        super().__init__(f"{name}={asked}")
        self.name, self.label, self.asked, self.options = name, label, asked, options


def refuse_unknown(name: str, label: str, options: Mapping[str, str]) -> None:
    """Raises NotFound where the address gives `name` and it is none of the `options`."""
    asked = st.query_params.get(name, "")
    if asked and asked not in options:
        raise NotFound(name, label, asked, options)


def show(here: Here, found: NotFound) -> None:
    """In place of the page: what was not found, the way to the nearest, and to the page without it."""
    words, asked = here.words, found.asked[:_MOST]
    st.warning(words("missing.here", label=found.label, asked=asked))
    links = tuple(Text(found.options[key], link=_address(here, found, key)) for key in nearest(found))
    if links:
        prose.paragraph(sentence(words, "missing.nearest", links=links))
    prose.paragraph(
        sentence(words, "missing.without", link=Text(words("missing.open"), link=_address(here, found, "")))
    )


def nearest(found: NotFound) -> list[str]:
    """The keys most like what was asked, by key or as written; of months those nearest in time."""
    try:
        month = Period.parse(found.asked)
        return sorted(found.options, key=lambda key: abs(Period.parse(key) - month))[:1]
    except ValueError:
        pass
    likeness = {
        key: max(_likeness(found.asked, key), _likeness(found.asked, name)) for key, name in found.options.items()
    }
    return sorted((key for key in likeness if likeness[key] >= _ALIKE), key=lambda key: -likeness[key])[:_OFFERED]


def _likeness(asked: str, known: str) -> float:
    return SequenceMatcher(None, asked[:_MOST].casefold(), known.casefold()).ratio()


def _address(here: Here, found: NotFound, key: str) -> str:
    """The address with the nearest in place of what was asked, or without it; a page has its own name."""
    if found.name == NO_PAGE:
        return here.address(key or next(iter(found.options)))
    others = {name: value for name, value in st.query_params.to_dict().items() if name != found.name}
    return f"?{urlencode(others | ({found.name: key} if key else {}))}"
