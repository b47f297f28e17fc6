"""Asking for a right, and the rights of this room."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.acting import keep_stands_in, own_roles_only
from dafeng.web.core.models import RoleCode, User
from dafeng.web.core.rights import Right, register, right_of, roles_of
from dafeng.web.core.stewards import manages


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
    return _gives(right_of(code), user, obj)


def require(user: User | AnonymousUser, code: str, obj: object = None) -> None:
    """Return when ``user`` has the right, and refuse otherwise.

    Raises
    ------
    RightMissingError
        A ``PermissionDenied`` that carries the right, for the page to word.
    """
    right = right_of(code)
    if not may(user, code, obj):
        raise RightMissingError(right=right, obj=obj)
    if isinstance(user, User):
        keep_stands_in(user, _needed(user, right, obj))


def _gives(right: Right, user: User | AnonymousUser, obj: object) -> bool:
    return bool(right.predicate.test(user, obj)) or manages(user, right.code, obj)


def _needed(user: User, right: Right, obj: object) -> tuple[str, ...]:
    """Those whose delegated roles the right rests on; none when the own ones do."""
    lent = [role for role in roles_of(user) if role.delegated_by]
    if not lent:
        return ()
    with own_roles_only(user):
        if _gives(right, user, obj):
            return ()
    giving = {role.delegated_by for role in lent if role.role in right.roles}
    return tuple(giving or {role.delegated_by for role in lent})


OFFICE, HEAD = RoleCode.CARBON_OFFICE, RoleCode.UNIT_HEAD
LEADER, AUDITOR = RoleCode.LEADER, RoleCode.AUDITOR
SYSTEM, SECURITY = RoleCode.SYSTEM_ADMIN, RoleCode.SECURITY_ADMIN
AUDIT = RoleCode.AUDIT_ADMIN
EVERYBODY = tuple(RoleCode)
ADMINISTRATORS = (SYSTEM, SECURITY, AUDIT)
"""Three roles that keep the site and each other in check; they see no work."""
AT_WORK = tuple(role for role in RoleCode if role not in ADMINISTRATORS)
"""Everybody else: the roles that a right on the content of the work may name."""
PERSONAL_ROLES = (*ADMINISTRATORS, AUDITOR, RoleCode.VERIFIER)
"""Given to a person for what that person is: nobody else can act in them."""

register("core.organisation.view", _("查看单位"), roles=EVERYBODY)
register("core.organisation.change", _("增改单位"), roles=[OFFICE, SYSTEM])
register("core.user.invite", _("邀请用户"), roles=[SYSTEM, HEAD])
register("core.user.edit", _("更改人员资料"), roles=[SYSTEM])
register("core.user.close", _("关闭账户"), roles=[SYSTEM])
register("core.user.reset", _("重设他人密码"), roles=[SYSTEM, SECURITY, HEAD])
register(
    "core.member.view",
    _("查看人员与任职"),
    roles=[OFFICE, HEAD, LEADER, AUDITOR, *ADMINISTRATORS],
)
register("core.member.grant", _("授予和撤销角色"), roles=[SECURITY])
register("core.member.staff", _("授予和撤销本单位人员的角色"), roles=[SECURITY, HEAD])
register(
    "core.role.view",
    _("查看各角色的权限"),
    roles=[OFFICE, HEAD, LEADER, AUDITOR, *ADMINISTRATORS],
)
register("core.audit.view", _("查看审计记录"), roles=[AUDITOR, AUDIT])
