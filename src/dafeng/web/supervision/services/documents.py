"""The paper of a case: composed from its facts, kept under its hash once signed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

import attrs
from django.utils import timezone, translation

from dafeng.reports import (
    Heading,
    Layout,
    Paper,
    Paragraph,
    as_docx,
    as_pdf,
    as_pictures,
    case_paper,
)
from dafeng.web.core import audit
from dafeng.web.core.exports import synthetic_mark
from dafeng.web.core.models import User
from dafeng.web.office.services.papers import paper_bytes, paper_of
from dafeng.web.supervision.convert import (
    is_gone,
    is_out,
    is_transfer,
    paper_facts,
    paragraphs,
    signed_on,
)
from dafeng.web.supervision.models import Case, CaseDocument, DocumentMark
from dafeng.web.supervision.wording import DRAFT_MARK

PPI = 96
LANGUAGE = "zh-hans"
MARKS = {
    DocumentMark.ISSUED: "",
    DocumentMark.WITHDRAWN: "已撤回",
    DocumentMark.SUPERSEDED: "已被取代",
}


class FileKind(StrEnum):
    """How a document is written."""

    DOCX = "docx"
    PDF = "pdf"


@attrs.frozen(kw_only=True)
class CaseFile:
    """One file of a case, ready to be sent."""

    name: str
    content: bytes


def file_written(paper: Paper, *, name: str, on: date, kind: FileKind) -> CaseFile:
    """Write a paper as a file; the same paper and day give the same bytes."""
    content = (
        as_docx(paper, made_on=on)
        if kind is FileKind.DOCX
        else as_pdf(paper, made_on=on).content
    )
    return CaseFile(name=f"{name}.{kind}", content=content)


def paper_of_case(case: Case, *, mark: str = "") -> Paper:
    """Compose the paper; ``mark`` stands on every page.

    A paper is Chinese, whatever language the person reads the site in.
    """
    with translation.override(LANGUAGE):
        marks = tuple(one for one in (synthetic_mark(), mark) if one)
    if not is_transfer(case):
        return case_paper(paper_facts(case, marks=marks))
    units = [unit.organisation.name_zh for unit in case.units.all()]
    grounds = [str(line) for line in case.basis.all()]
    return Paper(
        layout=Layout.LETTER,
        organ=case.organisation.name_zh,
        number=case.number,
        title=f"关于{case.item}的问责移交函",
        addressees=tuple(units),
        blocks=(
            *_part("有关情况", paragraphs(case.facts)),
            *_part("依据", grounds),
            *_part("移交事项", paragraphs(case.demand)),
        ),
        signed_by=case.organisation.name_zh,
        signed_on=signed_on(case),
        contact=case.contact,
        marks=marks,
    )


def _part(title: str, texts: Iterable[str]) -> list[Heading | Paragraph]:
    lines = [Paragraph(text=text) for text in texts]
    return [Heading(text=title), *lines] if lines else []


def mark_of(case: Case) -> str:
    """What a paper that is composed now must say of itself."""
    if not is_out(case):
        return DRAFT_MARK
    if is_gone(case):
        return MARKS[DocumentMark(case.state)]
    return ""


def day_of_paper(case: Case) -> date:
    """Day that the files carry: of the signature, else of the last change."""
    return signed_on(case) or timezone.localdate(case.drafted_at)


def documents_keep(
    case: Case, *, mark: DocumentMark, by: User | None, at: datetime
) -> CaseDocument:
    """Write the paper as .docx and .pdf and keep both under their hash.

    Both hashes stand in the audit, whose rows nobody changes.
    """
    paper, on = paper_of_case(case, mark=MARKS[mark]), day_of_paper(case)
    docx = paper_of(f"{case.number}.docx", as_docx(paper, made_on=on))
    written = as_pdf(paper, made_on=on)
    pdf = paper_of(f"{case.number}.pdf", written.content)
    row = CaseDocument(
        case=case,
        mark=mark,
        docx_sha256=docx.sha256,
        docx_size=docx.size,
        pdf_sha256=pdf.sha256,
        pdf_size=pdf.size,
        pages=written.pages,
        made_at=at,
    )
    row.full_clean()
    row.save()
    data = {"mark": mark.value, "docx": row.docx_sha256, "pdf": row.pdf_sha256}
    audit.record(by=by, action="supervision.document.keep", target=case, data=data)
    return row


def docx_of(case: Case) -> CaseFile:
    """The .docx: as it was signed, else the draft as it stands."""
    kept = _newest(case)
    content = (
        as_docx(paper_of_case(case, mark=mark_of(case)), made_on=day_of_paper(case))
        if kept is None
        else paper_bytes(kept.docx_sha256)
    )
    return CaseFile(name=f"{_name(case)}.docx", content=content)


def pdf_of(case: Case) -> CaseFile:
    """The .pdf: as it was signed, else the draft as it stands."""
    kept = _newest(case)
    content = (
        as_pdf(
            paper_of_case(case, mark=mark_of(case)), made_on=day_of_paper(case)
        ).content
        if kept is None
        else paper_bytes(kept.pdf_sha256)
    )
    return CaseFile(name=f"{_name(case)}.pdf", content=content)


def pictures_of(case: Case) -> tuple[bytes, ...]:
    """The pages as pictures, as they stand."""
    paper = paper_of_case(case, mark=mark_of(case))
    return as_pictures(paper, made_on=day_of_paper(case), ppi=PPI)


def kept_of(case: Case) -> list[CaseDocument]:
    """Every kept version, the first one first."""
    return sorted(case.documents.all(), key=lambda one: one.pk)


def _newest(case: Case) -> CaseDocument | None:
    kept = kept_of(case)
    return kept[-1] if kept else None


def _name(case: Case) -> str:
    with translation.override(LANGUAGE):
        return case.number or f"{case.get_step_display()}-{DRAFT_MARK}-{case.pk}"
