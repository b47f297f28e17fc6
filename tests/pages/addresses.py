"""Which addresses the browser visits: every route of the site, with sample arguments.

A room adds a function to ``ROOMS``; it runs in the filled house and gives, for each
route of the room, the arguments of the pages to visit.  A route that is neither there
nor in ``NOT_PAGES`` fails the walk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from dafeng.web.core.models import Organisation, User
from dafeng.web.core.services import invitation_path
from dafeng.web.plans.models import Plan, PlanUnit, Target, Task
from dafeng.web.plans.services.samples import DEMO_SLUG, SAMPLE_SLUG
from dafeng.web.plans.services.workbooks import workbook_keep, workbook_of

Arguments = dict[str, list[dict[str, object]]]

NOT_PAGES = {
    "core:home": "leads to the first room",
    "core:healthz": "one word for machines",
    "core:language": "takes forms only",
    "core:theme": "takes forms only",
    "core:logout": "takes forms only",
    "core:member-revoke": "takes forms only",
    "core:member-reinvite": "takes forms only",
    "core:member-close": "takes forms only",
    "core:audit-csv": "a file",
    "plans:index": "leads to the plan of the house",
    "plans:json": "a file",
    "plans:targets-csv": "a file",
    "plans:targets-xlsx": "a file",
    "plans:targets-json": "a file",
    "plans:document": "a file",
    "plans:workbook-download": "a file",
    "plans:publish": "takes forms only",
    "plans:conflict": "takes forms only",
    "plans:undo": "takes forms only",
    "plans:bulk": "takes forms only",
    "plans:decide": "takes forms only",
}
"""Routes without a page of their own, and why."""


@attrs.frozen(kw_only=True)
class Visit:
    """One address of a route; ``user`` is who looks, empty for somebody unknown."""

    route: str
    address: str
    user: str


OPEN_ROUTES = frozenset(
    {
        "core:login",
        "core:welcome",
        "core:about",
        "plans:overview",
        "plans:plans",
        "plans:clauses",
        "plans:clause",
        "plans:target",
        "plans:units",
        "plans:unit",
        "plans:projects",
        "plans:findings",
        "plans:compare",
    }
)
"""Routes that are visited without signing in."""

VIEWER = "office"


def core() -> Arguments:
    """Pages of the core."""
    unit = Organisation.objects.filter(parent__isnull=False).order_by("pk")[0].code
    invited, _new = User.objects.get_or_create(
        username="invited", defaults={"display_name": "受邀人"}
    )
    *_rest, key, token, _end = invitation_path(invited).split("/")
    return {
        "core:about": [{}],
        "core:login": [{}],
        "core:welcome": [{"key": key, "token": token}],
        "core:account": [{}],
        "core:password": [{}],
        "core:organisations": [{}],
        "core:organisation": [{"code": unit}],
        "core:organisation-new": [{"code": unit}],
        "core:organisation-rename": [{"code": unit}],
        "core:organisation-move": [{"code": unit}],
        "core:members": [{}],
        "core:member-grant": [{}],
        "core:member-invite": [{}],
        "core:audit": [{}],
    }


def plans() -> Arguments:
    """Pages of plans: of the sample's plan, and of the draft that waits for review."""
    plan, draft = Plan.objects.get(slug=SAMPLE_SLUG), Plan.objects.get(slug=DEMO_SLUG)
    target = Target.objects.filter(plan=plan, value__isnull=False).order_by("pk")[0]
    wordy = Target.objects.filter(plan=plan, value__isnull=True).order_by("pk")[0]
    group = PlanUnit.objects.filter(plan=plan, kind="group").order_by("pk")[0]
    bureau = PlanUnit.objects.filter(plan=plan, kind="bureau").order_by("pk")[0]
    clause = Task.objects.filter(plan=plan).order_by("pk")[0].clause
    proposal = Target.objects.filter(plan=draft).order_by("pk")[0]
    workbook = workbook_keep(
        plan=draft,
        by=User.objects.get(username=VIEWER),
        name="review.xlsx",
        content=workbook_of(draft),
    )
    of_plan: dict[str, object] = {"slug": plan.slug}
    of_draft: dict[str, object] = {"slug": draft.slug}
    one = {**of_draft, "kind": "target", "key": proposal.key}
    return {
        "plans:plans": [{}],
        "plans:new": [{}],
        "plans:overview": [of_plan],
        "plans:clauses": [of_plan],
        "plans:clause": [{**of_plan, "ref": clause.ref}],
        "plans:target": [
            {**of_plan, "key": target.key},
            {**of_plan, "key": wordy.key},
        ],
        "plans:units": [of_plan],
        "plans:unit": [{**of_plan, "key": bureau.key}, {**of_plan, "key": group.key}],
        "plans:members": [{**of_plan, "key": group.key}],
        "plans:projects": [of_plan],
        "plans:findings": [of_plan],
        "plans:attach": [of_plan],
        "plans:revise": [of_plan],
        "plans:conflicts": [of_plan],
        "plans:compare": [of_plan],
        "plans:difference": [{**of_plan, "other": draft.slug}],
        "plans:workbook": [of_draft],
        "plans:workbook-preview": [{**of_draft, "pk": workbook.pk}],
        "plans:review": [of_draft],
        "plans:add": [{**of_draft, "kind": "target"}],
        "plans:edit": [one],
        "plans:split": [one],
    }


ROOMS: tuple[Callable[[], Arguments], ...] = (core, plans)


def routes() -> list[str]:
    """Names of every route in the site's own list of addresses."""
    return sorted(set(_names(get_resolver().url_patterns, "")))


def pages() -> list[str]:
    """Names of the routes that have a page."""
    return [route for route in routes() if route not in NOT_PAGES]


def visits() -> list[Visit]:
    """Every address to visit in the house that Django works in now."""
    return [
        Visit(
            route=route,
            address=reverse(route, kwargs=arguments),
            user="" if route in OPEN_ROUTES else VIEWER,
        )
        for room in ROOMS
        for route, samples in room().items()
        for arguments in samples
    ]


def _names(patterns: list[URLPattern | URLResolver], namespace: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else ""
            yield from _names(pattern.url_patterns, inner or namespace)
        else:
            yield f"{namespace}{pattern.name}"
