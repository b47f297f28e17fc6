"""Forms of acts on a report, filled with what it has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from dafeng.web.core.models import User
from dafeng.web.core.posting import posted, sent_files
from dafeng.web.core.unit_words import unit_words
from dafeng.web.office.services.papers import paper_keep
from dafeng.web.verification.forms import (
    ArrangeForm,
    DepositForm,
    FindingForm,
    RearrangeForm,
    ReportChangeForm,
    StatementForm,
)
from dafeng.web.verification.models import EmissionReport, PlanParameter
from dafeng.web.verification.selectors.reports import (
    bodies_of,
    months_open,
    newest_version,
    parameters_in,
    written_version,
)
from dafeng.web.verification.services.changing import told
from dafeng.web.verification.services.depositing import deposit_add
from dafeng.web.verification.services.holding import Done
from dafeng.web.verification.services.opening import ReportFacts, report_change

Make = Callable[[HttpRequest, EmissionReport], forms.Form]


def plain(kind: Callable[..., Any], **initial: str) -> Make:
    """A form without choices of its own; ``today`` marks days that begin as today."""

    def make(request: HttpRequest, _report: EmissionReport) -> forms.Form:
        today = timezone.localdate()
        begin = {name: today for name, how in initial.items() if how == "today"}
        made: forms.Form = kind(posted(request), sent_files(request), initial=begin)
        return made

    return make


def done(form: Any) -> Done:
    """Note and file of a step."""
    data = form.cleaned_data
    return Done(note=data.get("note") or "", paper=paper_keep(data.get("paper")))


def deposit_form(request: HttpRequest, report: EmissionReport) -> forms.Form:
    """Ask for evidence of a parameter of a plan that was in force in the year."""
    today = timezone.localdate()
    parameters = parameters_in(report, today)
    initial = {
        "month": request.GET.get("month"),
        "parameter": request.GET.get("parameter"),
    }
    for one in parameters:
        if f"{one.facility}|{one.code}" == initial["parameter"]:
            initial |= {"unit": one.unit, "instrument": one.instrument}
    return DepositForm(
        posted(request),
        sent_files(request),
        months=[(month.code, month.code) for month, _due in months_open(report, today)],
        parameters=by_facility(parameters),
        initial=initial,
    )


def deposit(report: EmissionReport, user: User, form: Any) -> object:
    """Deposit the evidence of a month with its file."""
    paper = paper_keep(form.cleaned_data["paper"])
    return deposit_add(report=report, by=user, facts=form.facts(), paper=paper)


def by_facility(
    parameters: Iterable[PlanParameter],
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Parameters to choose from, those of a facility together."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in parameters:
        named = one.facility or str(_("全厂"))
        key = f"{one.facility}|{one.code}"
        words = _measured_in(f"{one.facility} {one.name}".strip(), one.unit)
        groups.setdefault(named, []).append((key, words))
    return list(groups.items())


def _measured_in(what: str, unit: str) -> str:
    return _("%(what)s（%(unit)s）") % {"what": what, "unit": unit_words(unit)}


def _codes(report: EmissionReport) -> list[str]:
    version = newest_version(report)
    return [] if version is None else [one.code for one in version.lines.all()]


def finding_form(request: HttpRequest, report: EmissionReport) -> forms.Form:
    """Ask for a nonconformity of one of the lines."""
    return FindingForm(posted(request), lines=_codes(report))


def statement_form(request: HttpRequest, report: EmissionReport) -> forms.Form:
    """Ask for what another source says of one of the lines, in its unit."""
    version = written_version(report)
    lines = [] if version is None else list(version.lines.all())
    begin = request.GET.get("parameter", lines[0].code if lines else "")
    units = {one.code: one.unit for one in lines}
    return StatementForm(
        posted(request),
        lines=[(one.code, _measured_in(one.code, one.unit)) for one in lines],
        initial={"parameter": begin, "unit": units.get(begin, "")},
    )


def arrange_form(request: HttpRequest, report: EmissionReport) -> forms.Form:
    """Ask for the body that is to verify."""
    return ArrangeForm(posted(request), bodies=bodies_of(report))


def rearrange_form(request: HttpRequest, report: EmissionReport) -> forms.Form:
    """Ask for another body, and why."""
    bodies = bodies_of(report).exclude(verifications=report.verification)
    return RearrangeForm(posted(request), bodies=bodies)


def change_form(request: HttpRequest, report: EmissionReport) -> forms.Form:
    """Ask for writer, branch and allowances, as they stand."""
    initial = {
        "version": report.version,
        "branch": report.branch,
        "writer_name": report.writer_name,
        "writer_uscc": report.writer_uscc,
        "held_t": told(report.held_t),
    }
    form = ReportChangeForm(posted(request), initial=initial)
    form.fields["branch"].disabled = bool(report.versions.all())
    return form


def change(report: EmissionReport, user: User, form: Any) -> object:
    """Correct writer, branch and allowances."""
    data = dict(form.cleaned_data)
    version = data.pop("version")
    facts = ReportFacts(year=report.year, **data)
    return report_change(report=report, by=user, facts=facts, version=version)
