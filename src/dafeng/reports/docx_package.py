"""The package around the text of a .docx: font names, styles, settings, dates."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from dafeng.reports.docx_dress import Dress, name_fonts
from dafeng.reports.fonts import ROLES, alternative, standard_name
from dafeng.reports.outline import printable
from dafeng.sheets import normalise_archive

if TYPE_CHECKING:
    from docx.document import Document as Open

    from dafeng.reports.records import Paper

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_UNUSED_PARTS = {"thumbnail", "stylesWithEffects", "customXml", "numbering"}
_STYLES = {
    *(f"Heading{level}" for level in range(1, 5)),
    *(f"Heading{level}Char" for level in range(1, 5)),
    *("Header", "HeaderChar", "Footer", "FooterChar", "TableGrid"),
}
_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="'
    'http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>dafeng</Application></Properties>"
)
_WORD_2013 = "15"
"""Newer than the pattern says: without it Word opens the file as one of an old kind."""
_FAMILY = {"hei": "modern", "kai": "script"}


def new_document(paper: Paper, dress: Dress, *, made_on: dt.date) -> Open:
    """An empty document with the styles of a dress."""
    document = Document()
    _strip(document)
    _name_fonts_once(document)
    _set_styles(document, dress)
    _set_settings(document)
    _set_properties(document, paper, made_on)
    return document


def saved(document: Open, *, made_on: dt.date) -> bytes:
    """The bytes of a document: same document, same bytes."""
    target = io.BytesIO()
    document.save(target)
    return normalise_archive(target.getvalue(), made_on=made_on)


def _strip(document: Open) -> None:
    """Take out what the pattern of the library brings and no document of ours needs."""
    for relations in (document.part.package.rels, document.part.rels):
        for key, one in list(relations.items()):
            if one.reltype.rpartition("/")[2] in _UNUSED_PARTS:
                relations.pop(key)
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in _STYLES and not style.get(qn("w:default")):
            styles.remove(style)
    for part in document.part.package.iter_parts():
        if part.partname == "/docProps/app.xml":
            part._blob = _APP.encode()  # noqa: SLF001 - a part without a class


def _set_properties(document: Open, paper: Paper, made_on: dt.date) -> None:
    moment = dt.datetime.combine(made_on, dt.time(), tzinfo=dt.UTC)
    properties = document.core_properties
    # The property holds 255 characters at most.
    properties.title = printable(paper.title).replace("\n", "")[:255]
    properties.author = printable(paper.signed_by or paper.organ)[:255]
    properties.last_modified_by = ""
    properties.comments = ""
    properties.language = "zh-CN"
    properties.revision = 1
    properties.created = properties.modified = moment


def _set_styles(document: Open, dress: Dress) -> None:
    styles: Any = document.styles
    normal = styles["Normal"]
    name_fonts(normal.element.get_or_add_rPr(), "body")
    normal.font.size = Pt(dress.size)
    language = OxmlElement("w:lang")
    for key in ("w:val", "w:eastAsia"):
        language.set(qn(key), "zh-CN")
    normal.element.get_or_add_rPr().append(language)
    normal.paragraph_format.space_after = Pt(0)
    for level, (role, size) in enumerate(dress.heads, start=1):
        style = styles[f"Heading {level}"]
        properties = style.element.get_or_add_rPr()
        for child in list(properties):
            properties.remove(child)
        name_fonts(properties, role)
        style.font.size = Pt(round(size * 2) / 2)
        style.font.bold = False
        style.paragraph_format.space_before = Pt(0)
        style.paragraph_format.space_after = Pt(0)


def _set_settings(document: Open) -> None:
    settings = document.settings
    settings.odd_and_even_pages_header_footer = True
    element = settings.element
    for setting in element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), _WORD_2013)
    for language in element.findall(qn("w:themeFontLang")):
        language.set(qn("w:val"), "zh-CN")
        language.set(qn("w:eastAsia"), "zh-CN")


def _name_fonts_once(document: Open) -> None:
    """Name the standard's fonts, each with a free one that may stand for it."""
    fonts = "".join(
        f"<w:font w:name={quoteattr(standard_name(role))}>"
        f"<w:altName w:val={quoteattr(alternative(role))}/>"
        '<w:charset w:val="86"/>'
        f'<w:family w:val="{_FAMILY.get(role, "roman")}"/>'
        '<w:pitch w:val="variable"/></w:font>'
        for role in ROLES
    )
    table = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:fonts xmlns:w="{_W}">{fonts}</w:fonts>'
    )
    for part in document.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = table.encode()  # noqa: SLF001 - a part without a class
