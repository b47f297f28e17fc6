"""People and what they may do: users, roles, memberships."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.days import possible_day
from dafeng.web.core.languages import english
from dafeng.web.core.models.organisation import Organisation


class Language(models.TextChoices):
    """Languages of the site."""

    ZH = "zh-hans", _("简体中文")
    EN = "en", _("English")


class User(AbstractUser):
    """A person.  Users are never deleted, only made inactive: the audit names them."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    display_name = models.CharField(_("姓名"), max_length=60)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("所属单位"),
        on_delete=models.PROTECT,
        related_name="users",
        null=True,
        blank=True,
    )
    language = models.CharField(
        _("语言"), max_length=8, choices=Language.choices, default=Language.ZH
    )
    last_unit = models.ForeignKey(
        Organisation,
        verbose_name=_("上次代表的单位"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    """For which unit the person chose to act last."""
    phone = models.CharField(_("手机"), max_length=20, blank=True)
    must_change_password = models.BooleanField(_("须更改密码"), default=False)
    password_set_at = models.DateTimeField(_("密码设置时间"), null=True, blank=True)
    demo = models.BooleanField(_("演示账户"), default=False)
    """Comes with the sample; only a house in demo mode lets it sign in."""

    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        verbose_name = _("用户")
        ordering = ("username",)
        constraints = (
            models.CheckConstraint(
                condition=Q(language__in=Language.values),
                name="user_language_is_known",
            ),
        )

    def __str__(self) -> str:
        """Display name."""
        return self.display_name or self.username

    def get_full_name(self) -> str:
        """Display name."""
        return self.display_name

    def get_short_name(self) -> str:
        """Display name."""
        return self.display_name


class RoleCode(models.TextChoices):
    """The roles that the program itself speaks of; a house may add rows of its own."""

    CARBON_OFFICE = "carbon-office", _("双碳办")
    UNIT_OFFICER = "unit-officer", _("责任单位经办人")
    UNIT_HEAD = "unit-head", _("责任单位负责人")
    ENTERPRISE_MANAGER = "enterprise-manager", _("企业能源管理员")
    VERIFIER = "verifier", _("核查员")
    LEADER = "leader", _("领导")
    AUDITOR = "auditor", _("审计员")
    ANALYST = "analyst", _("分析员")
    READER = "reader", _("读者")
    SYSTEM_ADMIN = "system-admin", _("系统管理员")
    SECURITY_ADMIN = "security-admin", _("安全管理员")
    AUDIT_ADMIN = "audit-admin", _("审计管理员")


class Role(models.Model):
    """A role that a person can hold in a unit."""

    code = models.SlugField(_("代码"), max_length=32, unique=True)
    name_zh = models.CharField(_("名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=100)
    purpose_zh = models.CharField(_("职责"), max_length=200)
    purpose_en = models.CharField(_("职责（英文）"), max_length=300)
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)

    class Meta:
        verbose_name = _("角色")
        ordering = ("order", "code")

    def __str__(self) -> str:
        """Name in the reader's language."""
        return self.name_en if english() else self.name_zh

    @property
    def purpose(self) -> str:
        """What the role is for, in the reader's language."""
        return self.purpose_en if english() else self.purpose_zh


class Membership(models.Model):
    """A person holds a role in a unit, and so in the units below it, for a time.

    ``valid_from`` and ``valid_to`` are the first and the last day; empty is open.
    A revoked membership stays, with its last day.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("单位"),
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    role = models.ForeignKey(
        Role,
        verbose_name=_("角色"),
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    post = models.CharField(_("职务"), max_length=60, blank=True)
    deputy = models.BooleanField(_("副职"), default=False)
    valid_from = models.DateField(_("起始日"), validators=[possible_day])
    valid_to = models.DateField(
        _("终止日"), null=True, blank=True, validators=[possible_day]
    )
    revoked = models.BooleanField(_("已撤销"), default=False)

    class Meta:
        verbose_name = _("任职")
        ordering = ("organisation__path", "role__order", "user__username")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "organisation", "role"),
                condition=Q(revoked=False),
                name="membership_once",
                violation_error_message=_("此人在这个单位已担任这个角色。"),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="membership_ends_after_it_begins",
                violation_error_message=_("终止日早于起始日。"),
            ),
        )

    def __str__(self) -> str:
        """Who is what where."""
        return f"{self.user} · {self.organisation} · {self.role}"


class Delegation(models.Model):
    """Somebody who is away lets another act in a membership, from a day to a day.

    The deputy holds the role of ``membership`` for those days; the audit names both.
    A delegation that is withdrawn stays, with its last day; it cannot be passed on.
    """

    membership = models.ForeignKey(
        Membership,
        verbose_name=_("任职"),
        on_delete=models.PROTECT,
        related_name="delegations",
    )
    deputy = models.ForeignKey(
        User,
        verbose_name=_("代理人"),
        on_delete=models.PROTECT,
        related_name="delegations",
    )
    valid_from = models.DateField(_("起始日"), validators=[possible_day])
    valid_to = models.DateField(_("终止日"), validators=[possible_day])
    reason = models.CharField(_("事由"), max_length=200)
    withdrawn = models.BooleanField(_("已收回"), default=False)

    class Meta:
        verbose_name = _("代理")
        ordering = ("-valid_from", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")),
                name="delegation_ends_after_it_begins",
                violation_error_message=_("终止日早于起始日。"),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="delegation_has_a_reason"
            ),
        )

    def __str__(self) -> str:
        """Who acts for whom."""
        return f"{self.deputy} ← {self.membership}"
