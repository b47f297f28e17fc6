"""The interviews of a sample house: to what they summon, and their minutes."""

from __future__ import annotations

import attrs

from dafeng.sample.interviews import SampleInterview
from dafeng.web.core.models import User
from dafeng.web.supervision.models import Case
from dafeng.web.supervision.selectors.prefilling import DraftFacts
from dafeng.web.supervision.services.interviewing import (
    MinutesContent,
    interview_sign,
    interview_write,
)
from dafeng.web.work.services.sample_hands import at_hour

AFTERNOON = 15


def summoned(facts: DraftFacts, one: SampleInterview) -> DraftFacts:
    """Say in a draft when and where the interview is, and who comes."""
    return attrs.evolve(
        facts,
        meets_on=one.held_on,
        meets_at=one.starts_at,
        place=one.place,
        attendants=one.guests.replace("\n", "、"),
    )


def interview_hold(case: Case, one: SampleInterview, by: User) -> None:
    """Write the minutes and sign them; the second signature is still missing."""
    said = attrs.asdict(one)
    del said["case"]
    at = at_hour(one.held_on, AFTERNOON)
    interview_write(case=case, by=by, content=MinutesContent(**said), at=at)
    interview_sign(case=case, by=by, at=at)
