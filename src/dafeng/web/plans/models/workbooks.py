"""Review workbooks that were sent back: kept as evidence, previewed, then applied."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dafeng.web.plans.models.changes import Act
from dafeng.web.plans.models.plans import Plan


def workbook_path(instance: ReviewWorkbook, filename: str) -> str:  # noqa: ARG001 - Django's signature
    """Where the workbook is kept: by its own seal."""
    return f"plans/workbooks/{instance.sha256}.xlsx"


class ReviewWorkbook(models.Model):
    """One uploaded workbook; ``act`` is what it did once it was applied."""

    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="workbooks", verbose_name=_("方案")
    )
    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    file = models.FileField(_("文件"), upload_to=workbook_path)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("载入的人"),
    )
    uploaded_at = models.DateTimeField(_("载入时间"), auto_now_add=True)
    act = models.OneToOneField(
        Act,
        on_delete=models.PROTECT,
        related_name="workbook",
        null=True,
        blank=True,
        verbose_name=_("执行的动作"),
    )

    class Meta:
        ordering = ("-uploaded_at", "-pk")
        verbose_name = _("更正工作簿")
        verbose_name_plural = _("更正工作簿")

    def __str__(self) -> str:
        return self.name
