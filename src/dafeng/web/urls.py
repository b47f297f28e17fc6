"""Addresses of the whole site, one prefix per room."""

from __future__ import annotations

from django.urls import include, path

from dafeng.web.public.views.outside import robots

urlpatterns = [
    path("", include("dafeng.web.core.urls")),
    path("login/", include("dafeng.web.core.urls_outside")),
    path("", include("dafeng.web.desk.urls")),
    path("inbox/", include("dafeng.web.notices.urls")),
    path("jobs/", include("dafeng.web.notices.urls_jobs")),
    path("work/", include("dafeng.web.work.urls")),
    path("office/", include("dafeng.web.office.urls")),
    path("api/", include("dafeng.web.api.urls")),
    path("plan/", include("dafeng.web.plans.urls")),
    path("assessment/", include("dafeng.web.assessment.urls")),
    path("outlook/", include("dafeng.web.pathways.urls")),
    path("projects/", include("dafeng.web.projects.urls")),
    path("meters/", include("dafeng.web.meters.urls")),
    path("enterprises/", include("dafeng.web.enterprises.urls")),
    path("budgets/", include("dafeng.web.budgets.urls")),
    path("verification/", include("dafeng.web.verification.urls")),
    path("savings/", include("dafeng.web.savings.urls")),
    path("supervision/", include("dafeng.web.supervision.urls")),
    path("inspections/", include("dafeng.web.inspections.urls")),
    path("papers/", include("dafeng.web.papers.urls")),
    path("public/", include("dafeng.web.public.urls")),
    path("robots.txt", robots, name="robots"),
    # Not account/: there people find their own account.
    path("carbon/", include("dafeng.web.accounts.urls")),
]

_ERRORS = "dafeng.web.core.views.errors"
handler400 = f"{_ERRORS}.bad_request"
handler403 = f"{_ERRORS}.forbidden"
handler404 = f"{_ERRORS}.not_found"
handler500 = f"{_ERRORS}.broken"
