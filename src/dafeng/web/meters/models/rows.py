"""What every row of the register has: who entered it, and how it is taken back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Entered(models.Model):
    """A row with who entered it and when; one entered by mistake is taken back.

    It stays to be read, says why, and nothing counts it any more.
    """

    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登记人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    entered_at = models.DateTimeField(_("登记时间"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("撤下理由"), max_length=300, blank=True)

    class Meta:
        abstract = True


SAYS_WHY = models.CheckConstraint(
    condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
    name="%(class)s_withdrawn_says_why",
)
"""For the constraints of every model of such rows."""
