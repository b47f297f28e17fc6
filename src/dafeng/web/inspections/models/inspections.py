"""Inspections: the record of what was seen, its files and its signatures."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.inspections import How
from dafeng.web.core.days import possible_day
from dafeng.web.core.models import Organisation
from dafeng.web.inspections.models.plans import InspectionPlan

PERSON = settings.AUTH_USER_MODEL


class InspectionState(models.TextChoices):
    """Where an inspection stands."""

    PLANNED = "planned", _("待监察")
    VISITED = "visited", _("已到场")
    SIGNED = "signed", _("已签字")
    CLOSED = "closed", _("已办结")
    CANCELLED = "cancelled", _("已取消")


SHOWN = (InspectionState.VISITED, InspectionState.SIGNED, InspectionState.CLOSED)
"""States in which the unit itself sees its inspection: nobody is warned before."""


class Inspection(models.Model):
    """One unit of a plan, drawn; and what the inspectors wrote down there."""

    plan = models.ForeignKey(
        InspectionPlan,
        verbose_name=_("监察计划"),
        on_delete=models.PROTECT,
        related_name="inspections",
    )
    subject = models.ForeignKey(
        Organisation,
        verbose_name=_("监察对象"),
        on_delete=models.PROTECT,
        related_name="inspections",
    )
    group = models.CharField(_("类别"), max_length=12)
    how = models.CharField(
        _("抽取方式"),
        max_length=6,
        choices=[(How.RISK.value, _("按风险")), (How.RANDOM.value, _("等概率"))],
    )
    points = models.PositiveSmallIntegerField(_("风险分"))
    planned_from = models.DateField(_("开始"), validators=[possible_day])
    planned_to = models.DateField(_("结束"), validators=[possible_day])
    state = models.CharField(
        _("状态"), max_length=9, choices=InspectionState, default="planned"
    )
    visited_on = models.DateField(
        _("到场日期"), null=True, blank=True, validators=[possible_day]
    )
    place = models.CharField(_("地点"), max_length=200, blank=True)
    facts = models.TextField(_("监察情况"), blank=True)
    statement = models.TextField(_("被监察单位意见"), blank=True)
    statement_by = models.ForeignKey(
        PERSON,
        verbose_name=_("填写人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    statement_at = models.DateTimeField(_("填写时间"), null=True, blank=True)
    reason = models.CharField(_("取消的理由"), max_length=500, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("监察")
        ordering = ("plan", "subject__code")
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "subject"), name="inspection_once_in_a_plan"
            ),
            models.CheckConstraint(
                condition=Q(state__in=InspectionState.values),
                name="inspection_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("planned", "cancelled"))
                | (Q(visited_on__isnull=False) & ~Q(facts="")),
                name="inspection_recorded_once_visited",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(reason=""),
                name="inspection_cancelled_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(planned_to__gte=F("planned_from")),
                name="inspection_ends_after_it_begins",
                violation_error_message=_("结束日期早于开始日期。"),
            ),
        )

    def __str__(self) -> str:
        """Which unit, by which plan."""
        return f"{self.subject} · {self.plan}"

    def get_absolute_url(self) -> str:
        """Page of the inspection."""
        return reverse("inspections:inspection", args=[self.pk])

    def owner_paths(self) -> Iterable[str]:
        """Those of the plan; the unit itself once somebody was there."""
        own = [self.subject.path] if self.state in SHOWN else []
        return (*self.plan.owner_paths(), *own)


class InspectionInspector(models.Model):
    """Somebody who was drawn to go there."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.CASCADE, related_name="sent"
    )
    user = models.ForeignKey(
        PERSON, verbose_name=_("监察人员"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("监察人员")
        ordering = ("inspection", "user__username")
        constraints = (
            models.UniqueConstraint(
                fields=("inspection", "user"), name="inspection_inspector_once"
            ),
        )

    def __str__(self) -> str:
        """Who."""
        return str(self.user)


class RecordFile(models.Model):
    """Evidence of a record: kept by its digest, never changed."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="files"
    )
    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(_("校验值"), max_length=64)
    size = models.PositiveBigIntegerField(_("大小"))
    media = models.CharField(_("格式"), max_length=100)
    added_by = models.ForeignKey(
        PERSON,
        verbose_name=_("上传人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    added_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("证据")
        ordering = ("inspection", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("inspection", "sha256"),
                name="record_file_once",
                violation_error_message=_("这份文件已经在记录中。"),
            ),
        )

    def __str__(self) -> str:
        """Its name."""
        return self.name


class RecordSignature(models.Model):
    """An inspector signs the record as it stood: ``digest`` is of what was signed."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="signatures"
    )
    user = models.ForeignKey(
        PERSON, verbose_name=_("签字人"), on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField(_("签字时间"))
    digest = models.CharField(_("所签内容的校验值"), max_length=64)

    class Meta:
        verbose_name = _("签字")
        ordering = ("inspection", "signed_at")
        constraints = (
            models.UniqueConstraint(
                fields=("inspection", "user"), name="record_signed_once_by_each"
            ),
        )

    def __str__(self) -> str:
        """Who signed."""
        return str(self.user)
