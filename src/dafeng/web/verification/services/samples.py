"""Fill a sample house with reports in every state; each act by its own service."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeAlias

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.accounts import years_with_activity
from dafeng.base.days import CHINA
from dafeng.base.rounding import round_half_even
from dafeng.enterprises.reporting import (
    Accuracy,
    Purpose,
    ReportLine,
    branch_of,
)
from dafeng.sample import SAMPLE_PLACE_CODE
from dafeng.sample.verification import (
    SampleReport,
    newest_report_year,
    sample_reports,
)
from dafeng.web.accounts.lakes import house_lake
from dafeng.web.core import audit
from dafeng.web.core.models import AuditRow, Organisation
from dafeng.web.office.services.papers import Paper, paper_of
from dafeng.web.verification.models import (
    CrossStatement,
    EmissionReport,
)
from dafeng.web.verification.services.compiling import (
    report_compile,
    report_correct,
    report_submit,
)
from dafeng.web.verification.services.depositing import (
    deposits_complete,
)
from dafeng.web.verification.services.holding import Done
from dafeng.web.verification.services.nonconforming import (
    FindingFacts,
    finding_accept,
    finding_add,
    finding_conservative,
    finding_reply,
    findings_issue,
    findings_settle,
)
from dafeng.web.verification.services.opening import (
    ReportFacts,
    market_enter,
    report_open,
)
from dafeng.web.verification.services.own_accounts import own_accounts_make
from dafeng.web.verification.services.sample_evidence import (
    sample_deposits,
    sample_plans,
)
from dafeng.web.verification.services.surrendering import (
    compliance_settle,
    surrender_add,
)
from dafeng.web.verification.services.telling import (
    result_confirm,
    result_object,
    result_tell,
    verification_archive,
)
from dafeng.web.verification.services.verifying import (
    ConclusionFacts,
    SiteFacts,
    TeamFacts,
    desk_review,
    site_plan,
    site_visit,
    team_name,
    verification_arrange,
    verification_conclude,
)

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is under way, how many are done, and of how many."""

FILLED = "verification.sample.fill"
_NOON = time(12)
_WITHOUT = "不要求月度存证（示例）"
_NO_METHOD = "工业过程排放由核查机构按碳平衡认定（示例）"


def load_sample_verification(progress: Progress) -> None:
    """Fill the room; call it after enterprises and people are there; once."""
    root = Organisation.objects.filter(
        parent=None, place_code=SAMPLE_PLACE_CODE
    ).first()
    if root is None or AuditRow.objects.filter(action=FILLED).exists():
        return
    today = timezone.localdate()
    samples = sample_reports()
    with transaction.atomic():
        units = {
            one.code: one
            for one in Organisation.objects.filter(path__startswith=root.path)
        }
        known = [one for one in samples if one.uscc.lower() in units]
        paper = paper_of("存证（示例）.csv", "项目,数值\n示例,1\n".encode())
        sample_plans(known, units, today)
        for number, one in enumerate(known):
            progress("reports", number, len(known))
            _Told(one, units, today, paper).fill()
        accounts = _own_accounts(root, today)
        data = {"count": len(known), "accounts": accounts}
        audit.record(by=None, action=FILLED, target=root, data=data)


def _own_accounts(root: Organisation, today: date) -> int:
    """Accounts of all enterprises of the newest year that is over."""
    years = [
        one
        for one in years_with_activity(house_lake(), root.place_code)
        if one < today.year
    ]
    if not years:
        return 0
    return own_accounts_make(root=root, by=None, year=years[-1], synthetic=True)


@attrs.frozen
class _Told:
    """One unit-year, brought as far as it has come."""

    sample: SampleReport
    units: Mapping[str, Organisation]
    today: date
    paper: Paper

    @property
    def year(self) -> int:
        return newest_report_year(self.today) - self.sample.back

    def at(self, month: int, day: int) -> datetime:
        """A moment of the year after the report's own."""
        return datetime.combine(date(self.year + 1, month, day), _NOON, CHINA)

    def done(self, month: int, day: int, note: str = "") -> Done:
        return Done(note=note, at=self.at(month, day))

    def fill(self) -> None:
        one = self.sample
        firm = self.units[one.uscc.lower()]
        opened = datetime.combine(date(self.year, 1, 4), _NOON, CHINA)
        if one.market:
            market_enter(
                enterprise=firm,
                by=None,
                year=self.year,
                market=one.market,
                document=f"{self.year} 年度重点排放单位名录（示例）",
                at=opened,
            )
        report = report_open(
            enterprise=firm,
            by=None,
            facts=ReportFacts(
                year=self.year,
                branch=one.branch,
                writer_name=one.writer,
                held_t=one.held,
            ),
            at=opened,
            synthetic=True,
        )
        if branch_of(one.branch).deposits:
            sample_deposits(report, one, self.today, self.paper)
        for stage, act in self._acts():
            if one.reached(stage):
                act(report)

    def _acts(self) -> Iterator[tuple[str, Callable[[EmissionReport], object]]]:
        deposits = branch_of(self.sample.branch).deposits
        if deposits:
            yield (
                "complete",
                lambda r: deposits_complete(report=r, by=None, done=self.done(2, 15)),
            )
        note = "" if deposits else _WITHOUT
        yield (
            "compile",
            lambda r: report_compile(
                report=r, by=None, lines=self._lines(), done=self.done(3, 10, note)
            ),
        )
        yield (
            "submit",
            lambda r: report_submit(
                report=r, by=None, done=self.done(3, 28, self._gaps())
            ),
        )
        yield "take", self._take
        yield "visit", self._visit
        yield "issue", self._issue
        yield "correct", self._correct
        yield "object", self._conclude
        if self.sample.stage == "object":
            yield (
                "object",
                lambda r: result_object(
                    report=r,
                    by=None,
                    done=self.done(7, 3, "对保守值的取用有异议（示例）"),
                ),
            )
        yield (
            "confirm",
            lambda r: result_confirm(report=r, by=None, done=self.done(7, 15)),
        )
        yield "short", self._surrender
        yield (
            "archive",
            lambda r: verification_archive(report=r, by=None, done=self.done(12, 28)),
        )

    def _gaps(self) -> str:
        """What is said of lines that no method recomputes."""
        return _NO_METHOD if self._unknown() else ""

    def _unknown(self) -> bool:
        branch = branch_of(self.sample.branch)
        asked = [branch.flow(one.flow, self.year) for one in self.sample.lines]
        return any(flow is not None and not flow.method for flow in asked)

    def _lines(self) -> list[ReportLine]:
        return [
            ReportLine(
                code=one.code,
                flow=one.flow,
                item=one.item,
                quantity=one.quantity,
                unit=one.unit,
                purpose=Purpose.EMISSION if one.flow else Purpose.PRODUCTION,
                reported_t=None
                if one.factor is None
                else round_half_even(one.quantity * one.factor, 2),
            )
            for one in self.sample.lines
        ]

    def _take(self, report: EmissionReport) -> None:
        done = self.done(4, 8)
        body = self.units.get(self.sample.body)
        name = "" if body is not None else "示范核查一所"
        verification_arrange(
            report=report, by=None, body=body, body_name=name, done=done
        )
        team = TeamFacts(leader="示例组长", members="示例组员甲、示例组员乙")
        team_name(report=report, by=None, facts=team, done=self.done(4, 12))

    def _visit(self, report: EmissionReport) -> None:
        desk_review(report=report, by=None, done=self.done(5, 6))
        facts = SiteFacts(
            site_on=self.at(5, 20).date(),
            site_plan="查看计量器具和校准证书，核对结算单、生产记录（示例）。",
        )
        site_plan(report=report, by=None, facts=facts, done=self.done(5, 12))
        site_visit(report=report, by=None, done=self.done(5, 20))
        self._statements(report)

    def _statements(self, report: EmissionReport) -> None:
        """Other sources of what is measured: one of them tells another amount."""
        shares = {"meter": Decimal("1.004"), "form": Decimal("0.998")}
        if self.sample.stage == "issue":
            shares["invoice"] = Decimal("0.93")
        CrossStatement.objects.bulk_create(
            CrossStatement(
                report=report,
                parameter=line.code,
                source=source,
                value=round_half_even(line.quantity * share, 1),
                unit=line.unit,
                document="示例",
                made_at=self.at(5, 20),
            )
            for line in self.sample.lines
            if line.flow
            for source, share in shares.items()
        )

    def _issue(self, report: EmissionReport) -> None:
        if not self.sample.findings:
            return
        for one in self.sample.findings:
            facts = FindingFacts(what=one.what, basis=one.basis, line=one.line)
            finding_add(report=report, by=None, facts=facts, done=self.done(5, 20))
        findings_issue(report=report, by=None, done=self.done(5, 25))

    def _correct(self, report: EmissionReport) -> None:
        rows = list(report.nonconformities.order_by("number"))
        replies = list(zip(rows, self.sample.findings, strict=True))
        for row, one in replies:
            if one.reply:
                finding_reply(finding=row, by=None, done=self.done(6, 5, one.reply))
        if any(one.reply for _row, one in replies):
            report_correct(
                report=report, by=None, lines=self._lines(), done=self.done(6, 8)
            )
        if not self.sample.reached("object"):
            return
        for row, one in replies:
            if one.required is None:
                finding_accept(finding=row, by=None, done=self.done(6, 15))
                continue
            accuracy = Accuracy(required=one.required, calibrated=one.calibrated)
            finding_conservative(
                finding=row, by=None, accuracy=accuracy, done=self.done(6, 15)
            )
        if rows:
            findings_settle(report=report, by=None, done=self.done(6, 16))

    def _conclude(self, report: EmissionReport) -> None:
        unknown = self._unknown()
        stated = sum(
            (
                one.quantity * (one.factor or Decimal())
                for one in self.sample.lines
                if not one.flow.startswith("power.")
            ),
            Decimal(),
        )
        facts = ConclusionFacts(
            conclusion="报告符合核算指南要求；不符合项已按规定处理（示例）。",
            concluded_on=self.at(6, 24).date(),
            stated_t=round_half_even(stated, 2) if unknown else None,
        )
        verification_conclude(
            report=report, by=None, facts=facts, done=self.done(6, 24)
        )
        told = self.at(6, 30).date()
        result_tell(report=report, by=None, told_on=told, done=self.done(6, 30))

    def _surrender(self, report: EmissionReport) -> None:
        report.refresh_from_db()
        if self.sample.surrendered:
            surrender_add(
                report=report,
                by=None,
                amount_t=self.sample.surrendered,
                on=self.at(12, 10).date(),
                document="注册登记系统清缴记录（示例）",
                done=self.done(12, 10),
            )
        settled = self.done(12, 20)
        if self.sample.stage == "short":  # nobody is short before the last day is over
            over = datetime.combine(date(self.year + 2, 1, 8), _NOON, CHINA)
            settled = Done(at=over)
        compliance_settle(report=report, by=None, done=settled)
