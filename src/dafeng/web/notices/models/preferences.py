"""How often somebody wants mail; on the site everybody is told at once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MailPace(models.TextChoices):
    """How often the notices of a person leave by mail."""

    AT_ONCE = "at-once", _("即时")
    DAILY = "daily", _("每日汇总")
    WEEKLY = "weekly", _("每周汇总")
    NONE = "none", _("不发邮件")


class Preference(models.Model):
    """What one person chose; who chose nothing is told at once."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="notice_preference",
    )
    mail = models.CharField(
        _("邮件"), max_length=8, choices=MailPace.choices, default=MailPace.AT_ONCE
    )

    class Meta:
        verbose_name = _("提醒设置")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(mail__in=MailPace.values),
                name="preference_mail_known",
            ),
        )

    def __str__(self) -> str:
        """Who wants mail how often."""
        return f"{self.user} {self.get_mail_display()}"
