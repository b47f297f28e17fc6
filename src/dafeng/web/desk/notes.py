"""What the management page says about units, people, audit, sign-in, jobs, screens."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dafeng.web.core.job_queue import jobs_failed, jobs_standing, worker_is_there
from dafeng.web.core.models import AuditRow, Role, User
from dafeng.web.core.rights import all_rights
from dafeng.web.core.selectors import (
    Person,
    organisations_visible_to,
    people_visible_to,
)
from dafeng.web.core.templatetags.dafeng import amount, day
from dafeng.web.desk.cards import Note, register_note
from dafeng.web.desk.selectors.house import (
    accounts_locked,
    audit_checked_at,
    audit_checked_before,
    backed_up_lately,
    last_backup,
)
from dafeng.web.desk.selectors.walls import walls_for


def units(user: Person) -> Note:
    """How many units there are, and how many of them have nobody."""
    rows = organisations_visible_to(user)
    here = Q(memberships__revoked=False, memberships__user__is_active=True)
    staffed = rows.filter(here).distinct().count()
    total = rows.count()
    empty = total - staffed
    return Note(
        words=ngettext("%(n)s 个单位", "%(n)s 个单位", total) % {"n": amount(total)},
        attention=_("%(n)s 个单位没有任职人员") % {"n": empty} if empty else "",
    )


def people(user: Person) -> Note:
    """How many people there are, and how many never came in."""
    rows = people_visible_to(user)
    total, new = rows.count(), rows.filter(last_login__isnull=True).count()
    return Note(
        words=ngettext("%(n)s 人", "%(n)s 人", total) % {"n": amount(total)},
        attention=_("%(n)s 人从未登录") % {"n": new} if new else "",
    )


def roles(_user: Person) -> Note:
    """How many roles and rights there are."""
    return Note(
        words=_("%(roles)s 个角色，%(rights)s 项权限")
        % {"roles": Role.objects.count(), "rights": len(all_rights())}
    )


def audit(_user: Person) -> Note:
    """How many rows the audit has, and whether somebody checked it lately."""
    last = AuditRow.objects.order_by("-number").values_list("number", flat=True).first()
    when = audit_checked_at()
    attention = ""
    if when is None:
        attention = _("还没有查验过")
    elif not audit_checked_before():
        attention = _("%(n)s 天没有查验") % {"n": (timezone.now() - when).days}
    return Note(
        words=_("%(n)s 行") % {"n": amount(last or 0)},
        attention=attention,
    )


def security(_user: Person) -> Note:
    """Who is locked out, and who must change the password."""
    locked = accounts_locked()
    changing = User.objects.filter(is_active=True, must_change_password=True).count()
    return Note(
        words=_("%(n)s 人须更改密码") % {"n": amount(changing)},
        attention=_("%(n)s 个账户暂停登录") % {"n": locked} if locked else "",
    )


def jobs(_user: Person) -> Note:
    """How many jobs there are, which failed, whether a worker runs."""
    failed, total = len(jobs_failed()), len(jobs_standing())
    attention = _("没有工作进程在运行") if not worker_is_there() else ""
    if failed:
        attention = _("%(n)s 次运行失败") % {"n": failed}
    return Note(words=_("%(n)s 个作业") % {"n": amount(total)}, attention=attention)


def house(_user: Person) -> Note:
    """When the house was last backed up."""
    found = last_backup()
    if found is None:
        return Note(words="", attention=_("还没有做过备份"))
    words = _("%(day)s 备份") % {"day": day(found.at)}
    late = not backed_up_lately()
    return Note(words=words, attention=_("备份已超过一周") if late else "")


def walls(user: Person) -> Note:
    """How many screens show the overview."""
    today = timezone.localdate()
    good = walls_for(user).filter(revoked_at__isnull=True, valid_to__gte=today)
    return Note(words=_("%(n)s 块大屏在用") % {"n": good.count()})


for route, source in (
    ("core:organisations", units),
    ("core:members", people),
    ("core:roles", roles),
    ("core:audit", audit),
    ("core:security", security),
    ("jobs:jobs", jobs),
    ("desk:house", house),
    ("desk:walls", walls),
):
    register_note(route, source)
