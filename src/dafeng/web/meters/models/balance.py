"""What an enterprise states of its energy balance of a year, besides its meters."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.figures import AMOUNT, positive, within
from dafeng.web.core.models import Organisation
from dafeng.web.meters.models.rows import SAYS_WHY, Entered

FIRST_YEAR, LAST_YEAR = 2010, 2100


class BalanceStatement(Entered):
    """An amount of a carrier in a year that no meter and no monthly paper tells.

    Energy that was made or recovered, stocks, conversion, sales, losses on the way;
    the amount is in the unit of the carrier.  A ``workshop`` says of conversion where
    its input is metered, so that it is not counted as used there.
    """

    class Flow(models.TextChoices):
        """The names of ``dafeng.enterprises.balance.BalanceFlow``."""

        OWN = "own", _("自产")
        RECOVERED = "recovered", _("回收")
        OPENING = "opening", _("期初库存")
        CONVERTED_IN = "converted_in", _("加工转换投入")
        CONVERTED_OUT = "converted_out", _("加工转换产出")
        SOLD = "sold", _("外供")
        CLOSING = "closing", _("期末库存")
        LOST = "lost", _("损失")

    enterprise = models.ForeignKey(
        Organisation,
        verbose_name=_("企业"),
        on_delete=models.PROTECT,
        related_name="balance_statements",
    )
    year = models.PositiveSmallIntegerField(
        _("年份"),
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
    )
    carrier = models.CharField(_("能源品种"), max_length=24)
    flow = models.CharField(_("平衡项目"), max_length=16, choices=Flow.choices)
    amount = models.DecimalField(_("项目数量"), **positive(AMOUNT))
    workshop = models.CharField(_("车间"), max_length=60, blank=True)
    document = models.CharField(_("依据文件"), max_length=200)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("能量平衡项目")
        ordering = ("enterprise__path", "-year", "carrier", "flow", "pk")
        constraints = (
            SAYS_WHY,
            models.UniqueConstraint(
                fields=("enterprise", "year", "carrier", "flow", "workshop"),
                condition=Q(withdrawn_at__isnull=True),
                name="balance_statement_once",
                violation_error_message=_("这一年的这个项目已经登记。"),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0) & ~Q(document=""),
                name="balance_statement_not_negative",
            ),
            models.CheckConstraint(
                condition=within(AMOUNT, "amount"), name="balance_statement_fits"
            ),
            models.CheckConstraint(
                condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)),
                name="balance_statement_year_possible",
            ),
            models.CheckConstraint(
                condition=Q(
                    flow__in=(
                        *("own", "recovered", "opening", "converted_in"),
                        *("converted_out", "sold", "closing", "lost"),
                    )
                ),
                name="balance_statement_flow_known",
            ),
        )

    def __str__(self) -> str:
        """Year, carrier, flow and paper."""
        return f"{self.year} {self.carrier} {self.get_flow_display()} {self.document}"

    def owner_paths(self) -> Iterable[str]:
        """The enterprise."""
        yield self.enterprise.path
