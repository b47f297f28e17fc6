"""What parties agree on: it stands on the project, and on each change of the contract.

A change keeps the conditions that stood before it.
"""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dafeng.web.savings.models.exact import ENERGY, YUAN, positive, within

_YUAN, _ENERGY = positive(YUAN), positive(ENERGY)


class Kind(models.TextChoices):
    """The codes of ``dafeng.enterprises.savings.ContractKind``."""

    SHARED = "shared", _("节能效益分享型")
    GUARANTEED = "guaranteed", _("节能量保证型")


class Figure(models.TextChoices):
    """The codes of ``dafeng.enterprises.savings.Figure``."""

    ESTIMATE = "estimate", _("估计值")
    LOW = "low", _("区间下限")


class Length(models.TextChoices):
    """The codes of ``dafeng.enterprises.savings.Length``."""

    MONTH = "month", _("按月")
    QUARTER = "quarter", _("按季度")


class Conditions(models.Model):
    """Names, measure, and what a period is settled by; the parties stay."""

    Kind = Kind
    Figure = Figure
    Length = Length

    name_zh = models.CharField(_("项目名称"), max_length=100)
    measure = models.CharField(_("节能措施"), max_length=60, blank=True)
    provider_name = models.CharField(_("节能服务公司"), max_length=100)
    kind = models.CharField(_("合同类型"), max_length=10, choices=Kind.choices)
    figure = models.CharField(
        _("结算采用"), max_length=10, choices=Figure.choices, default=Figure.ESTIMATE
    )
    period = models.CharField(
        _("结算周期"), max_length=8, choices=Length.choices, default=Length.MONTH
    )
    floor = models.DecimalField(_("每期最低（元）"), **_YUAN, null=True, blank=True)
    cap = models.DecimalField(_("每期最高（元）"), **_YUAN, null=True, blank=True)
    cap_total = models.DecimalField(
        _("合同总额上限（元）"), **_YUAN, null=True, blank=True
    )
    guaranteed = models.DecimalField(_("每期保证节能量"), **_ENERGY, default=Decimal(0))
    fee = models.DecimalField(_("每期服务费（元）"), **_YUAN, default=Decimal(0))

    class Meta:
        abstract = True


CONDITIONS = tuple(field.name for field in Conditions._meta.local_fields)  # noqa: SLF001 - Django's documented name
"""Names of what a change of the contract may change."""


def conditions_fit(table: str) -> tuple[models.CheckConstraint, ...]:
    """What holds of the conditions, in a table of that name."""
    shared = Q(kind=Kind.SHARED, guaranteed=0, fee=0)
    guaranteed = Q(
        kind=Kind.GUARANTEED,
        floor__isnull=True,
        cap__isnull=True,
        cap_total__isnull=True,
    )
    return (
        models.CheckConstraint(
            condition=shared | guaranteed,
            name=f"{table}_fields_of_kind",
            violation_error_message=_(
                "最低、最高和总额上限只用于分享型，保证节能量和服务费只用于保证型。"
            ),
        ),
        models.CheckConstraint(
            condition=Q(floor__isnull=True)
            | Q(cap__isnull=True)
            | Q(floor__lte=F("cap")),
            name=f"{table}_floor_below_cap",
            violation_error_message=_("每期最低不得高于每期最高。"),
        ),
        models.CheckConstraint(
            condition=within(YUAN, "floor", "cap", "cap_total", "fee")
            & within(ENERGY, "guaranteed"),
            name=f"{table}_figures_possible",
        ),
    )
