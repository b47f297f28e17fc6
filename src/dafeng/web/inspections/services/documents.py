"""Papers of an inspection: the notice as it was signed, the record as it stands.

A notice is composed once, when it is issued, and kept under its hash; until then, and
for the record, the same rows give the same bytes.
"""

from __future__ import annotations

from datetime import date

from django.utils import formats, timezone, translation

from dafeng.inspections import NoticeForm
from dafeng.reports import (
    CaseFacts,
    Ground,
    InspectionFacts,
    Paper,
    Seen,
    Signed,
    Step,
    as_docx,
    as_pdf,
    case_paper,
    inspection_record,
)
from dafeng.web.core.exports import synthetic_mark
from dafeng.web.inspections.convert import record_digest
from dafeng.web.inspections.models import (
    Inspection,
    InspectionFinding,
    InspectionNotice,
    InspectionState,
)
from dafeng.web.office.services.letter_files import signed_file_laid
from dafeng.web.office.services.papers import paper_bytes, paper_of
from dafeng.web.supervision.services.documents import (
    CaseFile,
    FileKind,
    file_written,
)

LANGUAGE = "zh-hans"
DRAFT_MARK = "草稿"
STEPS = {NoticeForm.OPINION: Step.OPINION, NoticeForm.ORDER: Step.RECTIFY}


def notice_kept(held: InspectionNotice) -> None:
    """Write the issued notice as .docx and .pdf, keep both, lay one into the register.

    The row is saved by who calls.
    """
    paper, on = paper_of_notice(held), _day_of(held)
    letter = held.letter
    if letter is None:
        return
    docx = paper_of(f"{letter.number}.docx", as_docx(paper, made_on=on))
    written = as_pdf(paper, made_on=on)
    pdf = paper_of(f"{letter.number}.pdf", written.content)
    held.docx_sha256, held.pdf_sha256 = docx.sha256, pdf.sha256
    held.pages = written.pages
    signed_file_laid(letter, sha256=docx.sha256, size=docx.size)


def notice_file(notice: InspectionNotice, kind: FileKind) -> CaseFile:
    """A notice as it was signed, else the draft as it stands."""
    kept = notice.docx_sha256 if kind is FileKind.DOCX else notice.pdf_sha256
    name = _name(notice)
    if kept:
        return CaseFile(name=f"{name}.{kind}", content=paper_bytes(kept))
    paper, on = paper_of_notice(notice), _day_of(notice)
    return file_written(paper, name=name, on=on, kind=kind)


def record_file(inspection: Inspection, kind: FileKind) -> CaseFile:
    """The record of an inspection as it stands; a draft until all have signed."""
    paper = paper_of_record(inspection)
    on = inspection.visited_on or inspection.planned_from
    name = f"监察记录-{inspection.subject.name_zh}-{inspection.plan.year}"
    return file_written(paper, name=name, on=on, kind=kind)


def paper_of_notice(notice: InspectionNotice) -> Paper:
    """Compose a notice from its findings."""
    inspection = notice.inspection
    findings = list(notice.findings.order_by("order"))
    rules = dict.fromkeys(one.rule for one in findings if one.rule)
    draft = "" if notice.letter else DRAFT_MARK
    return case_paper(
        CaseFacts(
            step=STEPS[NoticeForm(notice.form)],
            organ=inspection.plan.organisation.name_zh,
            units=(inspection.subject.name_zh,),
            item=inspection.plan.title,
            facts=tuple(one.fact for one in findings),
            demands=tuple(_demand(one) for one in findings),
            grounds=tuple(Ground(clause=rule) for rule in rules),
            number=notice.letter.number if notice.letter else "",
            signed_on=None if notice.issued_at is None else _day_of(notice),
            marks=_marks(draft),
            meets_on=inspection.visited_on,
            place=inspection.place,
        )
    )


def paper_of_record(inspection: Inspection) -> Paper:
    """Compose the record of an inspection, with who signed it."""
    signed = inspection.state in (InspectionState.SIGNED, InspectionState.CLOSED)
    draft = "" if signed else DRAFT_MARK
    return inspection_record(
        InspectionFacts(
            organ=inspection.plan.organisation.name_zh,
            subject=inspection.subject.name_zh,
            plan=inspection.plan.title,
            visited_on=inspection.visited_on or inspection.planned_from,
            place=inspection.place,
            inspectors=tuple(one.user.display_name for one in inspection.sent.all()),
            facts=tuple(
                line.strip() for line in inspection.facts.splitlines() if line.strip()
            ),
            findings=_seen(inspection),
            evidence=tuple(one.name for one in inspection.files.all()),
            statement=inspection.statement,
            signatures=tuple(
                Signed(
                    side="监察人员", name=one.user.display_name, at=_at(one.signed_at)
                )
                for one in inspection.signatures.all()
            ),
            marks=_marks(draft),
            basis=f"记录校验值：{record_digest(inspection)}",
        )
    )


def _demand(finding: InspectionFinding) -> str:
    due = formats.date_format(finding.due_on, "Y年n月j日")
    return f"{finding.demand.rstrip('。')}（{due}前完成）"


def _seen(inspection: Inspection) -> tuple[Seen, ...]:
    with translation.override(LANGUAGE):
        return tuple(
            Seen(rule=one.rule, fact=one.fact, severity=str(one.get_severity_display()))
            for one in inspection.findings.all()
        )


def _day_of(notice: InspectionNotice) -> date:
    """Day that the files carry: of the signature, else of the draft."""
    return timezone.localdate(notice.issued_at or notice.drafted_at)


def _name(notice: InspectionNotice) -> str:
    if notice.letter is not None:
        return notice.letter.number
    with translation.override(LANGUAGE):
        return f"{notice.get_form_display()}-{DRAFT_MARK}-{notice.pk}"


def _marks(draft: str) -> tuple[str, ...]:
    """A paper is Chinese, whatever language the person reads the site in."""
    with translation.override(LANGUAGE):
        return tuple(one for one in (synthetic_mark(), draft) if one)


def _at(at: object) -> str:
    return str(formats.date_format(timezone.localtime(at), "Y-m-d H:i"))  # type: ignore[arg-type]
