"""Names in the XML of an .ods: namespaces, each with the space that ends it, and the parser that tells them."""

from __future__ import annotations

from xml.parsers import expat

_ODF = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0 "
OFFICE, TABLE, TEXT, DRAW, STYLE, NUMBER = (
    _ODF.format(name) for name in ("office", "table", "text", "drawing", "style", "datastyle")
)
CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "


def namespace_parser() -> expat.XMLParserType:
    """It names a tag or attribute by its namespace, a space, and its local name."""
    return expat.ParserCreate("utf-8", " ")
