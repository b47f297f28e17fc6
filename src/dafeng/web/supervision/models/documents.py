"""The files of an issued case: kept under their hash, and never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dafeng.web.supervision.models.cases import Case


class DocumentMark(models.TextChoices):
    """What a kept document says of itself."""

    ISSUED = "issued", pgettext_lazy("document", "签发件")
    WITHDRAWN = "withdrawn", pgettext_lazy("document", "已撤回")
    SUPERSEDED = "superseded", pgettext_lazy("document", "已被取代")


class CaseDocument(models.Model):
    """One file as it was signed, or the same marked once it no longer holds."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="documents")
    mark = models.CharField(_("标记"), max_length=10, choices=DocumentMark.choices)
    docx_sha256 = models.CharField(_("DOCX 校验值"), max_length=64)
    docx_size = models.PositiveIntegerField(_("DOCX 大小"))
    pdf_sha256 = models.CharField(_("PDF 校验值"), max_length=64)
    pdf_size = models.PositiveIntegerField(_("PDF 大小"))
    pages = models.PositiveSmallIntegerField(_("页数"))
    made_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("督办文件")
        ordering = ("case", "pk")
        constraints = (
            models.UniqueConstraint(fields=("case", "mark"), name="case_document_once"),
            models.CheckConstraint(
                condition=Q(mark__in=DocumentMark.values), name="case_document_mark"
            ),
        )

    def __str__(self) -> str:
        """Case and mark."""
        return f"{self.case_id} {self.mark}"
