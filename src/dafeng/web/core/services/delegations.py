"""Who is away lets somebody else act, from a day to a day."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dafeng.web.core import audit
from dafeng.web.core.acting import memberships_in_force
from dafeng.web.core.models import (
    Delegation,
    Membership,
    OrganisationKind,
    User,
)
from dafeng.web.core.permissions import (
    ADMINISTRATORS,
    PERSONAL_ROLES,
    RightMissingError,
    may,
)
from dafeng.web.core.rights import forget_roles, right_of

OUTSIDERS = (OrganisationKind.ENTERPRISE, OrganisationKind.VERIFIER)
"""Units that a plan asks something of or that check it: they act for nobody else."""


@transaction.atomic
def delegation_give(
    *,
    by: User,
    membership: Membership,
    deputy: User,
    valid_from: date,
    valid_to: date,
    reason: str,
) -> Delegation:
    """Let ``deputy`` act in a role of one's own for some days.

    A role that one holds by delegation is not one's own: it cannot be passed on.
    """
    if membership.user_id != by.pk:
        raise ValidationError(
            _("只能委托自己的任职；代理的职务不能再委托。"), code="delegation.not_own"
        )
    # Sent twice at once, it is given once; nobody becomes administrator meanwhile.
    Membership.objects.select_for_update().get(pk=membership.pk)
    User.objects.select_for_update().get(pk=deputy.pk)
    _refuse_membership(membership)
    _refuse_deputy(by, membership, deputy)
    _refuse_days(membership, valid_from, valid_to)
    delegation = Delegation(
        membership=membership,
        deputy=deputy,
        valid_from=valid_from,
        valid_to=valid_to,
        reason=reason.strip(),
    )
    delegation.full_clean()
    delegation.save()
    forget_roles(deputy)
    audit.record(
        by=by, action="delegation.give", target=delegation, data=_data(delegation)
    )
    return delegation


@transaction.atomic
def delegation_withdraw(*, by: User, delegation: Delegation) -> Delegation:
    """End a delegation now: who gave it may, and who may take the role back."""
    kept = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if by.pk != kept.membership.user_id and not may(
        by, "core.member.grant", kept.membership.organisation
    ):
        raise RightMissingError(right=right_of("core.member.grant"), obj=kept)
    if kept.withdrawn:
        return kept
    today = timezone.localdate()
    kept.withdrawn = True
    kept.valid_to = max(kept.valid_from, min(kept.valid_to, today))
    kept.full_clean()
    kept.save(update_fields=["withdrawn", "valid_to"])
    forget_roles(kept.deputy)
    audit.record(by=by, action="delegation.withdraw", target=kept, data=_data(kept))
    return kept


def _refuse_membership(membership: Membership) -> None:
    today = timezone.localdate()
    if not memberships_in_force(on=today).filter(pk=membership.pk).exists():
        raise ValidationError(_("这项任职已不在任期内。"), code="delegation.ended")
    if membership.role.code in PERSONAL_ROLES:
        raise ValidationError(
            _("“%(role)s”不能委托他人。"),
            code="delegation.personal",
            params={"role": membership.role},
        )


def _refuse_deputy(by: User, membership: Membership, deputy: User) -> None:
    if deputy.pk == by.pk:
        raise ValidationError(_("不能委托给自己。"), code="delegation.oneself")
    home = deputy.organisation
    root = membership.organisation.path.split("/")[1]
    if not deputy.is_active or home is None or home.path.split("/")[1] != root:
        raise ValidationError(
            _("只能委托给本地区在用账户的人员。"), code="delegation.stranger"
        )
    if home.kind in OUTSIDERS and home.pk != membership.organisation_id:
        raise ValidationError(
            _("企业和核查机构的人员不能代理其他单位的职务。"),
            code="delegation.outsider",
        )
    administers = Membership.objects.filter(
        user=deputy, revoked=False, role__code__in=ADMINISTRATORS
    ).exclude(valid_to__lt=timezone.localdate())
    if administers.exists():
        raise ValidationError(
            _("管理员不能代理业务职务。"), code="delegation.administrator"
        )


def _refuse_days(membership: Membership, first: date, last: date) -> None:
    if first < timezone.localdate():
        raise ValidationError(
            {"valid_from": ValidationError(_("起始日不能早于今天。"), code="day.past")}
        )
    if membership.valid_to is not None and last > membership.valid_to:
        raise ValidationError(
            {
                "valid_to": ValidationError(
                    _("终止日晚于本人任期的最后一天（%(day)s）。"),
                    code="delegation.too_long",
                    params={"day": membership.valid_to.isoformat()},
                )
            }
        )
    meeting = Delegation.objects.filter(
        membership=membership,
        withdrawn=False,
        valid_from__lte=last,
        valid_to__gte=first,
    ).first()
    if meeting is not None:
        raise ValidationError(
            _("%(first)s 至 %(last)s 已委托%(deputy)s，同一时间只能委托一人。"),
            code="delegation.twice",
            params={
                "first": meeting.valid_from.isoformat(),
                "last": meeting.valid_to.isoformat(),
                "deputy": meeting.deputy,
            },
        )


def _data(delegation: Delegation) -> dict[str, object]:
    membership = delegation.membership
    return {
        "user": membership.user.username,
        "organisation": membership.organisation.code,
        "role": membership.role.code,
        "deputy": delegation.deputy.username,
        "from": delegation.valid_from,
        "to": delegation.valid_to,
        "reason": delegation.reason,
    }
