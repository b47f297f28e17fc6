"""Django's name for this room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    """The room ``assessment``; plan pages show what it knows once it is there."""

    name = "dafeng.web.assessment"
    label = "assessment"
    verbose_name = _("考核评价")

    def ready(self) -> None:
        """Register rights and the entry in the bar; tell other rooms what it has."""
        from dafeng.web.assessment import (  # noqa: F401, PLC0415 - they register
            agenda_items,
            bar,
            jobs,
            permissions,
        )
        from dafeng.web.assessment.selectors.standings import (  # noqa: PLC0415
            RunStandings,
        )
        from dafeng.web.office.openings import (  # noqa: PLC0415
            HANDED_DOWN,
            register_opening,
        )
        from dafeng.web.plans.standing import register_standings  # noqa: PLC0415
        from dafeng.web.work.scores import register_scores  # noqa: PLC0415
        from dafeng.work import Opens  # noqa: PLC0415

        register_standings(RunStandings())
        register_scores("dafeng.web.assessment.services.rescoring.RunScores")
        division, decree = "assessment.division.view", "assessment.decree.record"
        register_opening(Opens.DIVISION, "assessment:division", right=division)
        register_opening(Opens.ASSESSMENT, "assessment:index")
        register_opening(HANDED_DOWN, "assessment:decree-new", right=decree)
