"""What is handed in to the city by the end of March, signed by two people."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dafeng.web.budgets.models.ledgers import BudgetYear
from dafeng.web.core.models.two_signed import TWO_SIGNED, TwoSigned
from dafeng.web.office.models import Letter


class CityReturn(TwoSigned):
    """A return of a year as the file that it is; a later one takes its place.

    It leaves with a number of the office's register of letters, which the file bears
    once it is issued.
    """

    ledger = models.ForeignKey(
        BudgetYear, on_delete=models.PROTECT, related_name="returns"
    )
    number = models.PositiveSmallIntegerField(_("序号"))
    file_name = models.CharField(_("文件名"), max_length=200)
    file_sha256 = models.CharField(_("校验值"), max_length=64)
    units = models.PositiveIntegerField(_("单位数"))
    made_on = models.DateField(_("生成日期"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("生成人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    made_at = models.DateTimeField(_("生成时间"))
    unapproved = models.PositiveIntegerField(_("预算未核定"), default=0)
    letter = models.CharField(_("文号"), max_length=100, blank=True)
    registered = models.OneToOneField(
        Letter,
        verbose_name=_("发文"),
        on_delete=models.PROTECT,
        related_name="city_return",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("用能预算报表")
        ordering = ("ledger", "number")
        constraints = (
            *TWO_SIGNED,
            models.UniqueConstraint(
                fields=("ledger", "number"), name="city_return_number_once"
            ),
        )

    def __str__(self) -> str:
        """Which year, and which of its returns."""
        return f"{self.ledger} ({self.number})"

    def owner_paths(self) -> Iterable[str]:
        """Those of the ledger."""
        yield from self.ledger.owner_paths()
