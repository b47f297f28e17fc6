"""Asking for a right, and the rights of this room."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.models import RoleCode, User
from dafeng.web.core.rights import Right, register, right_of


class RightMissingError(PermissionDenied):
    """Somebody lacks a right; the page of status 403 says which one and who has it.

    Attributes
    ----------
    right : Right
        What was asked for.
    obj : object
        What it was asked for on; None is the house as a whole.
    """

    def __init__(self, *, right: Right, obj: object = None) -> None:
        self.right, self.obj = right, obj
        super().__init__(f"The right {right.code} is missing.")


def may(user: User | AnonymousUser, code: str, obj: object = None) -> bool:
    """Whether ``user`` has the right ``code`` on ``obj``."""
    return bool(right_of(code).predicate.test(user, obj))


def require(user: User | AnonymousUser, code: str, obj: object = None) -> None:
    """Return when ``user`` has the right, and refuse otherwise.

    Raises
    ------
    RightMissingError
        A ``PermissionDenied`` that carries the right, for the page to word.
    """
    if not may(user, code, obj):
        raise RightMissingError(right=right_of(code), obj=obj)


OFFICE = RoleCode.CARBON_OFFICE
EVERYBODY = tuple(RoleCode)

register("core.organisation.view", _("查看单位"), roles=EVERYBODY)
register("core.organisation.change", _("增改单位"), roles=[OFFICE])
register("core.user.invite", _("邀请用户"), roles=[OFFICE, RoleCode.UNIT_HEAD])
register("core.user.close", _("关闭账户"), roles=[OFFICE])
register(
    "core.member.view",
    _("查看人员与任职"),
    roles=[OFFICE, RoleCode.UNIT_HEAD, RoleCode.LEADER, RoleCode.AUDITOR],
)
register("core.member.grant", _("授予和撤销角色"), roles=[OFFICE])
register("core.audit.view", _("查看审计记录"), roles=[OFFICE, RoleCode.AUDITOR])
