"""What the desk brings to the pages of a target and of a unit."""

from __future__ import annotations

from dafeng.web.desk.panels.targets import (
    history_of,
    papers_of,
    work_on,
)
from dafeng.web.desk.panels.units import deadlines_of, people_of, score_of_unit
from dafeng.web.plans.panels import (
    Panel,
    Place,
    register_target_panel,
    register_unit_panel,
)

register_target_panel(
    Panel(
        order=100,
        place=Place.MAIN,
        template="desk/_target_history.html",
        content=history_of,
    )
)
register_target_panel(
    Panel(
        order=200, place=Place.MAIN, template="desk/_target_work.html", content=work_on
    )
)
register_target_panel(
    Panel(
        order=300,
        place=Place.ASIDE,
        template="desk/_target_papers.html",
        content=papers_of,
    )
)
register_unit_panel(
    Panel(
        order=100,
        place=Place.MAIN,
        template="desk/_unit_deadlines.html",
        content=deadlines_of,
    )
)
register_unit_panel(
    Panel(
        order=200,
        place=Place.MAIN,
        template="desk/_unit_score.html",
        content=score_of_unit,
    )
)
register_unit_panel(
    Panel(
        order=300,
        place=Place.ASIDE,
        template="desk/_unit_people.html",
        content=people_of,
    )
)
