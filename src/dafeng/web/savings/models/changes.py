"""Changes of a contract: what stood before, until when, and by which document."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.days import possible, possible_day
from dafeng.web.meters.models.rows import SAYS_WHY, Entered
from dafeng.web.savings.models.conditions import Conditions, conditions_fit
from dafeng.web.savings.models.contracts import SavingProject


class ContractChange(Conditions, Entered):
    """One amendment (合同变更) of a contract that runs.

    Its conditions are those that stood **before** it, up to the day before
    ``effective_from``; what it brought stands on the next change, or on the project.
    Stretches of share and price that it replaced, or brought, name it.
    """

    project = models.ForeignKey(
        SavingProject, on_delete=models.PROTECT, related_name="changes"
    )
    number = models.PositiveSmallIntegerField(_("变更序号"))
    effective_from = models.DateField(_("变更生效日期"), validators=[possible_day])
    signed_on = models.DateField(_("变更签订日期"), validators=[possible_day])
    document = models.CharField(_("变更协议编号"), max_length=200)
    reason = models.CharField(_("变更理由"), max_length=300)

    class Meta:
        verbose_name = _("合同变更")
        ordering = ("project", "number")
        constraints = (
            SAYS_WHY,
            models.UniqueConstraint(
                fields=("project", "number"), name="contract_change_number_once"
            ),
            models.UniqueConstraint(
                fields=("project", "effective_from"),
                condition=Q(withdrawn_at__isnull=True),
                name="contract_change_day_once",
            ),
            models.CheckConstraint(
                condition=possible("effective_from") & possible("signed_on"),
                name="contract_change_days_possible",
            ),
            models.CheckConstraint(
                condition=~Q(document="") & ~Q(reason=""),
                name="contract_change_says_why",
            ),
            *conditions_fit("contract_change"),
        )

    def __str__(self) -> str:
        """Its number and document."""
        return f"{self.number} {self.document}"

    def owner_paths(self) -> Iterable[str]:
        """Those of the project."""
        return self.project.owner_paths()
