"""Fields that several tables of the room have."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

SHARE: dict[str, Any] = {"max_digits": 10, "decimal_places": 6}


class MadeBy(models.Model):
    """Who made a row, and when; rows stay, and are superseded by later ones."""

    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登记人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    made_at = models.DateTimeField(_("登记时间"))

    class Meta:
        abstract = True


class Withdrawable(models.Model):
    """A row that was entered by mistake: it stays, with the reason, and counts not."""

    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("撤回人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("撤回原因"), max_length=500, blank=True)

    class Meta:
        abstract = True


class Proven(models.Model):
    """A file that proves a row, kept by its digest."""

    file_name = models.CharField(_("文件名"), max_length=200, blank=True)
    file_sha256 = models.CharField(_("校验值"), max_length=64, blank=True)

    class Meta:
        abstract = True
