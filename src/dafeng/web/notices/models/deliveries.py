"""Deliveries: the mail that a notice asks for, until it is sent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dafeng.web.notices.models.notices import Notice


class DeliveryState(models.TextChoices):
    """Where the mail of a notice is."""

    WAITING = "waiting", pgettext_lazy("mail", "待发")
    SENDING = "sending", pgettext_lazy("mail", "发送中")
    SENT = "sent", pgettext_lazy("mail", "已发")
    FAILED = "failed", pgettext_lazy("mail", "未能送达")
    DROPPED = "dropped", pgettext_lazy("mail", "不再发送")
    """Read on the site before, or the person wants no mail any more."""


class Delivery(models.Model):
    """The mail of one notice.  Several can leave in one mail, under one message id.

    ``claimed_at`` says since when somebody is sending it: a claim whose worker died
    lapses, and the mail waits again.
    """

    notice = models.OneToOneField(
        Notice, on_delete=models.CASCADE, related_name="delivery"
    )
    state = models.CharField(
        _("状态"),
        max_length=8,
        choices=DeliveryState.choices,
        default=DeliveryState.WAITING,
    )
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    trouble = models.CharField(_("原因"), max_length=300, blank=True)
    next_try_at = models.DateTimeField(_("下次发送"))
    claimed_at = models.DateTimeField(_("开始发送"), null=True)
    sent_at = models.DateTimeField(_("发送时间"), null=True)
    message_id = models.CharField(_("邮件编号"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("邮件")
        ordering = ("pk",)
        indexes = (
            models.Index(
                fields=("next_try_at",),
                condition=Q(state="waiting"),
                name="delivery_waiting",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=DeliveryState.values), name="delivery_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
                name="delivery_sent_says_when",
            ),
        )

    def __str__(self) -> str:
        """Of which notice, and where it is."""
        return f"{self.notice} {self.get_state_display()}"
