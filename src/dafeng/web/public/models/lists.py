"""The disclosure list of a year, released to everybody by two people."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.models import TWO_SIGNED, Organisation, TwoSigned

FIRST_YEAR = 2022
"""Enterprises disclose by order 24 since then."""


class ListState(models.TextChoices):
    """How far a list is; what was issued is taken back, never changed."""

    DRAFT = "draft", _("草稿")
    CHECKED = "checked", _("已审核")
    ISSUED = "issued", _("已发布")
    WITHDRAWN = "withdrawn", _("已撤回")
    DROPPED = "dropped", _("已放弃")


LIST_OPEN = (ListState.DRAFT, ListState.CHECKED)


class DisclosureList(TwoSigned):
    """Who had to disclose what in a year, as everybody may read it; signed files.

    The files are made once, when it is drafted: whoever signs has seen what leaves.
    """

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="disclosure_lists",
        verbose_name=_("单位"),
    )
    year = models.PositiveSmallIntegerField(
        _("年度"), validators=[MinValueValidator(FIRST_YEAR)]
    )
    edition = models.CharField(_("版本"), max_length=60)
    """Year, day and digest of the rows: the same list has the same edition."""
    as_of = models.DateField(_("截至日期"))
    duties = models.PositiveIntegerField(_("披露事项数"))
    missing = models.PositiveIntegerField(_("逾期未公布数"))
    content = models.BinaryField(_("文件"))
    sha256 = models.CharField(_("校验值"), max_length=64)
    state = models.CharField(
        _("状态"), max_length=9, choices=ListState, default=ListState.DRAFT
    )
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    """Why it was sent back, given up or withdrawn."""
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("拟稿人"),
    )
    made_at = models.DateTimeField(_("拟稿时间"))
    revision = models.PositiveIntegerField(_("改动次数"), default=1)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("企业披露名单")
        ordering = ("-year", "-pk")
        constraints = (
            *TWO_SIGNED,
            models.CheckConstraint(
                condition=Q(state__in=ListState.values),
                name="public_list_state_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=(ListState.ISSUED, ListState.WITHDRAWN),
                    issued_by__isnull=False,
                )
                | ~Q(state__in=(ListState.ISSUED, ListState.WITHDRAWN))
                & Q(issued_by__isnull=True),
                name="public_list_issued_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(ListState.WITHDRAWN, ListState.DROPPED))
                | ~Q(reason=""),
                name="public_list_gone_says_why",
            ),
            models.CheckConstraint(
                condition=Q(missing__lte=models.F("duties")),
                name="public_list_counts_possible",
            ),
            models.UniqueConstraint(
                fields=("organisation", "year"),
                condition=Q(state__in=LIST_OPEN),
                name="public_list_one_open",
                violation_error_message=_("这一年还有一份名单没有发布，先办理它。"),
            ),
            models.UniqueConstraint(
                fields=("organisation", "edition"),
                condition=~Q(state__in=(ListState.DROPPED, ListState.WITHDRAWN)),
                name="public_list_edition_once",
                violation_error_message=_("同样内容的名单已经有了。"),
            ),
        )

    def __str__(self) -> str:
        """Its edition."""
        return self.edition

    def get_absolute_url(self) -> str:
        """Its page, inside."""
        return reverse("public:list", args=[self.pk])

    def owner_paths(self) -> Iterable[str]:
        """Whose list it is."""
        return (self.organisation.path,)
