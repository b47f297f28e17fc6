"""Objections to a result, and every act of a person about them."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dafeng.assessment.objections import Act, Stage
from dafeng.web.assessment.models.runs import UnitScore

LONG = 4000


class StageCode(models.TextChoices):
    """Stages of :class:`dafeng.assessment.objections.Stage`, with their words."""

    FILED = Stage.FILED.value, _("待受理")
    ACCEPTED = Stage.ACCEPTED.value, _("已受理，待答复")
    REJECTED = Stage.REJECTED.value, _("不予受理")
    CORRECTED = Stage.CORRECTED.value, _("采纳，更正结果")
    UPHELD = Stage.UPHELD.value, _("维持原结果")
    APPEALED = Stage.APPEALED.value, _("已申请复核，待结论")
    FINAL = Stage.FINAL.value, _("复核完毕")


class ActCode(models.TextChoices):
    """Acts of :class:`dafeng.assessment.objections.Act`, with their words."""

    ACCEPT = Act.ACCEPT.value, pgettext_lazy("objection", "受理")
    REJECT = Act.REJECT.value, pgettext_lazy("objection", "不予受理")
    CORRECT = Act.CORRECT.value, pgettext_lazy("objection", "采纳，更正结果")
    UPHOLD = Act.UPHOLD.value, pgettext_lazy("objection", "维持原结果")
    APPEAL = Act.APPEAL.value, pgettext_lazy("objection", "申请复核")


WAITING = (StageCode.FILED, StageCode.ACCEPTED, StageCode.APPEALED)
"""Stages in which the office has to act."""


class Objection(models.Model):
    """A unit says that its result is wrong; ``stage`` follows from its moves."""

    score = models.ForeignKey(
        UnitScore,
        on_delete=models.PROTECT,
        related_name="objections",
        verbose_name=_("单位得分"),
    )
    subject = models.CharField(_("事项"), max_length=64, blank=True)
    text = models.TextField(_("异议内容"), max_length=LONG)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("提出人"),
    )
    filed_at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    told_on = models.DateField(_("结果公布日"))
    stage = models.CharField(
        _("状态"), max_length=9, choices=StageCode, default=StageCode.FILED
    )

    class Meta:
        verbose_name = _("异议")
        verbose_name_plural = _("异议")
        ordering = ("-filed_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(stage__in=StageCode.values), name="objection_stage_known"
            ),
            models.UniqueConstraint(
                fields=("score", "subject"),
                condition=Q(stage__in=WAITING),
                name="objection_one_open",
                violation_error_message=_("对这一事项已有一件待答复的异议。"),
            ),
        )

    def __str__(self) -> str:
        """Unit and subject."""
        return f"{self.score.unit} {self.subject}".strip()

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("assessment:objection", args=[self.pk])

    @property
    def waits(self) -> bool:
        """Whether the office has to act."""
        return self.stage in WAITING

    def owner_paths(self) -> Iterable[str]:
        """Whose it is, for rights."""
        return self.score.owner_paths()


class ObjectionMove(models.Model):
    """One act of one person; nothing is overwritten."""

    objection = models.ForeignKey(
        Objection, on_delete=models.CASCADE, related_name="moves"
    )
    order = models.PositiveSmallIntegerField(_("次序"))
    act = models.CharField(_("处理"), max_length=7, choices=ActCode)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("处理人"),
    )
    at = models.DateTimeField(_("处理时间"), auto_now_add=True)
    reason = models.TextField(_("理由"), max_length=LONG)
    document = models.CharField(_("更正结果的校验值或文件"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("异议的处理")
        verbose_name_plural = _("异议的处理")
        ordering = ("objection", "order")
        constraints = (
            models.UniqueConstraint(
                fields=("objection", "order"), name="objectionmove_one_after_another"
            ),
            models.UniqueConstraint(
                fields=("objection",),
                condition=Q(act=ActCode.APPEAL),
                name="objectionmove_appealed_once",
            ),
            models.CheckConstraint(
                condition=Q(act__in=ActCode.values), name="objectionmove_act_known"
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="objectionmove_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(act=ActCode.CORRECT) | ~Q(document=""),
                name="objectionmove_correction_has_a_document",
            ),
        )

    def __str__(self) -> str:
        """Act and objection."""
        return f"{self.get_act_display()} {self.objection}"
