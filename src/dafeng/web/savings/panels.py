"""What this room shows on the energy page of an enterprise, and lights in the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dafeng.web.core.models import Organisation
from dafeng.web.core.permissions import may
from dafeng.web.core.selectors import Person
from dafeng.web.meters.panels import (
    Colour,
    Light,
    Lit,
    Panel,
    Place,
    register_enterprise_panel,
    register_light,
)
from dafeng.web.savings.charts.products import over_years
from dafeng.web.savings.models import EnergyAnomaly
from dafeng.web.savings.permissions import VIEW
from dafeng.web.savings.selectors import management
from dafeng.web.savings.selectors.products import (
    NormRow,
    courses_of,
    norm_rows_of,
    years_present,
)
from dafeng.web.savings.selectors.projects import ProjectRow, rows_of
from dafeng.web.savings.selectors.visible import anomalies_for, projects_for
from dafeng.web.savings.wording import norm_name

SHOWN = 5
MANY = 3
"""So many open anomalies are red."""


@attrs.frozen(kw_only=True)
class SavingsPart:
    """What the page of an enterprise shows of this room."""

    enterprise: Organisation
    anomalies: tuple[EnergyAnomaly, ...]
    open: int
    projects: tuple[ProjectRow, ...]
    norms: tuple[NormRow, ...]
    courses: tuple[tuple[str, str, dict[str, Any]], ...]
    """Code, name and picture over the years of each product."""


def part_of(reader: Person, enterprise: Organisation) -> SavingsPart | None:
    """Open anomalies, projects and unit consumption, as far as the reader may see."""
    if not may(reader, VIEW, enterprise):
        return None
    rows = anomalies_for(reader).filter(
        enterprise=enterprise, state=EnergyAnomaly.State.OPEN
    )
    years = years_present()
    return SavingsPart(
        enterprise=enterprise,
        anomalies=tuple(rows.order_by("-last")[:SHOWN]),
        open=rows.count(),
        projects=tuple(rows_of(projects_for(reader).filter(enterprise=enterprise))),
        norms=tuple(norm_rows_of(enterprise, years[0])) if years else (),
        courses=tuple(
            (one.norm.product, norm_name(one.norm), over_years(one))
            for one in courses_of(enterprise)
        ),
    )


def anomaly_lights(
    _reader: Person, enterprises: Sequence[Organisation]
) -> Mapping[int, Lit]:
    """Enterprises by how many anomalies wait for an answer."""
    counts = dict(
        EnergyAnomaly.objects.filter(
            enterprise__in=[one.pk for one in enterprises],
            state=EnergyAnomaly.State.OPEN,
        )
        .order_by()
        .values_list("enterprise")
        .annotate(Count("pk"))
    )
    return {
        key: Lit(
            colour=Colour.RED if count >= MANY else Colour.AMBER,
            words=ngettext("待核实异常 %(n)s 条", "待核实异常 %(n)s 条", count)
            % {"n": count},
        )
        for key, count in counts.items()
    }


register_enterprise_panel(
    Panel(
        order=40,
        place=Place.ASIDE,
        template="savings/_panel.html",
        content=part_of,
    )
)
register_enterprise_panel(
    Panel(
        order=42,
        place=Place.ASIDE,
        template="savings/_system_panel.html",
        content=management.part_of,
    )
)
register_light("savings", Light(order=40, label=_("用能异常"), of=anomaly_lights))
