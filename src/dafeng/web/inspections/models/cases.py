"""One breach shared across offices: a summary for all, a part for each."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.days import possible_day
from dafeng.web.core.models import Organisation
from dafeng.web.inspections.models.findings import InspectionFinding

PERSON = settings.AUTH_USER_MODEL


class CaseState(models.TextChoices):
    """Where a shared case stands."""

    OPEN = "open", _("办理中")
    CLOSED = "closed", _("已办结")
    WITHDRAWN = "withdrawn", _("已撤回")


class PartKind(models.TextChoices):
    """What an office is asked for."""

    PENALTY = "penalty", _("行政处罚")
    CREDIT = "credit", _("信用监管")
    TARIFF = "tariff", _("绿色电价")
    OTHER = "other", _("其他措施")


class PartState(models.TextChoices):
    """Where an office stands with its part."""

    SENT = "sent", _("待接收")
    ACCEPTED = "accepted", _("办理中")
    DECIDED = "decided", _("已决定")
    DONE = "done", _("已执行")
    DECLINED = "declined", _("不予办理")
    WITHDRAWN = "withdrawn", _("已撤回")


class SharedCase(models.Model):
    """What all offices of the case see."""

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("发起单位"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    subject = models.ForeignKey(
        Organisation,
        verbose_name=_("当事单位"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    finding = models.ForeignKey(
        InspectionFinding,
        verbose_name=_("监察发现的问题"),
        on_delete=models.PROTECT,
        related_name="cases",
        null=True,
        blank=True,
    )
    title = models.CharField(_("名称"), max_length=200)
    summary = models.TextField(_("案情摘要"))
    state = models.CharField(
        _("状态"), max_length=9, choices=CaseState, default=CaseState.OPEN
    )
    opened_by = models.ForeignKey(
        PERSON,
        verbose_name=_("发起人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    opened_at = models.DateTimeField(_("发起时间"))
    reason = models.CharField(_("撤回的理由"), max_length=500, blank=True)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("联合惩戒案件")
        ordering = ("-opened_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=CaseState.values), name="shared_case_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(reason=""),
                name="shared_case_withdrawn_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        """Its title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Page of the case."""
        return reverse("inspections:case", args=[self.pk])

    def owner_paths(self) -> Iterable[str]:
        """Who opened it; offices reach it through their parts."""
        return (self.organisation.path,)


class CasePart(models.Model):
    """One office's part: only that office reads what it wrote here."""

    case = models.ForeignKey(SharedCase, on_delete=models.PROTECT, related_name="parts")
    office = models.ForeignKey(
        Organisation,
        verbose_name=_("办理单位"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    kind = models.CharField(_("措施"), max_length=7, choices=PartKind)
    ask = models.CharField(_("请办事项"), max_length=500, blank=True)
    state = models.CharField(
        _("状态"), max_length=9, choices=PartState, default=PartState.SENT
    )
    measure = models.CharField(_("决定内容"), max_length=500, blank=True)
    number = models.CharField(_("决定文号"), max_length=100, blank=True)
    decided_on = models.DateField(
        _("决定日期"), null=True, blank=True, validators=[possible_day]
    )
    amount = models.DecimalField(
        _("金额"),
        max_digits=14,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    holds_from = models.DateField(
        _("执行自"), null=True, blank=True, validators=[possible_day]
    )
    holds_to = models.DateField(
        _("执行至"), null=True, blank=True, validators=[possible_day]
    )
    note = models.TextField(_("内部记录"), blank=True)
    withdrawn_seen_at = models.DateTimeField(_("撤回知悉时间"), null=True, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("案件办理")
        ordering = ("case", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("case", "office", "kind"),
                name="case_part_once",
                violation_error_message=_("这个单位已有同样的请办事项。"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=PartState.values), name="case_part_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("decided", "done"))
                | (~Q(measure="") & Q(decided_on__isnull=False)),
                name="case_part_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(holds_from__isnull=True)
                | Q(holds_to__isnull=True)
                | Q(holds_to__gte=F("holds_from")),
                name="case_part_ends_after_it_begins",
                violation_error_message=_("执行结束日期早于开始日期。"),
            ),
        )

    def __str__(self) -> str:
        """Which office, what for."""
        return f"{self.office} · {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """It stands on the page of its case."""
        return self.case.get_absolute_url()

    def owner_paths(self) -> Iterable[str]:
        """The office alone."""
        return (self.office.path,)
