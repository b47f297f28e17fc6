"""Who reports what how often, and the rounds in which the reports are asked for."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.base.periods import Period
from dafeng.web.core.days import possible_day
from dafeng.web.core.languages import english
from dafeng.web.core.models import Organisation
from dafeng.web.work.models.choices import RECURRENCES
from dafeng.web.work.models.tasks import Task
from dafeng.work import Recurrence

ROUNDS = tuple(choice for choice in RECURRENCES if choice[0] != Recurrence.ONCE.value)


class ReportingDuty(models.Model):
    """A unit owes a report each period: on a task, on series of figures, or on both.

    ``series`` holds codes of the indicators' ``series.csv``; ``scope`` the part of the
    district that the unit states them for (empty: the whole district).
    """

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("收表单位"),
        on_delete=models.PROTECT,
        related_name="asked_reports",
    )
    unit = models.ForeignKey(
        Organisation,
        verbose_name=_("报送单位"),
        on_delete=models.PROTECT,
        related_name="reporting_duties",
    )
    form = models.CharField(_("报表"), max_length=80)
    frequency = models.CharField(_("频次"), max_length=12, choices=ROUNDS)
    task = models.ForeignKey(
        Task,
        verbose_name=_("任务"),
        on_delete=models.PROTECT,
        related_name="reporting_duties",
        null=True,
        blank=True,
    )
    series = models.JSONField(_("数列"), default=list, blank=True)
    scope = models.CharField(_("范围"), max_length=120, blank=True)
    evidence_asked = models.TextField(_("佐证要求"), blank=True)
    valid_from = models.DateField(_("起始日"), validators=[possible_day])
    valid_to = models.DateField(
        _("终止日"), null=True, blank=True, validators=[possible_day]
    )

    class Meta:
        verbose_name = _("报送责任")
        ordering = ("unit__path", "form", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "form", "frequency", "task", "scope"),
                condition=Q(valid_to__isnull=True, task__isnull=False),
                name="duty_once_per_task",
            ),
            # Two empty tasks are not equal to a database: they need their own rule.
            models.UniqueConstraint(
                fields=("unit", "form", "frequency", "scope"),
                condition=Q(valid_to__isnull=True, task__isnull=True),
                name="duty_once_without_task",
            ),
            models.CheckConstraint(
                condition=Q(frequency__in=[code for code, _name in ROUNDS]),
                name="duty_frequency_known",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="duty_ends_after_it_begins",
                violation_error_message=_("终止日早于起始日。"),
            ),
        )

    def __str__(self) -> str:
        """Who reports what."""
        return f"{self.unit} {self.form}"

    def owner_paths(self) -> Iterable[str]:
        """Who asks and who answers."""
        return (self.organisation.path, self.unit.path)


class RoundStatus(models.TextChoices):
    """Whether a round still takes reports."""

    OPEN = "open", _("填报中")
    CLOSED = "closed", _("已截止")


class Round(models.Model):
    """The reports of one period, asked for together; closed twice it is closed once."""

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("收表单位"),
        on_delete=models.PROTECT,
        related_name="rounds",
    )
    frequency = models.CharField(_("频次"), max_length=12, choices=ROUNDS)
    period = models.CharField(_("报告期"), max_length=10)
    opens_on = models.DateField(_("开始日"), validators=[possible_day])
    due_on = models.DateField(_("截止日"), validators=[possible_day])
    status = models.CharField(
        _("状态"),
        max_length=6,
        choices=RoundStatus.choices,
        default=RoundStatus.OPEN,
    )
    closed_at = models.DateTimeField(_("截止时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("报送轮次")
        ordering = ("-due_on", "frequency")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "frequency", "period"), name="round_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=RoundStatus.values), name="round_status_known"
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on")), name="round_due_after_opening"
            ),
        )

    def __str__(self) -> str:
        """Period in words."""
        period = Period.parse(self.period)
        return period.code if english() else period.name_zh

    def get_absolute_url(self) -> str:
        """Page of the round."""
        return reverse("work:round", args=[self.pk])
