"""What was found: demand, term, re-checks, the notice that was handed over."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.inspections import NoticeForm, Severity
from dafeng.web.core.days import possible_day
from dafeng.web.core.models import TWO_SIGNED, TwoSigned
from dafeng.web.inspections.models.inspections import Inspection
from dafeng.web.office.models import Letter

PERSON = settings.AUTH_USER_MODEL
SEVERITIES = (
    (Severity.MINOR.value, _("一般")),
    (Severity.SERIOUS.value, _("较重")),
    (Severity.GRAVE.value, _("严重")),
)
FORMS = (
    (NoticeForm.OPINION.value, _("节能监察意见书")),
    (NoticeForm.ORDER.value, _("限期整改通知书")),
)


class FindingState(models.TextChoices):
    """Where a finding stands."""

    OPEN = "open", _("整改中")
    CLEARED = "cleared", _("已整改")
    PENALISED = "penalised", _("已处罚")


class RecheckResult(models.TextChoices):
    """What a re-check showed."""

    CLEARED = "cleared", _("整改到位")
    NOT_CLEARED = "not-cleared", _("未整改到位")


class InspectionNotice(TwoSigned):
    """What the unit is handed: two signatures, a number of the office's register."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="notices"
    )
    form = models.CharField(_("文书"), max_length=7, choices=FORMS)
    drafted_by = models.ForeignKey(
        PERSON,
        verbose_name=_("起草人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    drafted_at = models.DateTimeField(_("起草时间"))
    letter = models.OneToOneField(
        Letter,
        verbose_name=_("发文"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )

    version = models.PositiveIntegerField(_("版本"), default=1)
    """Counts the signatures: nobody signs what was not seen."""
    docx_sha256 = models.CharField(_("DOCX 校验值"), max_length=64, blank=True)
    pdf_sha256 = models.CharField(_("PDF 校验值"), max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(_("页数"), default=0)

    class Meta:
        verbose_name = _("监察文书")
        ordering = ("inspection", "pk")
        constraints = (
            *TWO_SIGNED,
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True) | Q(letter__isnull=False),
                name="inspection_notice_issued_with_a_number",
            ),
            models.CheckConstraint(
                condition=Q(form__in=[code for code, _word in FORMS]),
                name="inspection_notice_form_known",
            ),
        )

    def __str__(self) -> str:
        """Form and unit."""
        return f"{self.get_form_display()} {self.inspection.subject}"

    def get_absolute_url(self) -> str:
        """It stands on the page of its inspection."""
        return f"{self.inspection.get_absolute_url()}#notice-{self.pk}"

    def owner_paths(self) -> Iterable[str]:
        """Those of its inspection."""
        return self.inspection.owner_paths()


class InspectionFinding(models.Model):
    """One breach or weakness."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="findings"
    )
    order = models.PositiveSmallIntegerField(_("顺序"))
    rule = models.CharField(_("违反的规定"), max_length=300)
    fact = models.TextField(_("事实"))
    severity = models.CharField(_("程度"), max_length=7, choices=SEVERITIES)
    demand = models.TextField(_("整改要求"))
    form = models.CharField(_("文书"), max_length=7, choices=FORMS)
    found_on = models.DateField(_("发现日期"), validators=[possible_day])
    due_on = models.DateField(_("整改期限"), validators=[possible_day])
    recheck_on = models.DateField(_("复查日期"), validators=[possible_day])
    state = models.CharField(
        _("状态"), max_length=9, choices=FindingState, default=FindingState.OPEN
    )
    notice = models.ForeignKey(
        InspectionNotice,
        verbose_name=_("监察文书"),
        on_delete=models.PROTECT,
        related_name="findings",
        null=True,
        blank=True,
    )
    penalty = models.CharField(_("处罚内容"), max_length=300, blank=True)
    penalty_number = models.CharField(_("处罚决定书文号"), max_length=100, blank=True)
    penalty_on = models.DateField(
        _("处罚日期"), null=True, blank=True, validators=[possible_day]
    )
    penalty_yuan = models.DecimalField(
        _("罚款（元）"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    supervision = models.CharField(_("督办"), max_length=300, blank=True)
    """Address of the case of supervision that it opened."""

    class Meta:
        verbose_name = _("监察发现的问题")
        ordering = ("inspection", "order")
        constraints = (
            models.UniqueConstraint(
                fields=("inspection", "order"), name="inspection_finding_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=FindingState.values),
                name="inspection_finding_state_known",
            ),
            models.CheckConstraint(
                condition=Q(severity__in=[code for code, _word in SEVERITIES]),
                name="inspection_finding_severity_known",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("found_on")),
                name="inspection_finding_due_after_it_was_found",
                violation_error_message=_("整改期限早于发现日期。"),
            ),
            models.CheckConstraint(
                condition=~Q(state="penalised")
                | (~Q(penalty="") & Q(penalty_on__isnull=False)),
                name="inspection_finding_penalty_whole",
            ),
        )

    def __str__(self) -> str:
        """Unit and fact."""
        return f"{self.inspection.subject} {self.fact[:40]}"

    def get_absolute_url(self) -> str:
        """Page of the finding."""
        return reverse("inspections:finding", args=[self.pk])

    def owner_paths(self) -> Iterable[str]:
        """Those of its inspection."""
        return self.inspection.owner_paths()


class Recheck(models.Model):
    """Somebody looked again: rows of this table only grow."""

    finding = models.ForeignKey(
        InspectionFinding, on_delete=models.PROTECT, related_name="rechecks"
    )
    on = models.DateField(_("复查日期"), validators=[possible_day])
    result = models.CharField(_("复查结果"), max_length=11, choices=RecheckResult)
    note = models.TextField(_("复查情况"), blank=True)
    by = models.ForeignKey(
        PERSON,
        verbose_name=_("复查人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    at = models.DateTimeField(_("登记时间"))
    next_on = models.DateField(_("下次复查"), null=True, blank=True)

    class Meta:
        verbose_name = _("复查")
        ordering = ("finding", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(result__in=RecheckResult.values),
                name="inspection_recheck_result_known",
            ),
        )

    def __str__(self) -> str:
        """When and what."""
        return f"{self.on} {self.get_result_display()}"
