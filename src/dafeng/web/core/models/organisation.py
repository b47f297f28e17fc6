"""Organisations: the units that answer for targets and tasks, as a tree."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.codes import validate_place_code, validate_uscc
from dafeng.web.core.days import possible_day
from dafeng.web.core.languages import english


class OrganisationKind(models.TextChoices):
    """What an organisation is; the same words as the responsible units of a plan."""

    GOVERNMENT = "government", _("政府")
    BUREAU = "bureau", _("部门")
    BRANCH = "branch", _("派出机构")
    TOWNSHIP = "township", _("乡镇街道")
    PARK = "park", _("园区")
    ENTERPRISE = "enterprise", _("企业")
    PARTY = "party", _("党群机关")
    OFFICE = "office", _("议事协调机构")
    VERIFIER = "verifier", _("核查机构")
    GROUP = "group", _("单位组")
    OTHER = "other", _("其他")


class Organisation(models.Model):
    """A unit.  ``path`` holds the codes from the root: ``/district/bureau/``.

    ``valid_from`` and ``valid_to`` are the first and the last day; empty is open.
    """

    code = models.CharField(
        _("代码"),
        max_length=32,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9][a-z0-9-]*\Z", _("代码只含小写字母、数字和连字符。")
            )
        ],
    )
    name_zh = models.CharField(_("名称"), max_length=100)
    name_en = models.CharField(_("英文名称"), max_length=200, blank=True)
    short_zh = models.CharField(_("简称"), max_length=30, blank=True)
    kind = models.CharField(_("类型"), max_length=16, choices=OrganisationKind.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级单位"),
        on_delete=models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
    )
    path = models.CharField(_("路径"), max_length=400, unique=True, editable=False)
    uscc = models.CharField(
        _("统一社会信用代码"),
        max_length=18,
        unique=True,
        null=True,  # noqa: DJ001 - unique, and most units have none recorded
        blank=True,
        validators=[validate_uscc],
    )
    place_code = models.CharField(
        _("行政区划代码"), max_length=12, blank=True, validators=[validate_place_code]
    )
    valid_from = models.DateField(
        _("起始日"), null=True, blank=True, validators=[possible_day]
    )
    valid_to = models.DateField(
        _("终止日"), null=True, blank=True, validators=[possible_day]
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("并入"),
        on_delete=models.PROTECT,
        related_name="merged",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("单位")
        ordering = ("path",)
        constraints = (
            models.CheckConstraint(
                condition=Q(path__endswith=Concat(Value("/"), F("code"), Value("/"))),
                name="organisation_path_ends_with_code",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="organisation_is_not_its_own_parent",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values),
                name="organisation_kind_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(code__contains="/") & ~Q(code=""),
                name="organisation_code_has_no_slash",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="organisation_ends_after_it_begins",
                violation_error_message=_("终止日早于起始日。"),
            ),
        )

    def __str__(self) -> str:
        """Name in the reader's language."""
        if english() and self.name_en:
            return self.name_en
        return self.name_zh

    def get_absolute_url(self) -> str:
        """Page of the unit."""
        return reverse("core:organisation", args=[self.code])

    @property
    def depth(self) -> int:
        """0 for a root."""
        return self.path.count("/") - 2


class OrganisationName(models.Model):
    """Another name that the unit has or had, so that documents of any year find it."""

    class Kind(models.TextChoices):
        """Why the name is kept."""

        FORMER = "former", _("曾用名")
        VARIANT = "variant", _("别称")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="other_names"
    )
    name = models.CharField(_("名称"), max_length=100)
    kind = models.CharField(_("类型"), max_length=8, choices=Kind.choices)
    until = models.DateField(
        _("用至"), null=True, blank=True, validators=[possible_day]
    )

    class Meta:
        verbose_name = _("其他名称")
        ordering = ("organisation", "name")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "name", "until"),
                name="organisation_name_once_until",
            ),
            models.UniqueConstraint(
                fields=("organisation", "name"),
                condition=Q(until__isnull=True),
                name="organisation_name_once",
            ),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class OrganisationParent(models.Model):
    """Under whom a unit stood until a day: the tree of any day can be drawn again."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="former_parents"
    )
    parent = models.ForeignKey(
        Organisation,
        verbose_name=_("上级单位"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
    )
    path = models.CharField(_("路径"), max_length=400)
    until = models.DateField(_("止于"), validators=[possible_day])

    class Meta:
        verbose_name = _("曾属单位")
        ordering = ("organisation", "until", "pk")

    def __str__(self) -> str:
        """Which unit stood where."""
        return f"{self.organisation} < {self.parent} ({self.until})"
