"""The ledger of a district and year, and its lines; the database keeps it whole."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.enterprises.budgets import EntryKind, from_quanta
from dafeng.web.core.models import Organisation

YEARS = range(2015, 2071)


class Basis(models.TextChoices):
    """How electricity and heat become standard coal."""

    EQUAL = "equal", _("等价值")
    CALORIFIC = "calorific", _("当量值")


class Account(models.TextChoices):
    """Sorts of accounts."""

    TOTAL = "total", _("控制总量")
    RESERVE = "reserve", _("区级预留")
    UNIT = "unit", _("用能单位")


KINDS = (
    (EntryKind.TOTAL.value, _("确定控制总量")),
    (EntryKind.REDUCE.value, _("核减控制总量")),
    (EntryKind.ALLOT.value, _("分配")),
    (EntryKind.TRANSFER.value, _("单位间调剂")),
    (EntryKind.RELEASE.value, _("收回预留")),
    (EntryKind.DRAW.value, _("动用预留")),
    (EntryKind.ADJUST.value, _("核减预算")),
    (EntryKind.SETTLE.value, _("年终收回")),
    (EntryKind.UNSETTLE.value, _("撤销年终收回")),
)


class BudgetYear(models.Model):
    """The control total of a district for a year, and what stands on its accounts.

    All amounts are whole quanta of 0.01 tce. The sums are kept beside the lines, so
    that the database itself refuses a reserve below zero and a total that is not
    allotted + reserve, whoever writes.
    """

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("地区"),
        on_delete=models.PROTECT,
        related_name="budget_years",
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    basis = models.CharField(
        _("折算口径"), max_length=10, choices=Basis.choices, default=Basis.EQUAL
    )
    keeper = models.ForeignKey(
        Organisation,
        verbose_name=_("主管部门"),
        on_delete=models.PROTECT,
        related_name="budget_years_kept",
        null=True,
        blank=True,
    )
    document = models.CharField(_("依据文件"), max_length=200, blank=True)
    total_q = models.BigIntegerField(_("控制总量"), default=0)
    reserve_q = models.BigIntegerField(_("区级预留"), default=0)
    allotted_q = models.BigIntegerField(_("已分配"), default=0)
    version = models.PositiveIntegerField(_("版本"), default=1)
    created_at = models.DateTimeField(_("登记时间"))
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("用能预算年度")
        ordering = ("organisation", "-year")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "year"), name="budget_year_once"
            ),
            models.CheckConstraint(
                condition=Q(total_q=F("reserve_q") + F("allotted_q")),
                name="budget_year_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(total_q__gte=0, reserve_q__gte=0, allotted_q__gte=0),
                name="budget_year_not_below_zero",
            ),
            models.CheckConstraint(
                condition=Q(year__range=(YEARS[0], YEARS[-1])),
                name="budget_year_possible",
            ),
            models.CheckConstraint(
                condition=Q(basis__in=Basis.values), name="budget_year_basis_known"
            ),
        )

    def __str__(self) -> str:
        """Whose, and which year."""
        return f"{self.organisation} {self.year}"

    def get_absolute_url(self) -> str:
        """Page of the year."""
        return f"{reverse('budgets:overview')}?year={self.year}"

    def owner_paths(self) -> Iterable[str]:
        """The district, and the bureau that keeps the budgets."""
        yield self.organisation.path
        if self.keeper is not None:
            yield self.keeper.path

    @property
    def total(self) -> Decimal:
        """The control total, tce."""
        return from_quanta(self.total_q)

    @property
    def reserve(self) -> Decimal:
        """What is held back, tce."""
        return from_quanta(self.reserve_q)

    @property
    def allotted(self) -> Decimal:
        """What the units hold, tce."""
        return from_quanta(self.allotted_q)


class LedgerLine(models.Model):
    """One entry of a ledger: ``debit`` gets what ``credit`` gives; never changed.

    ``unknown_months`` are those of which nobody knew what the giver had used whole, and
    somebody decided to take its budget nevertheless.
    """

    ledger = models.ForeignKey(
        BudgetYear, on_delete=models.PROTECT, related_name="lines"
    )
    number = models.PositiveIntegerField(_("序号"))
    kind = models.CharField(_("事由"), max_length=10, choices=KINDS)
    debit = models.CharField(_("借方"), max_length=8, choices=Account.choices)
    debit_unit = models.ForeignKey(
        "budgets.KeyUser",
        on_delete=models.PROTECT,
        related_name="lines_in",
        null=True,
        blank=True,
    )
    credit = models.CharField(_("贷方"), max_length=8, choices=Account.choices)
    credit_unit = models.ForeignKey(
        "budgets.KeyUser",
        on_delete=models.PROTECT,
        related_name="lines_out",
        null=True,
        blank=True,
    )
    quanta = models.BigIntegerField(_("数额"))
    on = models.DateField(_("日期"))
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    document = models.CharField(_("依据文件"), max_length=200, blank=True)
    unknown_months = models.JSONField(_("用量未知的月份"), default=list, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("办理人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    at = models.DateTimeField(_("办理时间"))

    class Meta:
        verbose_name = _("预算分录")
        ordering = ("ledger", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("ledger", "number"), name="ledger_line_number_once"
            ),
            models.CheckConstraint(
                condition=Q(quanta__gt=0), name="ledger_line_above_zero"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind for kind, _words in KINDS]),
                name="ledger_line_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(debit=Account.UNIT, debit_unit__isnull=False)
                | ~Q(debit=Account.UNIT) & Q(debit_unit__isnull=True),
                name="ledger_line_debit_named",
            ),
            models.CheckConstraint(
                condition=Q(credit=Account.UNIT, credit_unit__isnull=False)
                | ~Q(credit=Account.UNIT) & Q(credit_unit__isnull=True),
                name="ledger_line_credit_named",
            ),
            models.CheckConstraint(
                condition=~Q(debit=F("credit"))
                | Q(debit=Account.UNIT) & ~Q(debit_unit=F("credit_unit")),
                name="ledger_line_from_another",
            ),
        )

    def __str__(self) -> str:
        """Its number and kind."""
        return f"{self.number} {self.get_kind_display()}"

    @property
    def amount(self) -> Decimal:
        """How much, tce."""
        return from_quanta(self.quanta)

    @property
    def late(self) -> bool:
        """Whether a budget was moved after its year; settling comes after it."""
        settling = (EntryKind.SETTLE.value, EntryKind.UNSETTLE.value)
        return self.on.year > self.ledger.year and self.kind not in settling
