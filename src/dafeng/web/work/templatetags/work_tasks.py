"""Tags for the pages of tasks: states, deadlines, heads that sort."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django import template
from django.http import HttpRequest, QueryDict
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dafeng.base.findings import Finding
from dafeng.web.core.templatetags.dafeng import light, zh
from dafeng.web.plans.standing import TargetStands
from dafeng.web.work.models import Task, TaskStep
from dafeng.web.work.selectors.task_lists import DueItem
from dafeng.web.work.task_words import (
    ROLE_WORDS,
    STATE_SHAPES,
    URGENCY_SHAPES,
    act_word,
    state_word,
    task_finding,
)
from dafeng.work import Urgency, urgency

register = template.Library()
DRAWN = 2000
"""Rows of the calendar that are kept."""


@register.simple_tag
def task_state(state: str) -> SafeString:
    """State of a task with its shape and its word."""
    return format_html(
        '<span class="task-state task-{}"><span aria-hidden="true">{}</span> {}</span>',
        state,
        STATE_SHAPES[state],
        state_word(state),
    )


@register.simple_tag
def due_mark(task: Task, on: date) -> SafeString | str:
    """Say how a deadline stands to a day, in words; empty when nothing presses."""
    found = urgency(task.state, task.due_on, on)
    apart = abs((task.due_on - on).days)
    if found is Urgency.OVERDUE:
        words = ngettext("逾期 %(n)d 天", "逾期 %(n)d 天", apart) % {"n": apart}
    elif found is Urgency.SOON and not apart:
        words = _("今天到期")
    elif found is Urgency.SOON:
        words = ngettext("还有 %(n)d 天", "还有 %(n)d 天", apart) % {"n": apart}
    else:
        return ""
    return format_html(
        '<span class="due due-{}"><span aria-hidden="true">{}</span> {}</span>',
        found.value,
        URGENCY_SHAPES[found],
        words,
    )


@register.simple_tag
def due_items(items: Iterable[DueItem], on: date) -> SafeString:
    """Tasks and steps of a day as rows: a month has hundreds, so not by templates."""
    language = get_language()
    return format_html_join(
        "", "{}", ((_due_item(one, on, language),) for one in items)
    )


def _due_item(item: DueItem, on: date, language: str | None) -> SafeString:
    task = item.task
    mark = due_mark(task, on) if item.step is None else _step_mark(item.step)
    return _drawn_item(task.pk, item.title, str(task.lead), mark, language)


@lru_cache(maxsize=DRAWN)
def _drawn_item(
    task: int, title: str, lead: str, mark: SafeString | str, _language: str | None
) -> SafeString:
    """A row, kept for what it says: the same hundreds come with every visit."""
    return format_html(
        '<li><a href="{}">{}</a> <span class="soft">{}</span> {}</li>',
        reverse("work:task", args=[task]),
        zh(title),
        zh(lead),
        mark,
    )


def _step_mark(step: TaskStep) -> SafeString:
    words = _("节点已完成") if step.done_on else _("节点")
    return format_html('<span class="tag">{}</span>', words)


@register.filter
def act_name(act: str) -> str:
    """Word for an act."""
    return act_word(act)


@register.filter
def state_name(state: str) -> str:
    """Word for a state."""
    return state_word(state)


@register.filter
def stands(known: TargetStands) -> SafeString:
    """Light of where a target stands."""
    return light(known.state)


@register.filter
def role_word(role: str) -> str:
    """Word for what a unit does in a task; the lead alone leads."""
    return str(ROLE_WORDS[str(role)])


@register.filter
def finding_words(finding: Finding) -> str:
    """What a person should look at, in one sentence."""
    return task_finding(finding)


@register.inclusion_tag("work/_task_sort_head.html", takes_context=True)
def task_sort_head(context: Context, name: str, label: str) -> dict[str, object]:
    """Head of a column that sorts the table on the server; the address keeps it."""
    request: HttpRequest = context["request"]
    query: QueryDict = request.GET.copy()
    now = query.get("sort") or "due"
    query.pop("page", None)
    query["sort"] = f"-{name}" if now == name else name
    direction = ""
    if now.removeprefix("-") == name:
        direction = "descending" if now.startswith("-") else "ascending"
    return {"href": f"?{query.urlencode()}", "label": label, "direction": direction}
