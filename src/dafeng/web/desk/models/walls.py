"""Passes for wall screens: a signed address that shows the overview, until revoked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.days import possible_day
from dafeng.web.core.models import Organisation


class WallPass(models.Model):
    """Somebody of the office lets a screen show the overview of a district.

    The address holds the signed number of the pass, and nothing else.
    """

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("单位"),
        on_delete=models.PROTECT,
        related_name="wall_passes",
    )
    name = models.CharField(_("屏幕"), max_length=80)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("开通人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
    )
    made_at = models.DateTimeField(_("开通时间"))
    valid_to = models.DateField(_("终止日"), validators=[possible_day])
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("停用人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("大屏通行证")
        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="wall_pass_has_a_name"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("made_at")),
                name="wall_pass_revoked_after_it_was_made",
            ),
        )

    def __str__(self) -> str:
        """Which screen."""
        return self.name

    def good_on(self, day: date) -> bool:
        """Whether the screen may show anything."""
        return self.revoked_at is None and day <= self.valid_to

    def owner_paths(self) -> Iterable[str]:
        """Whose overview it shows."""
        return (self.organisation.path,)
