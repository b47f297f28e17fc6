"""Signatures under factor rows that nobody has verified."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class FactorSignature(models.Model):
    """A person's word that an unverified factor row was checked."""

    factor_id = models.CharField(_("因子"), max_length=200)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("签字人"),
    )
    signed_on = models.DateField(_("签字日期"))
    reason = models.CharField(_("核对了什么"), max_length=500)
    withdrawn_on = models.DateField(_("撤回日期"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("撤回人"),
    )
    withdrawn_reason = models.CharField(_("撤回的理由"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("因子签字")
        verbose_name_plural = _("因子签字")
        ordering = ("-signed_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("factor_id",),
                condition=Q(withdrawn_on__isnull=True),
                name="signature_one_in_force",
                violation_error_message=_("这一行因子已有人签字。"),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False),
                name="signature_withdrawal_is_whole",
            ),
        )

    def __str__(self) -> str:
        """The row."""
        return self.factor_id
