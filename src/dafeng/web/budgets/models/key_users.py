"""A key energy user in a year: class, who manages it, budget, use, result."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dafeng.enterprises import KeyUserManager
from dafeng.enterprises.budgets import BudgetState, UseSource, from_quanta
from dafeng.web.budgets.models.ledgers import BudgetYear
from dafeng.web.core.models import Organisation
from dafeng.web.core.models.two_signed import TWO_SIGNED, TwoSigned

STATES = (
    (BudgetState.LISTED.value, pgettext_lazy("budget", "已列入")),
    (BudgetState.PROPOSED.value, pgettext_lazy("budget", "待核定")),
    (BudgetState.APPROVED.value, pgettext_lazy("budget", "已核定")),
    (BudgetState.METERING.value, pgettext_lazy("budget", "执行中")),
    (BudgetState.ADJUSTED.value, pgettext_lazy("budget", "申请调整")),
    (BudgetState.SELF_REPORTED.value, pgettext_lazy("budget", "已自报")),
    (BudgetState.REVIEWED.value, pgettext_lazy("budget", "已审核")),
    (BudgetState.SETTLED.value, pgettext_lazy("budget", "已清算")),
    (BudgetState.WITHDRAWN.value, pgettext_lazy("budget", "已撤出")),
)
ALLOTTED = frozenset(
    {
        *(BudgetState.APPROVED.value, BudgetState.METERING.value),
        *(BudgetState.ADJUSTED.value, BudgetState.SELF_REPORTED.value),
        *(BudgetState.REVIEWED.value, BudgetState.SETTLED.value),
    }
)
"""States of a unit whose budget was approved."""
MANAGERS = (
    (KeyUserManager.DISTRICT.value, _("区级管理")),
    (KeyUserManager.CITY.value, _("市级管理")),
)


class Result(models.TextChoices):
    """How a year ended."""

    UNDER = "under", pgettext_lazy("budget", "未超预算")
    OVER = "over", pgettext_lazy("budget", "超预算")


class KeyUser(TwoSigned):
    """One enterprise as a key energy user in one year, with its budget.

    ``budget_q`` is what was allotted, drawn and transferred; ``balance_q`` is that less
    what went back at the end of the year. Both are kept with the lines of the ledger.
    What use and landing stand beside was prepared at ``prepared_at``.
    """

    ledger = models.ForeignKey(
        BudgetYear,
        verbose_name=_("年度"),
        on_delete=models.PROTECT,
        related_name="users",
    )
    unit = models.ForeignKey(
        Organisation,
        verbose_name=_("企业"),
        on_delete=models.PROTECT,
        related_name="key_user_years",
    )
    kind = models.CharField(_("类别"), max_length=16)
    manager = models.CharField(_("管理级别"), max_length=8, choices=MANAGERS)
    industry = models.CharField(
        _("行业代码"),
        max_length=4,
        blank=True,
        validators=[
            RegexValidator(r"^[0-9]{2,4}\Z", _("GB/T 4754 的 2 至 4 位数字。"))
        ],
    )
    last_year_q = models.BigIntegerField(
        _("上年用能"), null=True, blank=True, validators=[MinValueValidator(0)]
    )
    designated = models.CharField(_("指定文件"), max_length=200, blank=True)
    listed_in = models.CharField(_("名录或依据文件"), max_length=200, blank=True)
    state = models.CharField(
        _("状态"), max_length=16, choices=STATES, default=BudgetState.LISTED.value
    )
    method = models.CharField(_("确定方法"), max_length=16, blank=True)
    reduction_percent = models.DecimalField(
        _("要求下降率（%）"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    proposed_q = models.BigIntegerField(_("建议预算"), null=True, blank=True)
    saving_goal_q = models.BigIntegerField(_("节能量目标"), null=True, blank=True)
    proposal_note = models.CharField(_("测算说明"), max_length=500, blank=True)
    budget_q = models.BigIntegerField(_("用能预算"), default=0)
    balance_q = models.BigIntegerField(_("预算余额"), default=0)
    reported_q = models.BigIntegerField(_("自报用能"), null=True, blank=True)
    reviewed_q = models.BigIntegerField(_("审定用能"), null=True, blank=True)
    counted_q = models.BigIntegerField(_("计入用能"), null=True, blank=True)
    saved_q = models.BigIntegerField(_("实际节能量"), null=True, blank=True)
    report_note = models.CharField(_("自报说明"), max_length=500, blank=True)
    result = models.CharField(
        _("清算结果"), max_length=8, choices=Result.choices, blank=True
    )
    used_q = models.BigIntegerField(_("已用"), null=True, blank=True)
    deducted_q = models.BigIntegerField(_("已扣除"), default=0)
    known_until = models.DateField(_("用能数据截至"), null=True, blank=True)
    due_share = models.DecimalField(
        _("应用比例"), max_digits=9, decimal_places=8, null=True, blank=True
    )
    landing_q = models.BigIntegerField(_("预计全年"), null=True, blank=True)
    low_q = models.BigIntegerField(_("预计下限"), null=True, blank=True)
    high_q = models.BigIntegerField(_("预计上限"), null=True, blank=True)
    over_chance = models.DecimalField(
        _("超预算概率"), max_digits=5, decimal_places=4, null=True, blank=True
    )
    over_in = models.PositiveSmallIntegerField(
        _("预计超预算月份"), null=True, blank=True
    )
    bands = models.JSONField(_("预警"), default=list, blank=True)
    crossed = models.JSONField(_("已提醒的预警"), default=list, blank=True)
    level = models.CharField(_("预警级别"), max_length=8, default="calm")
    forecast = models.JSONField(_("逐月预计"), default=dict, blank=True)
    prepared_at = models.DateTimeField(_("测算时间"), null=True, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)
    created_at = models.DateTimeField(_("登记时间"))
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("重点用能单位")
        ordering = ("ledger", "unit__name_zh", "pk")
        constraints = (
            *TWO_SIGNED,
            models.UniqueConstraint(
                fields=("ledger", "unit"),
                name="key_user_once_a_year",
                violation_error_message=_("这家企业在这一年已经列入名单。"),
            ),
            models.CheckConstraint(
                condition=Q(budget_q__gte=0, balance_q__gte=0),
                name="key_user_budget_not_below_zero",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[code for code, _words in STATES]),
                name="key_user_state_known",
            ),
        )

    def __str__(self) -> str:
        """Which enterprise, which year."""
        return f"{self.unit} {self.ledger.year}"

    def get_absolute_url(self) -> str:
        """Page of the unit in the year."""
        return reverse("budgets:unit", args=[self.pk])

    def owner_paths(self) -> Iterable[str]:
        """The enterprise (its town and the district lie above it), the keeper."""
        yield self.unit.path
        if self.ledger.keeper is not None:
            yield self.ledger.keeper.path

    @property
    def budget(self) -> Decimal | None:
        """The budget, tce, which may be zero; None before it was allotted."""
        return from_quanta(self.budget_q) if self.allotted else None

    @property
    def allotted(self) -> bool:
        """Whether a budget was approved, were it taken away since."""
        return self.budget_q > 0 or self.state in ALLOTTED

    @property
    def stands(self) -> bool:
        """Whether it can be said how it stands to its budget."""
        known = self.used_q is not None and self.allotted
        return known and "problem" not in self.forecast

    @property
    def missing(self) -> list[int]:
        """Months that are over and not known whole, as they were reckoned with."""
        return list(self.forecast.get("missing", ()))


class UnitMonth(models.Model):
    """What a unit used in a month, as it is known; None is unknown.

    ``lacks`` names the carriers for which something lacks.
    """

    user = models.ForeignKey(KeyUser, on_delete=models.CASCADE, related_name="months")
    month = models.PositiveSmallIntegerField(_("月份"))
    quanta = models.BigIntegerField(_("用能"), null=True, blank=True)
    days = models.PositiveSmallIntegerField(_("已知天数"), default=0)
    source = models.CharField(
        _("来源"), max_length=10, choices=[(one.value, one.value) for one in UseSource]
    )
    lacks = models.JSONField(_("缺少的能源品种"), default=list, blank=True)
    learned_at = models.DateTimeField(_("得知时间"))

    class Meta:
        verbose_name = _("月度用能")
        ordering = ("user", "month")
        constraints = (
            models.UniqueConstraint(fields=("user", "month"), name="unit_month_once"),
            models.CheckConstraint(
                condition=Q(month__range=(1, 12)), name="unit_month_possible"
            ),
            models.CheckConstraint(
                condition=Q(quanta__isnull=True) | Q(quanta__gte=0),
                name="unit_month_not_below_zero",
            ),
        )

    def __str__(self) -> str:
        """Which month."""
        return f"{self.user_id}-{self.month:02d}"

    @property
    def tce(self) -> Decimal | None:
        """How much, tce."""
        return None if self.quanta is None else from_quanta(self.quanta)
