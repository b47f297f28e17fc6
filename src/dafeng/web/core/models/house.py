"""The one row that says whose house this is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.languages import english


class House(models.Model):
    """Whose plan this house runs, and which data it holds.  There is one row."""

    place_code = models.CharField(_("行政区划代码"), max_length=12, blank=True)
    name_zh = models.CharField(_("名称"), max_length=100)
    name_en = models.CharField(_("英文名称"), max_length=200, blank=True)
    synthetic = models.BooleanField(_("示例数据"), default=False)
    data_version = models.CharField(_("数据版本"), max_length=64)
    data_date = models.DateField(_("数据日期"))

    class Meta:
        verbose_name = _("本系统")
        constraints = (
            models.CheckConstraint(condition=models.Q(pk=1), name="house_is_one"),
        )

    def __str__(self) -> str:
        """Name in the reader's language."""
        if english() and self.name_en:
            return self.name_en
        return self.name_zh
