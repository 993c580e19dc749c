"""The parts of an .xlsx package: found by their links, replaced or added, and packed again, all others unchanged."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import join, normpath, split

from loaders.formats.archive import Archive
from loaders.limits import Damaged
from reports.marking.xml_text import Node, in_attribute, parse, written

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = {
    RELATIONSHIPS: "http://purl.oclc.org/ooxml/officeDocument/relationships",
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
}
_NO_LINKS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
_TYPES = "[Content_Types].xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_PACKED_AT = (2022, 1, 1, 0, 0, 0)  # the same findings give the same bytes


@dataclass(frozen=True)
class Link:
    """From one part to another: `kind` is the last word of its type."""

    id: str
    kind: str
    part: str


@dataclass
class Package:
    """An .xlsx on its way to being written again. Parts go by the names they have in it; case does not matter."""

    archive: Archive
    _new: dict[str, bytes] = field(default_factory=dict[str, bytes])
    _is_strict: bool | None = None

    def holds(self, part: str) -> bool:
        return part in self._new or part.lower() in self.archive.parts

    def read(self, part: str) -> bytes:
        """A part as it is now. Raises Damaged when there is none."""
        name = self._name(part)
        return self._new[name] if name in self._new else self.archive.read(name.lower())

    def write(self, part: str, content: bytes, media_type: str = "") -> None:
        """Replace a part, or add one; a new part needs its media type, unless its extension already has one."""
        self._new[self._name(part)] = self._in_its_words(content)
        if media_type:
            self._declare(part, media_type)

    def spare(self, pattern: str) -> str:
        """The first name of the form "xl/comments{n}.xml" that no part has."""
        return next(name for n in range(1, 100_000) if not self.holds(name := pattern.format(n=n)))

    def links(self, part: str) -> list[Link]:
        """The links of a part; part "" is the package. External ones, which lead out of the file, are left out."""
        if not self.holds(_links_of(part)):
            return []
        root = parse(self.read(_links_of(part)))
        return [
            Link(node.attributes.get("Id", ""), node.attributes.get("Type", "").rpartition("/")[2], _target(part, goal))
            for node in root.all("Relationship")
            if (goal := node.attributes.get("Target", "")) and node.attributes.get("TargetMode") != "External"
        ]

    def link(self, part: str, kind: str, to: str) -> str:
        """Add a link from `part` to another and return its id."""
        xml = self.read(_links_of(part)) if self.holds(_links_of(part)) else _NO_LINKS
        root = parse(xml)
        taken = {node.attributes.get("Id") for node in root.all("Relationship")}
        new = next(name for n in range(1, 100_000) if (name := f"rIdCheck{n}") not in taken)
        facts = f'Id="{new}" Type="{RELATIONSHIPS}/{kind}" Target="/{in_attribute(to)}"'
        root.added += f"<{root.prefix}Relationship {facts}/>".encode()
        self.write(_links_of(part), written(xml, root))
        return new

    def packed(self) -> bytes:
        """The whole package: old parts in their order and under their names, new ones after them."""
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
            for name, info in self.archive.parts.items():
                content = self._new.pop(info.filename, None) or self.archive.inflated(name)
                out.writestr(packed_entry(info.filename), content)
            for name, content in self._new.items():
                out.writestr(packed_entry(name), content)
        return packed.getvalue()

    def _in_its_words(self, xml: bytes) -> bytes:
        """Names of the strict kind of .xlsx where the package is of that kind: other programs take no mixture."""
        if self._is_strict is None:
            self._is_strict = _STRICT[RELATIONSHIPS].encode() in self.read(_links_of(""))
        for usual, strict in _STRICT.items() if self._is_strict else ():
            xml = xml.replace(usual.encode(), strict.encode())
        return xml

    def _name(self, part: str) -> str:
        known = self.archive.parts.get(part.lower())
        return known.filename if known else part

    def _declare(self, part: str, media_type: str) -> None:
        xml = self.read(_TYPES)
        root = parse(xml)
        extension = part.rpartition(".")[2]
        if any(node.attributes.get("PartName", "").lower() == f"/{part.lower()}" for node in root.all("Override")):
            return
        if any(node.attributes.get("ContentType") == media_type for node in root.all("Default")):
            return
        kind, key, value = (
            ("Override", "PartName", f"/{part}") if extension == "xml" else ("Default", "Extension", extension)
        )
        new = f'<{root.prefix}{kind} {key}="{in_attribute(value)}" ContentType="{in_attribute(media_type)}"/>'
        root.added += new.encode()
        self.write(_TYPES, written(xml, root))


@dataclass(frozen=True)
class Book:
    """The workbook part, and where each of its sheets stands by sheet name."""

    part: str
    sheets: Mapping[str, str]


def book_of(package: Package) -> Book:
    """Find the workbook. Raises Damaged where links lead nowhere."""
    book = next((link.part for link in package.links("") if link.kind == "officeDocument"), "")
    goals = {link.id: link.part for link in package.links(book)}
    found: dict[str, str] = {}
    for node in parse(package.read(book)).within():
        if node.name == "sheet":
            link = node.attributes.get(id_key(node), "")
            if link not in goals:
                raise Damaged(link)
            found[node.attributes.get("name", "")] = goals[link]
    return Book(book, found)


def id_key(node: Node) -> str:
    """The attribute that names a link, with the prefix this file gives it."""
    return next((key for key in node.attributes if key.endswith(":id")), "r:id")


def add_first_sheet(package: Package, book: Book, name: str, content: bytes) -> None:
    """Put a sheet before all others, and show it when the workbook is opened."""
    part = package.spare(f"{split(book.part)[0]}/worksheets/sheet{{n}}.xml")
    package.write(part, content, _SHEET_TYPE)
    link = package.link(book.part, "worksheet", part)
    xml = package.read(book.part)
    root = parse(xml)
    listed = [node for node in root.within() if node.name == "sheet"]
    number = 1 + max(int(node.attributes.get("sheetId", "0")) for node in listed)
    key = id_key(listed[0])  # its prefix may be declared on each sheet alone
    declared = f'xmlns:{key.partition(":")[0]}="{RELATIONSHIPS}"'
    facts = f'name="{in_attribute(name)}" sheetId="{number}" {declared} {key}="{link}"'
    listed[0].before += f"<{listed[0].tag} {facts}/>".encode()
    for node in root.within():
        if node.name == "definedName" and "localSheetId" in node.attributes:  # counts the sheets before it
            node.attributes["localSheetId"] = str(int(node.attributes["localSheetId"]) + 1)
        elif node.name == "workbookView":
            node.attributes |= {"activeTab": "0", "firstSheet": "0"}
    package.write(book.part, written(xml, root))


def packed_entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _PACKED_AT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _links_of(part: str) -> str:
    folder, name = split(part)
    return join(folder, "_rels", f"{name}.rels")


def _target(part: str, goal: str) -> str:
    goal = goal.replace("\\", "/")
    return goal.lstrip("/") if goal.startswith("/") else normpath(join(split(part)[0], goal))
