"""What is asked for and done: applications, deductions, steps of a unit-year."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dafeng.enterprises.budgets import BudgetAct, from_quanta
from dafeng.web.budgets.models.key_users import KeyUser

ACTS = (
    (BudgetAct.PROPOSE.value, pgettext_lazy("budget", "提出预算建议")),
    (BudgetAct.CHECK.value, pgettext_lazy("budget", "审核")),
    (BudgetAct.RETURN.value, pgettext_lazy("budget", "退回")),
    (BudgetAct.APPROVE.value, pgettext_lazy("budget", "核定预算")),
    (BudgetAct.METER.value, pgettext_lazy("budget", "开始执行")),
    (BudgetAct.APPLY.value, pgettext_lazy("budget", "申请调整")),
    (BudgetAct.RETRACT.value, pgettext_lazy("budget", "撤回申请")),
    (BudgetAct.GRANT.value, pgettext_lazy("budget", "同意调整")),
    (BudgetAct.REFUSE.value, pgettext_lazy("budget", "不同意调整")),
    (BudgetAct.REPORT.value, pgettext_lazy("budget", "年度自报")),
    (BudgetAct.SEND_BACK.value, pgettext_lazy("budget", "退回自报")),
    (BudgetAct.REVIEW.value, pgettext_lazy("budget", "审定用能")),
    (BudgetAct.REOPEN.value, pgettext_lazy("budget", "撤销审定")),
    (BudgetAct.SETTLE.value, pgettext_lazy("budget", "清算")),
    (BudgetAct.UNSETTLE.value, pgettext_lazy("budget", "撤销清算")),
    (BudgetAct.WITHDRAW.value, pgettext_lazy("budget", "撤出名单")),
    (BudgetAct.RELIST.value, pgettext_lazy("budget", "恢复列入")),
)


class Decision(models.TextChoices):
    """What became of an application."""

    OPEN = "open", pgettext_lazy("budget", "待决定")
    GRANTED = "granted", pgettext_lazy("budget", "已同意")
    REFUSED = "refused", pgettext_lazy("budget", "未同意")
    RETRACTED = "retracted", pgettext_lazy("budget", "已撤回")


def _person(words: object) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=words,  # type: ignore[arg-type]
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )


class BudgetStep(models.Model):
    """One step of a unit-year: who did what, and why."""

    user = models.ForeignKey(KeyUser, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(_("动作"), max_length=12, choices=ACTS)
    before = models.CharField(_("原状态"), max_length=16)
    after = models.CharField(_("现状态"), max_length=16)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    by = _person(_("办理人"))
    at = models.DateTimeField(_("办理时间"))

    class Meta:
        verbose_name = _("办理经过")
        ordering = ("user", "at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(act__in=[code for code, _words in ACTS]),
                name="budget_step_act_known",
            ),
        )

    def __str__(self) -> str:
        """What was done."""
        return str(self.get_act_display())


class BudgetApplication(models.Model):
    """An enterprise asks for another budget; one is open at a time.

    ``before_q`` is the budget that it had when it asked.
    """

    user = models.ForeignKey(
        KeyUser, on_delete=models.PROTECT, related_name="applications"
    )
    before_q = models.BigIntegerField(_("申请时的预算"), null=True, blank=True)
    wanted_q = models.BigIntegerField(_("申请后的预算"))
    reason = models.CharField(_("理由"), max_length=500)
    file_name = models.CharField(_("文件名"), max_length=200, blank=True)
    file_sha256 = models.CharField(_("校验值"), max_length=64, blank=True)
    by = _person(_("申请人"))
    at = models.DateTimeField(_("申请时间"))
    decision = models.CharField(
        _("决定"), max_length=10, choices=Decision.choices, default=Decision.OPEN
    )
    granted_q = models.BigIntegerField(_("同意后的预算"), null=True, blank=True)
    decision_reason = models.CharField(_("决定理由"), max_length=300, blank=True)
    decided_by = _person(_("决定人"))
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("调整申请")
        ordering = ("user", "at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("user",),
                condition=Q(decision=Decision.OPEN),
                name="budget_application_open_once",
            ),
            models.CheckConstraint(
                condition=Q(wanted_q__gt=0), name="budget_application_above_zero"
            ),
        )

    def __str__(self) -> str:
        """What it asks for."""
        return f"{self.user} {self.wanted:f}"

    @property
    def wanted(self) -> Decimal:
        """The budget that is asked for, tce."""
        return from_quanta(self.wanted_q)

    @property
    def granted(self) -> Decimal | None:
        """The budget that was given, tce."""
        return None if self.granted_q is None else from_quanta(self.granted_q)


class UnitDeduction(models.Model):
    """What does not count against a budget; counts once it is confirmed."""

    user = models.ForeignKey(
        KeyUser, on_delete=models.PROTECT, related_name="deductions"
    )
    kind = models.CharField(_("扣除项"), max_length=20)
    quanta = models.BigIntegerField(_("扣除量"))
    document = models.CharField(_("证明文件"), max_length=200)
    file_name = models.CharField(_("文件名"), max_length=200, blank=True)
    file_sha256 = models.CharField(_("校验值"), max_length=64, blank=True)
    entered_by = _person(_("登记人"))
    entered_at = models.DateTimeField(_("登记时间"))
    confirmed_by = _person(_("确认人"))
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("撤下理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("扣除项")
        ordering = ("user", "entered_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(quanta__gt=0), name="unit_deduction_above_zero"
            ),
            models.CheckConstraint(
                condition=~Q(document=""), name="unit_deduction_has_document"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
                name="unit_deduction_withdrawn_says_why",
            ),
        )

    def __str__(self) -> str:
        """Its kind and document."""
        return f"{self.kind} {self.document}"

    @property
    def amount(self) -> Decimal:
        """How much, tce."""
        return from_quanta(self.quanta)
