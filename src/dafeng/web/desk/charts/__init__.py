"""Pictures of the desk: records in, ECharts options out."""

from __future__ import annotations

from typing import Any

from dafeng.web.assessment.charts import StateCell, states_by_field
from dafeng.web.assessment.models import StateCode
from dafeng.web.desk.selectors.outlook import Outlook


def field_states(outlook: Outlook) -> dict[str, Any]:
    """States of targets by field, as on the assessment's first page."""
    cells = [
        StateCell(field=field.ref, state=state, count=count)
        for field in outlook.fields
        for state, count in field.tally.states.items()
    ]
    return states_by_field(
        cells,
        fields=[(field.ref, field.title) for field in outlook.fields],
        words={state.value: str(state.label) for state in StateCode},
    )
