"""What sign-in remembers: passwords that were used, and how often somebody knocked."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptPassword(models.Model):
    """A password that a person had before, as its hash: it may not come back soon."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="kept_passwords",
    )
    password = models.CharField(_("密码"), max_length=128)
    until = models.DateTimeField(_("用至"))

    class Meta:
        verbose_name = _("用过的密码")
        ordering = ("user", "-until", "-pk")

    def __str__(self) -> str:
        """Whose, and until when; never the hash."""
        return f"{self.user} {self.until:%Y-%m-%d}"


class RateWindow(models.Model):
    """How often somebody did something since a moment; see ``core.rates``."""

    key = models.CharField(_("键"), max_length=120, primary_key=True)
    since = models.DateTimeField(_("自"), db_index=True)
    count = models.PositiveIntegerField(_("次数"))

    class Meta:
        verbose_name = _("次数限制")

    def __str__(self) -> str:
        """Who did what how often."""
        return f"{self.key} {self.count}"
