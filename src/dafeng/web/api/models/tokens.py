"""Tokens: a program acts for a unit with the rights of a person, no wider."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.days import possible_day
from dafeng.web.core.models import Organisation


class Scope(models.TextChoices):
    """What a token may do, within the rights of its person."""

    READ = "read", _("读取")
    TASKS = "tasks", _("写任务")
    REPORTS = "reports", _("写报送")
    EVIDENCE = "evidence", _("写佐证")
    STATISTICS = "statistics", _("写统计数据")
    READINGS = "readings", _("写读数")


class Token(models.Model):
    """A key of a program.  The key itself is shown once; its SHA-256 is kept.

    The program has the rights that ``person`` holds in ``unit`` on the day of the
    request, narrowed to ``scopes``.
    """

    unit = models.ForeignKey(
        Organisation,
        verbose_name=_("单位"),
        on_delete=models.PROTECT,
        related_name="tokens",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("责任人"),
        on_delete=models.PROTECT,
        related_name="tokens",
    )
    name = models.CharField(_("用途"), max_length=80)
    head = models.CharField(_("标识"), max_length=12, unique=True)
    sha256 = models.CharField(_("校验值"), max_length=64)
    scopes = models.JSONField(_("范围"), default=list)
    created_at = models.DateTimeField(_("签发时间"))
    expires_on = models.DateField(_("有效期至"), validators=[possible_day])
    last_used_on = models.DateField(_("最近使用"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("吊销时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("接口令牌")
        ordering = ("unit__path", "name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "name"),
                condition=Q(revoked_at__isnull=True),
                name="token_name_once",
                violation_error_message=_("这个单位已有同名的令牌。"),
            ),
        )

    def __str__(self) -> str:
        """Unit and purpose."""
        return f"{self.unit} · {self.name}"

    def owner_paths(self) -> Iterable[str]:
        """The unit that the program acts for."""
        return (self.unit.path,)

    def good_on(self, day: date) -> bool:
        """Whether the token opens anything on a day."""
        return self.revoked_at is None and day <= self.expires_on
