"""Evidence: a file, a link, or a document with number and date, of a task or report."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.days import possible_day
from dafeng.web.work.models.reports import Report
from dafeng.web.work.models.tasks import Task


class EvidenceKind(models.TextChoices):
    """What the evidence is."""

    FILE = "file", _("文件")
    LINK = "link", _("链接")
    DOCUMENT = "document", _("公文")


class Evidence(models.Model):
    """One piece of evidence.  A file lies under its SHA-256 and is never executed.

    What was withdrawn stays, with its reason: the history does not lose it.
    """

    report = models.ForeignKey(
        Report,
        on_delete=models.PROTECT,
        related_name="evidence",
        null=True,
        blank=True,
    )
    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, related_name="evidence", null=True, blank=True
    )
    kind = models.CharField(_("类型"), max_length=8, choices=EvidenceKind.choices)
    name = models.CharField(_("名称"), max_length=200)
    sha256 = models.CharField(_("校验值"), max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("大小"), null=True, blank=True)
    media = models.CharField(_("格式"), max_length=100, blank=True)
    url = models.URLField(_("网址"), max_length=500, blank=True)
    number = models.CharField(_("文号"), max_length=100, blank=True)
    dated = models.DateField(
        _("成文日期"), null=True, blank=True, validators=[possible_day]
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("上传人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
    )
    added_at = models.DateTimeField(_("上传时间"))
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("撤下原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("佐证")
        ordering = ("pk",)
        indexes = (models.Index(fields=("sha256",), name="evidence_by_hash"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(report__isnull=False, task__isnull=True)
                | Q(report__isnull=True, task__isnull=False),
                name="evidence_has_one_owner",
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind=EvidenceKind.FILE, size__isnull=False) & ~Q(sha256="")
                )
                | (Q(kind=EvidenceKind.LINK) & ~Q(url=""))
                | (Q(kind=EvidenceKind.DOCUMENT, dated__isnull=False) & ~Q(number="")),
                name="evidence_is_what_it_says",
                violation_error_message=_(
                    "文件须有内容，链接须有网址，公文须有文号和日期。"
                ),
            ),
        )

    def __str__(self) -> str:
        """Its name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Where it opens, in the drawer or on a page of its own."""
        return reverse("work:evidence", args=[self.pk])

    def owner_paths(self) -> Iterable[str]:
        """Those of the report or task that it belongs to."""
        owner = self.report or self.task
        return () if owner is None else owner.owner_paths()
