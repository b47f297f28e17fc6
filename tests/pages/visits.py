"""What a visit is, and who looks at which page."""

from __future__ import annotations

from urllib.parse import urlencode

import attrs
from django.urls import reverse

ASKED, SEEN_BY = "?", "by"
"""Beside the arguments of a route: what is asked in the address, and who looks."""

Arguments = dict[str, list[dict[str, object]]]
"""Of each route of a room, the arguments of the pages to visit."""

NOBODY = ""
VIEWER = "office"
OTHER_VIEWERS = {
    **dict.fromkeys(
        (
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
            "accounts:changes",
            "accounts:factors",
            "accounts:factor",
            "assessment:targets",
            "assessment:target",
            "assessment:indicators",
            "assessment:indicator",
            "desk:wall",
            "public:front",
            "public:plan",
            "public:state",
            "public:data",
            "public:corrections",
            "public:disclosure",
            "public:household",
            "public:write",
            "public:thanks",
            "public:about",
            "meters:wall",
        ),
        NOBODY,
    ),
    **dict.fromkeys(("core:audit",), "audit"),
    **dict.fromkeys(("core:security", "core:member-grant"), "security"),
    **dict.fromkeys(("core:member-edit", "core:member-invite", "jobs:jobs"), "system"),
    **dict.fromkeys(
        (
            "core:member-post",
            "core:delegations",
            "core:delegation-new",
            "assessment:objection-new",
            "work:sheet",
        ),
        "head",
    ),
    **dict.fromkeys(
        (
            "budgets:total",
            "budgets:approve",
            "budgets:signing-approve",
            "budgets:unsettle",
            "budgets:settle",
            "budgets:return",
            "budgets:transfer",
            "budgets:release",
            "budgets:draw",
            "budgets:decide",
            "budgets:return-issue",
        ),
        "leader",
    ),
    **dict.fromkeys(("verification:lines", "verification:plan-new"), "enterprise"),
    **dict.fromkeys(("verification:finding-act",), "verifier"),
    **dict.fromkeys(
        (
            "work:reports-mine",
            "work:report-edit",
            "work:report-upload",
            "work:task-evidence",
            "supervision:reply",
            "supervision:item",
            "inspections:part-act",
        ),
        "officer",
    ),
}
"""Routes that somebody else looks at than the office."""


@attrs.frozen(kw_only=True)
class Visit:
    """One address of a route; ``user`` is who looks, empty for somebody unknown."""

    route: str
    address: str
    user: str


def visit_of(route: str, arguments: dict[str, object]) -> Visit:
    """The visit of a route with the arguments that its room gives."""
    given = dict(arguments)
    asked = given.pop(ASKED, {})
    user = given.pop(SEEN_BY, OTHER_VIEWERS.get(route, VIEWER))
    assert isinstance(asked, dict)
    query = f"?{urlencode(asked)}" if asked else ""
    return Visit(
        route=route, address=reverse(route, kwargs=given) + query, user=str(user)
    )
