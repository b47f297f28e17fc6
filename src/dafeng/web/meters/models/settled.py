"""How far the database has counted what the store says."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Settled(models.Model):
    """The last version of a table of the store whose words were counted here.

    It is written together with the counts, so that each is counted once.
    """

    name = models.CharField(_("名称"), max_length=32, unique=True)
    version = models.PositiveBigIntegerField(_("版本"), default=0)

    class Meta:
        verbose_name = _("统计进度")
        ordering = ("name",)

    def __str__(self) -> str:
        """Name and version."""
        return f"{self.name} {self.version}"
