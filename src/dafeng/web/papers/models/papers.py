"""Documents: what they rest on, what they say, who signed, where the files lie."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.base.periods import Period
from dafeng.reports.composing import PaperKind
from dafeng.web.accounts.models import AccountRun
from dafeng.web.assessment.models import AssessmentRun
from dafeng.web.core.days import possible_day
from dafeng.web.core.models import TWO_SIGNED, Organisation, TwoSigned
from dafeng.web.office.models import Letter
from dafeng.web.pathways.models import OutlookRun
from dafeng.web.plans.models import Plan


class PaperKindCode(models.TextChoices):
    """Kinds of :class:`dafeng.reports.composing.PaperKind`, with their words."""

    DISPATCH = PaperKind.DISPATCH.value, _("月度调度单")
    QUARTER = PaperKind.QUARTER.value, _("季度报告")
    SELF = PaperKind.SELF.value, _("年度自评报告")
    CONGRESS = PaperKind.CONGRESS.value, _("向人大的报告")
    DIVISION = PaperKind.DIVISION.value, _("任务分工单")
    CIRCULAR = PaperKind.CIRCULAR.value, _("考核通报")


KINDS = tuple(PaperKindCode.values)


class PaperState(models.TextChoices):
    """How far a document is."""

    DRAFT = "draft", _("草稿")
    CHECKED = "checked", _("待签发")
    ISSUED = "issued", _("已签发")
    WITHDRAWN = "withdrawn", _("已撤回")


IN_HAND = (PaperState.DRAFT, PaperState.CHECKED)
"""States in which the office still works at a document."""


class PaperAct(models.TextChoices):
    """What somebody does with a document."""

    MAKE = "make", _("编写")
    REMAKE = "remake", _("按新数据重写")
    EDIT = "edit", _("修改文字")
    CHECK = "check", _("审核")
    RETURN = "return", _("退回修改")
    ISSUE = "issue", _("签发")
    WITHDRAW = "withdraw", _("撤回")


class Paper(TwoSigned):
    """One document of one kind, period and unit.

    ``unit`` is whom it is about: the district itself, or the unit of a division sheet.
    The three runs are what its figures come from; one that was thrown away leaves the
    copy of its seal in ``seals``.
    """

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("编写单位"),
        on_delete=models.PROTECT,
        related_name="papers",
    )
    unit = models.ForeignKey(
        Organisation,
        verbose_name=_("涉及单位"),
        on_delete=models.PROTECT,
        related_name="papers_about",
    )
    plan = models.ForeignKey(
        Plan, verbose_name=_("方案"), on_delete=models.PROTECT, related_name="papers"
    )
    kind = models.CharField(_("文种"), max_length=8, choices=PaperKindCode.choices)
    period = models.CharField(_("时期"), max_length=10)
    title = models.CharField(_("标题"), max_length=300)
    state = models.CharField(
        _("状态"),
        max_length=9,
        choices=PaperState.choices,
        default=PaperState.DRAFT,
    )
    letter = models.OneToOneField(
        Letter,
        verbose_name=_("发文登记"),
        on_delete=models.PROTECT,
        related_name="paper",
        null=True,
        blank=True,
    )
    number = models.CharField(_("文号"), max_length=100, blank=True)
    assessment_run = models.ForeignKey(
        AssessmentRun,
        verbose_name=_("考核结果"),
        on_delete=models.SET_NULL,
        related_name="papers",
        null=True,
        blank=True,
    )
    outlook_run = models.ForeignKey(
        OutlookRun,
        verbose_name=_("达峰路径"),
        on_delete=models.SET_NULL,
        related_name="papers",
        null=True,
        blank=True,
    )
    account_run = models.ForeignKey(
        AccountRun,
        verbose_name=_("碳账"),
        on_delete=models.SET_NULL,
        related_name="papers",
        null=True,
        blank=True,
    )
    seals = models.JSONField(_("数据依据"), default=list, blank=True)
    """Triples of what, data date and seal, as the document's foot says them."""
    data_on = models.DateField(_("数据截至"), validators=[possible_day])
    pages = models.PositiveSmallIntegerField(_("页数"), default=0)
    docx_sha256 = models.CharField(_("Word 文件校验值"), max_length=64, blank=True)
    pdf_sha256 = models.CharField(_("PDF 文件校验值"), max_length=64, blank=True)
    fonts = models.JSONField(_("字体"), default=list, blank=True)
    """Fonts that stand in for those of the standard: pairs of wanted and used."""
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("编写人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    made_at = models.DateTimeField(_("编写时间"))
    corrects = models.ForeignKey(
        "self",
        verbose_name=_("更正哪一件"),
        on_delete=models.PROTECT,
        related_name="corrections",
        null=True,
        blank=True,
    )
    reason = models.CharField(_("撤回的理由"), max_length=500, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("公文")
        ordering = ("-period", "kind", "unit__path", "-pk")
        indexes = (models.Index(fields=("kind", "period"), name="paper_by_period"),)
        constraints = (
            *TWO_SIGNED,
            models.CheckConstraint(
                condition=Q(kind__in=PaperKindCode.values), name="paper_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=PaperState.values), name="paper_state_known"
            ),
            models.UniqueConstraint(
                fields=("organisation", "kind", "period", "unit"),
                condition=Q(state=PaperState.ISSUED),
                name="paper_one_in_force",
                violation_error_message=_("这一期已有签发的文件，请按更正办理。"),
            ),
            models.UniqueConstraint(
                fields=("organisation", "kind", "period", "unit"),
                condition=Q(state__in=IN_HAND),
                name="paper_one_in_hand",
                violation_error_message=_("这一期已有正在办理的文件。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=PaperState.ISSUED)
                | (~Q(number="") & Q(issued_at__isnull=False)),
                name="paper_issued_has_number",
            ),
            models.CheckConstraint(
                condition=Q(state=PaperState.DRAFT, checked_by__isnull=True)
                | Q(state=PaperState.WITHDRAWN)
                | Q(
                    state__in=(PaperState.CHECKED, PaperState.ISSUED),
                    checked_by__isnull=False,
                ),
                name="paper_checked_says_so",
            ),
            models.CheckConstraint(
                condition=~Q(state=PaperState.WITHDRAWN) | ~Q(reason=""),
                name="paper_withdrawn_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(corrects=F("id")),
                name="paper_corrects_another",
            ),
        )

    def __str__(self) -> str:
        """Number, where it has one, and title."""
        return f"{self.number} {self.title}".strip()

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("papers:paper", args=[self.pk])

    def owner_paths(self) -> Iterable[str]:
        """Whose document it is: the office's, and the unit's that it is about."""
        return (self.organisation.path, self.unit.path)

    @property
    def in_hand(self) -> bool:
        """Whether the office still works at it."""
        return self.state in IN_HAND

    @property
    def period_name(self) -> str:
        """How a Chinese document names its period."""
        return Period.parse(self.period).name_zh

    @property
    def about_unit(self) -> bool:
        """Whether it is about one unit, not the whole district."""
        return self.unit_id != self.organisation_id


class PaperContent(models.Model):
    """Facts, words of people and the composed document; no list reads them along."""

    paper = models.OneToOneField(
        Paper, on_delete=models.CASCADE, related_name="content"
    )
    facts = models.JSONField(_("事实"))
    """The core's frozen facts, as the pages showed them."""
    texts = models.JSONField(_("自写文字"), default=dict, blank=True)
    """Code of a part to what people wrote; only these are edited by hand."""
    composed = models.JSONField(_("成文"))
    """The core's document, from which the same bytes are written again."""

    class Meta:
        verbose_name = _("公文内容")

    def __str__(self) -> str:
        """Of which document."""
        return str(self.paper_id)


class PaperMove(models.Model):
    """One act on a document."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="moves")
    act = models.CharField(_("动作"), max_length=8, choices=PaperAct.choices)
    after = models.CharField(_("此后"), max_length=9, choices=PaperState.choices)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("操作人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("公文动态")
        ordering = ("paper", "pk")

    def __str__(self) -> str:
        """What was done."""
        return f"{self.paper_id} {self.act}"
