"""What every extracted object shares: it is proposed, and a person decides."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dafeng.web.plans.models.plans import Plan


class ProposalKind(models.TextChoices):
    """The kinds of objects that a reading proposes; also the word in addresses."""

    TARGET = "target", pgettext_lazy("one", "目标")
    TASK = "task", pgettext_lazy("one", "任务")
    PROJECT = "project", pgettext_lazy("one", "项目")
    MILESTONE = "milestone", pgettext_lazy("one", "节点")
    UNIT = "unit", pgettext_lazy("one", "单位")


class ProposalState(models.TextChoices):
    """Where a proposal stands; only confirmed and corrected ones go to later rooms."""

    PROPOSED = "proposed", _("待确认")
    CONFIRMED = "confirmed", _("已确认")
    CORRECTED = "corrected", _("已更正")
    REJECTED = "rejected", _("已驳回")
    SPLIT = "split", _("已拆分")


ACCEPTED = (ProposalState.CONFIRMED, ProposalState.CORRECTED)
LIVE = (ProposalState.PROPOSED, *ACCEPTED)


class Proposal(models.Model):
    """One extracted object with the reader's original beside what people decided.

    ``original`` holds the facts as read (JSON of ``convert.facts_of``) and never
    changes; an object that a person added by hand has none.
    """

    KIND: ClassVar[ProposalKind]

    plan = models.ForeignKey(
        Plan,
        on_delete=models.CASCADE,
        related_name="%(class)ss",
        verbose_name=_("方案"),
    )
    key = models.CharField(_("编号"), max_length=32)
    order = models.PositiveIntegerField(_("次序"))
    state = models.CharField(
        _("确认状态"),
        max_length=9,
        choices=ProposalState,
        default=ProposalState.PROPOSED,
    )
    confidence = models.DecimalField(_("可信度"), max_digits=4, decimal_places=3)
    rule = models.CharField(_("所用规则"), max_length=200, blank=True)
    start = models.PositiveIntegerField(_("起"), null=True, blank=True)
    end = models.PositiveIntegerField(_("止"), null=True, blank=True)
    quote = models.TextField(_("原文"), blank=True)
    original = models.JSONField(_("程序读出的值"), null=True, blank=True)
    split_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="parts",
        null=True,
        blank=True,
        verbose_name=_("拆自"),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("决定人"),
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ("plan", "order", "pk")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(fields=("plan", "key"), name="%(class)s_key_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=ProposalState.values),
                name="%(class)s_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(confidence__gte=0, confidence__lte=1),
                name="%(class)s_confidence_share",
            ),
            models.CheckConstraint(
                condition=models.Q(end__gte=models.F("start")),
                name="%(class)s_span_forward",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ProposalState.PROPOSED)
                | models.Q(decided_at__isnull=False),
                name="%(class)s_decision_dated",
            ),
        )

    def owner_paths(self) -> tuple[str, ...]:
        """Whose plan it belongs to, for rights."""
        return self.plan.owner_paths()

    @property
    def kind_word(self) -> str:
        """``target``, ``task``...: the word in addresses and rights."""
        return self.KIND.value

    @property
    def accepted(self) -> bool:
        """Whether a person has let this object through to later rooms."""
        return self.state in ACCEPTED
