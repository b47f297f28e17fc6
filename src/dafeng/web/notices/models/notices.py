"""Notices: what one person was told, when, why, and whether it was read."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.models import Organisation
from dafeng.web.notices.models.choices import KINDS, POSTS, REASONS
from dafeng.work import NoticeKind


class Notice(models.Model):
    """One notice for one person.  Its key is unique: it is written once, for ever.

    What it is about is named and not joined (``object_type`` and ``object_id``): rooms
    above this one have the objects.  ``late`` counts days since the deadline as they
    were when it was written, negative before it.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("收件人"),
        on_delete=models.PROTECT,
        related_name="notices",
    )
    key = models.CharField(_("标识"), max_length=300, unique=True)
    kind = models.CharField(_("类型"), max_length=16, choices=KINDS)
    object_type = models.CharField(_("对象类型"), max_length=60)
    object_id = models.CharField(_("对象编号"), max_length=64)
    label = models.CharField(_("对象"), max_length=300)
    address = models.CharField(_("网址"), max_length=300)
    unit = models.ForeignKey(
        Organisation,
        verbose_name=_("单位"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
    )
    post = models.CharField(_("职务"), max_length=8, choices=POSTS)
    why = models.CharField(_("事由"), max_length=10, choices=REASONS)
    due_on = models.DateField(_("期限"), null=True)
    late = models.IntegerField(_("逾期天数"), null=True)
    note = models.TextField(_("说明"), blank=True)
    on = models.DateField(_("日期"))
    created_at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("阅读时间"), null=True)

    class Meta:
        verbose_name = _("提醒")
        ordering = ("-created_at", "pk")
        indexes = (
            models.Index(
                fields=("recipient", "-created_at"), name="notice_by_recipient"
            ),
            models.Index(
                fields=("recipient",),
                condition=Q(read_at__isnull=True),
                name="notice_unread",
            ),
            models.Index(fields=("object_type", "object_id"), name="notice_by_object"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in NoticeKind]),
                name="notice_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(address__startswith="/") & ~Q(address__startswith="//"),
                name="notice_leads_into_the_site",
            ),
        )

    def __str__(self) -> str:
        """What about what."""
        return f"{self.get_kind_display()} {self.label}"

    @property
    def unread(self) -> bool:
        """Whether nobody opened it."""
        return self.read_at is None
