"""Answers to writes, kept under the key that the program sent with them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Reply(models.Model):
    """The answer to one write: the same key and content get it again, undone twice.

    ``asked`` is the SHA-256 of method, address and body; the same key with another
    content is refused.  The nightly tidying drops old ones.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    key = models.CharField(_("幂等键"), max_length=200)
    asked = models.CharField(_("请求校验值"), max_length=64)
    status = models.PositiveSmallIntegerField(_("状态码"), null=True)
    body = models.TextField(_("答复"), blank=True)
    created_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("接口答复")
        ordering = ("pk",)
        indexes = (models.Index(fields=("created_at",), name="reply_by_time"),)
        constraints = (
            models.UniqueConstraint(fields=("person", "key"), name="reply_once"),
        )

    def __str__(self) -> str:
        """The key."""
        return self.key
