"""Management: one page that leads to units, people, roles, rules, audit, jobs."""

from __future__ import annotations

import attrs
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.web.core.permissions import may
from dafeng.web.core.rooms import RoomLink, Under, rooms_under
from dafeng.web.desk.cards import Note, note_of


@attrs.frozen(kw_only=True)
class Entry:
    """An entry of the page, and what stands beside it."""

    link: RoomLink
    note: Note


@require_http_methods(["GET", "HEAD"])
def admin(request: HttpRequest) -> HttpResponse:
    """List what this person manages, with counts and what needs attention."""
    links = rooms_under(request, Under.ADMIN)
    if not links:
        raise PermissionDenied
    entries = [
        Entry(link=link, note=note_of(resolve(link.url).view_name, request.user))
        for link in links
    ]
    context = {
        "entries": entries,
        "attention": sum(bool(entry.note.attention) for entry in entries),
        "rules": _rules(request),
    }
    return render(request, "desk/admin.html", context)


def _rules(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Rules that are data: where they are looked up and set, by right."""
    offered = (
        ("", "assessment:schemes", _("考核办法"), "list-check"),
        ("desk.rule.view", "desk:rules", _("规则表"), "list-details"),
        ("assessment.run.make", "assessment:make", _("计算考核结果"), "chart-bar"),
        ("assessment.exemption.view", "assessment:exemptions", _("免予考核"), "notes"),
        ("assessment.decree.view", "assessment:decrees", _("上级下达"), "file-text"),
        ("assessment.coverage.view", "assessment:coverage", _("方案衔接"), "books"),
        ("", "assessment:indicators", _("指标定义"), "chart-bar"),
        ("", "accounts:factors", _("排放因子"), "table"),
    )
    return [
        (route, label, icon)
        for right, route, label, icon in offered
        if not right or may(request.user, right)
    ]
