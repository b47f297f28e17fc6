"""A case: one paper of the ladder, whom it is about, what it rests on, its trail."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.supervision import ENDED, Asks, CaseState, CaseStep
from dafeng.web.assessment.models import AssessmentRun, ProposalRow
from dafeng.web.core.days import possible, possible_day
from dafeng.web.core.models import TWO_SIGNED, Organisation, TwoSigned
from dafeng.web.office.models import Letter
from dafeng.web.plans.models import Target
from dafeng.web.supervision.models.choices import ACTS, STATES, STEPS

LONG = 8000
_GONE = (CaseState.WITHDRAWN.value, CaseState.SUPERSEDED.value)
_UNSIGNED = (CaseState.DRAFT.value, CaseState.CHECKED.value)


class Case(TwoSigned):
    """One case.  Its number comes from the office's register when it is issued.

    What it rests on is copied when it is drafted: a later correction of the result does
    not change what was signed, it proposes that the case be withdrawn.

    ``follows`` is the case whose silence led to this one, ``replaces`` the one that
    this one takes the place of once it is issued.
    """

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("发文单位"),
        on_delete=models.PROTECT,
        related_name="supervision_cases",
    )
    step = models.CharField(_("方式"), max_length=9, choices=STEPS)
    state = models.CharField(
        _("状态"), max_length=10, choices=STATES, default=CaseState.DRAFT.value
    )
    asks = models.CharField(
        _("回复要求"),
        max_length=7,
        choices=((Asks.REPLY.value, _("要求回复")), (Asks.NOTHING.value, _("不要求"))),
        default=Asks.REPLY.value,
    )
    letter = models.OneToOneField(
        Letter,
        verbose_name=_("发文登记"),
        on_delete=models.PROTECT,
        related_name="supervision_case",
        null=True,
        blank=True,
    )
    number = models.CharField(_("文号"), max_length=100, blank=True)
    proposal = models.ForeignKey(
        ProposalRow,
        verbose_name=_("处置建议"),
        on_delete=models.PROTECT,
        related_name="supervision_cases",
        null=True,
        blank=True,
    )
    run = models.ForeignKey(
        AssessmentRun,
        verbose_name=_("考核结果"),
        on_delete=models.PROTECT,
        related_name="supervision_cases",
        null=True,
        blank=True,
    )
    target = models.ForeignKey(
        Target,
        verbose_name=_("目标"),
        on_delete=models.PROTECT,
        related_name="supervision_cases",
        null=True,
        blank=True,
    )
    follows = models.ForeignKey(
        "self",
        verbose_name=_("由哪件升级"),
        on_delete=models.PROTECT,
        related_name="followed_by",
        null=True,
        blank=True,
    )
    replaces = models.ForeignKey(
        "self",
        verbose_name=_("取代哪件"),
        on_delete=models.PROTECT,
        related_name="replaced_by",
        null=True,
        blank=True,
    )
    item = models.CharField(_("事项"), max_length=200)
    period = models.CharField(_("所涉时段"), max_length=40, blank=True)
    facts = models.TextField(_("事实"), validators=[MaxLengthValidator(LONG)])
    demand = models.TextField(_("要求"), validators=[MaxLengthValidator(LONG)])
    reply_by = models.DateField(
        _("回复期限"), null=True, blank=True, validators=[possible_day]
    )
    review_by = models.DateField(
        _("复核期限"), null=True, blank=True, validators=[possible_day]
    )
    contact = models.CharField(_("联系人和电话"), max_length=100, blank=True)
    meets_on = models.DateField(
        _("约谈日期"), null=True, blank=True, validators=[possible_day]
    )
    meets_at = models.CharField(_("约谈时间"), max_length=20, blank=True)
    place = models.CharField(_("约谈地点"), max_length=200, blank=True)
    attendants = models.CharField(_("参加人员"), max_length=500, blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("起草人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    drafted_at = models.DateTimeField(_("起草时间"))
    accepted_reply = models.ForeignKey(
        "supervision.Reply",
        verbose_name=_("审核通过的回复"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    version = models.PositiveIntegerField(_("版本"), default=1)
    """Counts what changed the draft, and every act that moved the case."""
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("督办件")
        ordering = ("-drafted_at", "-pk")
        indexes = (
            models.Index(fields=("state", "reply_by"), name="case_by_reply"),
            models.Index(fields=("-drafted_at",), name="case_by_day"),
        )
        constraints = (
            *TWO_SIGNED,
            models.CheckConstraint(
                condition=Q(step__in=[one.value for one in CaseStep]),
                name="case_step_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in CaseState]),
                name="case_state_known",
            ),
            models.CheckConstraint(
                condition=Q(asks__in=[one.value for one in Asks]),
                name="case_asks_known",
            ),
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True, number="", letter__isnull=True)
                | Q(issued_at__isnull=False, letter__isnull=False) & ~Q(number=""),
                name="case_number_when_issued",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(*_UNSIGNED, CaseState.WITHDRAWN.value))
                | Q(issued_at__isnull=False),
                name="case_out_is_signed",
            ),
            models.UniqueConstraint(
                fields=("organisation", "number"),
                condition=~Q(number=""),
                name="case_number_once",
            ),
            models.UniqueConstraint(
                fields=("proposal",),
                condition=~Q(state__in=_GONE),
                name="case_of_a_proposal_once",
                violation_error_message=_("这条建议已经有督办件。"),
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("id")),
                name="case_replaces_another",
            ),
            models.CheckConstraint(
                condition=possible("reply_by")
                & possible("review_by")
                & possible("meets_on"),
                name="case_days_possible",
            ),
        )

    def __str__(self) -> str:
        """Number, step and matter."""
        return f"{self.number} {self.get_step_display()} {self.item}".strip()

    def get_absolute_url(self) -> str:
        """Page of the case."""
        return reverse("supervision:case", args=[self.pk])

    @property
    def ended(self) -> bool:
        """Whether nobody has anything to do."""
        return CaseState(self.state) in ENDED

    def owner_paths(self) -> Iterable[str]:
        """Who issues it; units see it through their own rows."""
        return (self.organisation.path,)


class CaseUnit(models.Model):
    """A unit that a case is about; in a circular with its place and its figure."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="units")
    order = models.PositiveSmallIntegerField(_("次序"))
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("单位"),
        on_delete=models.PROTECT,
        related_name="supervised",
    )
    rank = models.PositiveSmallIntegerField(_("名次"), null=True, blank=True)
    figure = models.CharField(_("数据"), max_length=100, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("签收人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    received_at = models.DateTimeField(_("签收时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("责任单位")
        ordering = ("case", "order")
        constraints = (
            models.UniqueConstraint(
                fields=("case", "organisation"), name="case_unit_once"
            ),
            models.CheckConstraint(
                condition=Q(rank__isnull=True) | Q(rank__gte=1),
                name="case_rank_from_one",
            ),
        )

    def __str__(self) -> str:
        """Its name."""
        return str(self.organisation)

    def owner_paths(self) -> Iterable[str]:
        """The unit."""
        return (self.organisation.path,)


class CaseBasis(models.Model):
    """What a case rests on, copied when it was drafted: clause, figure, seal."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="basis")
    order = models.PositiveSmallIntegerField(_("次序"))
    clause = models.CharField(_("条款"), max_length=500)
    words = models.CharField(_("条款内容"), max_length=1000, blank=True)
    figure = models.CharField(_("数据"), max_length=500, blank=True)
    seal = models.CharField(_("封存校验值"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("依据")
        ordering = ("case", "order")
        constraints = (
            models.UniqueConstraint(fields=("case", "order"), name="case_basis_order"),
        )

    def __str__(self) -> str:
        """Clause and figure."""
        return " ".join(part for part in (self.clause, self.figure) if part)


class CaseMove(models.Model):
    """One act on a case; written once and never changed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="moves")
    act = models.CharField(_("动作"), max_length=9, choices=ACTS)
    before = models.CharField(_("此前"), max_length=10, choices=STATES)
    after = models.CharField(_("此后"), max_length=10, choices=STATES)
    unit = models.ForeignKey(
        Organisation,
        verbose_name=_("单位"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    note = models.TextField(
        _("说明"), blank=True, validators=[MaxLengthValidator(LONG)]
    )
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
        verbose_name = _("督办件动态")
        ordering = ("case", "pk")

    def __str__(self) -> str:
        """What was done."""
        return f"{self.case_id} {self.act}"
