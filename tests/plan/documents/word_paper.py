"""Word files for the tests, put together from the XML that the case is about."""

from __future__ import annotations

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word_file(
    body: str, *, numbering: str = "", styles: str = "", namespace: str = MAIN
) -> bytes:
    """Return a .docx with this body; numbering and styles may be empty."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("_rels/.rels", _relations({"officeDocument": "/word/main.xml"}))
        made.writestr(
            "word/_rels/main.xml.rels",
            _relations({"numbering": "numbering.xml", "styles": "styles.xml"}),
        )
        made.writestr("word/main.xml", _part("document", _part_of("body", body)))
        made.writestr("word/numbering.xml", _part("numbering", numbering))
        made.writestr("word/styles.xml", _part("styles", styles))
    data = target.getvalue()
    return data if namespace == MAIN else _renamed(data, namespace)


def paragraph(text: str = "", *, properties: str = "", runs: str = "") -> str:
    """Return a paragraph of one run, or of the given runs."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs or run(text)}</w:p>"


def run(text: str, properties: str = "") -> str:
    """Return a run of text."""
    return (
        f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
    )


def numbered(text: str, number: int, level: int = 0) -> str:
    """Return a paragraph with an automatic number."""
    return paragraph(
        text,
        properties=f'<w:numPr><w:ilvl w:val="{level}"/>'
        f'<w:numId w:val="{number}"/></w:numPr>',
    )


def level(at: int, style: str, text: str, *, start: int = 1, more: str = "") -> str:
    """Return a level of a numbering."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>'
        f'{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(identity: int, *levels: str) -> str:
    """Return an abstract numbering."""
    inner = "".join(levels)
    return f'<w:abstractNum w:abstractNumId="{identity}">{inner}</w:abstractNum>'


def instance(identity: int, of: int, overrides: str = "") -> str:
    """Return a numbering that paragraphs refer to."""
    inner = f'<w:abstractNumId w:val="{of}"/>{overrides}'
    return f'<w:num w:numId="{identity}">{inner}</w:num>'


def table(*rows: str) -> str:
    """Return a table of rows."""
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    """Return a row of cells."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def cell(*texts: str, properties: str = "", content: str = "") -> str:
    """Return a cell of paragraphs."""
    inner = "".join(map(paragraph, texts)) + content
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner or '<w:p/>'}</w:tc>"


def _part_of(name: str, content: str) -> str:
    return f"<w:{name}>{content}</w:{name}>"


def _part(name: str, content: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:{name} xmlns:w="{MAIN}" xmlns:mc="urn:mc" xmlns:wps="urn:wps" '
        f'xmlns:v="urn:v" xmlns:m="urn:m">{content}</w:{name}>'
    )


def _relations(targets: dict[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="r{at}" Type="{_KINDS}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_RELATIONS}">{rows}</Relationships>'


def _renamed(data: bytes, namespace: str) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w") as made,
    ):
        for entry in source.namelist():
            content = source.read(entry).replace(MAIN.encode(), namespace.encode())
            made.writestr(entry, content)
    return target.getvalue()
