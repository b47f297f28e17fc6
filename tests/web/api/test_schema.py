"""The interface against its own description: no 5xx and no breach of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import (
    negative_data_rejection,
    positive_data_acceptance,
)

if TYPE_CHECKING:
    from dafeng.web.assessment.models import AssessmentRun
    from tests.web.api.conftest import Program

EXAMPLES = 8
PATHS = "/api/v1"


@pytest.fixture
def described(program: Program, result: AssessmentRun) -> Any:  # noqa: ARG001
    """The description, read from the running interface."""
    application = get_wsgi_application()
    return schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json",
        application,
        headers={"Authorization": f"Bearer {program.key}"},
    )


@pytest.mark.django_db
def test_no_request_breaks_the_interface(described: Any, program: Program) -> None:
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) > 30
    headers = {"Authorization": f"Bearer {program.key}"}

    for operation in operations:

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def holds(case: Any) -> None:
            # What fits its shape may still be refused by a rule (a file that is no
            # workbook), and a wild text may fit; statuses and answers are all checked.
            case.call_and_validate(
                headers=headers,
                excluded_checks=[negative_data_rejection, positive_data_acceptance],
            )

        holds()
