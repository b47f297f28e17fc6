"""Rows that were entered by mistake: taken back with a reason, never deleted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Withdrawable(models.Model):
    """A row that can be taken back; nothing counts it then."""

    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("撤下理由"), max_length=300, blank=True)

    class Meta:
        abstract = True


SAYS_WHY = models.CheckConstraint(
    condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
    name="%(class)s_withdrawn_says_why",
)
"""For the constraints of every model of such rows."""
