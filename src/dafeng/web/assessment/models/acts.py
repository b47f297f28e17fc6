"""What people decide about a result: proposals, exemptions."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.assessment.records import Step
from dafeng.web.assessment.models.runs import AssessmentRun
from dafeng.web.core.days import possible_day
from dafeng.web.core.models import Organisation
from dafeng.web.plans.models import Plan, PlanUnit

LONG = 1000


class StepCode(models.TextChoices):
    """Steps of :class:`dafeng.assessment.records.Step`, with their words."""

    REMIND = Step.REMIND.value, _("提醒")
    SUPERVISE = Step.SUPERVISE.value, _("督办")
    CIRCULAR = Step.CIRCULAR.value, _("通报")
    INTERVIEW = Step.INTERVIEW.value, _("约谈")
    COMMEND = Step.COMMEND.value, _("表彰")


class Stand(models.TextChoices):
    """What became of a proposal."""

    PROPOSED = "proposed", _("待决定")
    CONFIRMED = "confirmed", _("已同意")
    DECLINED = "declined", _("已不予采纳")
    WITHDRAWN = "withdrawn", _("已撤回")
    TO_WITHDRAW = "to-withdraw", _("待撤回")


class ProposalRow(models.Model):
    """A consequence that the rules propose; only a person makes something of it."""

    run = models.ForeignKey(
        AssessmentRun, on_delete=models.CASCADE, related_name="proposals"
    )
    order = models.PositiveSmallIntegerField(_("次序"))
    core_id = models.CharField(_("编号"), max_length=200)
    step = models.CharField(_("方式"), max_length=10, choices=StepCode)
    unit = models.CharField(_("责任单位"), max_length=300)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="assessment_proposals",
        null=True,
        blank=True,
        verbose_name=_("登记单位"),
    )
    subject = models.CharField(_("事项"), max_length=64, blank=True)
    rule = models.CharField(_("规则"), max_length=64)
    clause = models.TextField(_("条款"), blank=True)
    facts = models.TextField(_("事实"))
    figure = models.TextField(_("数据"), blank=True)
    demand = models.TextField(_("要求"))
    reply_by = models.DateField(
        _("回复期限"), null=True, blank=True, validators=[possible_day]
    )
    stand = models.CharField(
        _("处理情况"), max_length=11, choices=Stand, default=Stand.PROPOSED
    )
    changed = models.BooleanField(_("决定之后事实有变化"), default=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("决定人"),
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=LONG, blank=True)

    class Meta:
        verbose_name = _("处置建议")
        verbose_name_plural = _("处置建议")
        ordering = ("run", "order")
        constraints = (
            models.UniqueConstraint(fields=("run", "core_id"), name="proposal_once"),
            models.CheckConstraint(
                condition=Q(step__in=StepCode.values), name="proposal_step_known"
            ),
            models.CheckConstraint(
                condition=Q(stand__in=Stand.values), name="proposal_stand_known"
            ),
            models.CheckConstraint(
                condition=~Q(stand__in=(Stand.CONFIRMED, Stand.DECLINED))
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="proposal_decided_by_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(stand=Stand.DECLINED) | ~Q(reason=""),
                name="proposal_declined_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        """Step and unit."""
        return f"{self.get_step_display()} {self.unit} {self.subject}".strip()

    def get_absolute_url(self) -> str:
        """Its page, which prints."""
        return reverse("assessment:proposal", args=[*self.run.address, self.pk])

    def owner_paths(self) -> Iterable[str]:
        """Whose it is, for rights."""
        owner = self.organisation or self.run.organisation
        return (owner.path,)


class Exemption(models.Model):
    """What a unit need not be judged by, for a while, with the ground."""

    plan = models.ForeignKey(
        Plan,
        on_delete=models.PROTECT,
        related_name="exemptions",
        verbose_name=_("方案"),
    )
    unit = models.ForeignKey(
        PlanUnit,
        on_delete=models.PROTECT,
        related_name="exemptions",
        null=True,
        blank=True,
        verbose_name=_("责任单位"),
    )
    subject = models.CharField(_("目标或任务"), max_length=64)
    ground = models.TextField(_("理由"), max_length=LONG)
    document = models.CharField(_("批准文件"), max_length=200)
    valid_from = models.DateField(
        _("起始日"), null=True, blank=True, validators=[possible_day]
    )
    valid_to = models.DateField(
        _("终止日"), null=True, blank=True, validators=[possible_day]
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("批准人"),
    )
    approved_at = models.DateTimeField(_("批准时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("免予考核")
        verbose_name_plural = _("免予考核")
        ordering = ("-approved_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(ground=""), name="exemption_has_a_ground"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="exemption_ends_after_it_begins",
                violation_error_message=_("终止日早于起始日。"),
            ),
        )

    def __str__(self) -> str:
        """Unit and subject."""
        return f"{self.unit or ''} {self.subject}".strip()

    def owner_paths(self) -> Iterable[str]:
        """Whose it is, for rights."""
        return self.plan.owner_paths()
