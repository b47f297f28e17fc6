"""What people decided: acts, the decisions in them, and conflicts between editions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dafeng.web.plans.models.plans import Plan
from dafeng.web.plans.models.proposals import ProposalKind


class ActKind(models.TextChoices):
    """What a person did in one go."""

    CONFIRM = "confirm", _("确认")
    CORRECT = "correct", _("更正")
    SPLIT = "split", _("拆分")
    REJECT = "reject", _("驳回")
    REOPEN = "reopen", _("退回待确认")
    ADD = "add", _("补充")
    BULK = "bulk", _("批量确认")
    WORKBOOK = "workbook", _("由工作簿载入")
    CARRY = "carry", _("沿用上一版的决定")
    RESOLVE = "resolve", _("裁定冲突")


class Act(models.Model):
    """One act of one person; it holds the decisions that ``undo`` takes back together.

    ``by`` is empty where the program itself acted (facts that ship with it).
    """

    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="acts", verbose_name=_("方案")
    )
    kind = models.CharField(_("动作"), max_length=10, choices=ActKind)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("由谁"),
    )
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("动作")
        verbose_name_plural = _("动作")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=ActKind.values), name="act_kind_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class Decision(models.Model):
    """One object before and after one act: state and facts, as JSON."""

    act = models.ForeignKey(
        Act, on_delete=models.CASCADE, related_name="decisions", verbose_name=_("动作")
    )
    kind = models.CharField(_("对象"), max_length=9, choices=ProposalKind)
    proposal_id = models.PositiveBigIntegerField(_("对象编号"))
    before = models.JSONField(_("之前"), null=True, blank=True)
    after = models.JSONField(_("之后"))

    class Meta:
        ordering = ("act", "pk")
        verbose_name = _("决定")
        verbose_name_plural = _("决定")
        indexes = (models.Index(fields=("kind", "proposal_id"), name="decision_of"),)
        constraints = (
            models.UniqueConstraint(
                fields=("act", "kind", "proposal_id"), name="decision_once_per_act"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=ProposalKind.values),
                name="decision_kind_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.proposal_id}"


class ConflictKind(models.TextChoices):
    """Why a person must decide again after a revised document was read."""

    CHANGED = "changed", _("新版的值与已作的更正不同")
    GONE = "gone", _("新版中没有找到")


class Resolution(models.TextChoices):
    """How a conflict was settled."""

    KEEP = "keep", _("保留原决定")
    TAKE = "take", _("采用新版")


class Conflict(models.Model):
    """A decision of the last edition that the new reading does not simply bear out."""

    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="conflicts", verbose_name=_("方案")
    )
    kind = models.CharField(_("原因"), max_length=8, choices=ConflictKind)
    proposal_kind = models.CharField(_("对象"), max_length=9, choices=ProposalKind)
    old_id = models.PositiveBigIntegerField(_("上一版对象"))
    new_id = models.PositiveBigIntegerField(_("新版对象"), null=True, blank=True)
    label = models.CharField(_("名称"), max_length=300)
    was_read = models.JSONField(_("上一版读出"), null=True, blank=True)
    decided = models.JSONField(_("上一版决定"))
    now_read = models.JSONField(_("新版读出"), null=True, blank=True)
    resolution = models.CharField(
        _("裁定"), max_length=4, choices=Resolution, blank=True
    )
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("裁定人"),
    )
    resolved_at = models.DateTimeField(_("裁定时间"), null=True, blank=True)

    class Meta:
        ordering = ("plan", "pk")
        verbose_name = _("冲突")
        verbose_name_plural = _("冲突")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(resolution="") | models.Q(resolved_at__isnull=False),
                name="conflict_resolution_dated",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="gone", new_id__isnull=True)
                | models.Q(kind="changed", new_id__isnull=False),
                name="conflict_kind_fits",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.label}"
