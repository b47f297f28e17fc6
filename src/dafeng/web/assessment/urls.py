"""Addresses of the assessment: of the house first, then of one result."""

from __future__ import annotations

from django.urls import path

from dafeng.web.assessment.views import (
    allocating,
    bindings,
    comparing,
    dividing,
    letters,
    making,
    objecting,
    overview,
    proposals,
    proving,
    registers,
    schemes,
    targets,
    units,
)

RUN = "<slug:slug>/<slug:period>/<str:scheme>"

app_name = "assessment"
urlpatterns = [
    path("", overview.index, name="index"),
    path("make/", making.make, name="make"),
    path("orders/<int:pk>/", making.order, name="order"),
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/<slug:name>/", schemes.scheme, name="scheme"),
    path("indicators/", registers.indicators, name="indicators"),
    path("indicators/<slug:code>/", registers.indicator, name="indicator"),
    path("decrees/", letters.decrees, name="decrees"),
    path("decrees/new/", letters.decree_new, name="decree-new"),
    path("decrees/<int:pk>/approve/", letters.decree_agree, name="decree-approve"),
    path(
        "decrees/<int:pk>/withdraw/",
        letters.decree_take_back,
        name="decree-withdraw",
    ),
    path("exemptions/", letters.exemptions, name="exemptions"),
    path("exemptions/new/", letters.exemption_new, name="exemption-new"),
    path("allocations/", allocating.allocations, name="allocations"),
    path("allocations/new/", allocating.allocation_new, name="allocation-new"),
    path("allocations/<int:pk>/", allocating.allocation, name="allocation"),
    path(
        "allocations/<int:pk>.xlsx", allocating.allocation_xlsx, name="allocation-xlsx"
    ),
    path(
        "allocations/<int:pk>.json", allocating.allocation_json, name="allocation-json"
    ),
    path("division/", dividing.division, name="division"),
    path("division.xlsx", dividing.division_xlsx, name="division-xlsx"),
    path("coverage/", dividing.coverage, name="coverage"),
    path("coverage.xlsx", dividing.coverage_xlsx, name="coverage-xlsx"),
    path("proofs/<int:pk>/", proving.order, name="proof-order"),
    path("proofs/<int:pk>.zip", proving.order_file, name="proof-file"),
    path("objections/<int:pk>/", objecting.objection, name="objection"),
    path(f"{RUN}/", overview.overview, name="overview"),
    path(f"{RUN}/freeze/", making.freeze, name="freeze"),
    path(f"{RUN}/replay/", making.replay, name="replay"),
    path(f"{RUN}/targets/", targets.targets, name="targets"),
    path(f"{RUN}/targets.csv", targets.targets_csv, name="targets-csv"),
    path(f"{RUN}/targets.xlsx", targets.targets_xlsx, name="targets-xlsx"),
    path(f"{RUN}/targets.json", targets.targets_json, name="targets-json"),
    path(f"{RUN}/targets/<str:key>/", targets.target, name="target"),
    path(f"{RUN}/targets/<str:key>/evidence/", targets.evidence, name="evidence"),
    path(f"{RUN}/targets/<str:key>/binding/", bindings.binding, name="binding"),
    path(
        f"{RUN}/targets/<str:key>/proof.zip",
        proving.target_proof,
        name="target-proof",
    ),
    path(
        f"{RUN}/targets/<str:key>/what-if/",
        comparing.suppose_figure,
        name="suppose-figure",
    ),
    path(f"{RUN}/compare/<int:other>/", comparing.compare, name="compare"),
    path(
        f"{RUN}/units/<str:name>/what-if/",
        comparing.suppose_progress,
        name="suppose-progress",
    ),
    path(f"{RUN}/units/<str:name>/proof.zip", proving.unit_proof, name="unit-proof"),
    path(f"{RUN}/units/<str:name>/", units.unit, name="unit"),
    path(
        f"{RUN}/units/<str:name>/objection/",
        objecting.objection_new,
        name="objection-new",
    ),
    path(f"{RUN}/objections/", objecting.objections, name="objections"),
    path(f"{RUN}/proposals/", proposals.proposals, name="proposals"),
    path(f"{RUN}/proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path(f"{RUN}/proposals.csv", proposals.proposals_csv, name="proposals-csv"),
    path(f"{RUN}/proposals.xlsx", proposals.proposals_xlsx, name="proposals-xlsx"),
    path(f"{RUN}/readiness/", registers.readiness, name="readiness"),
    path(f"{RUN}/readiness.csv", registers.readiness_csv, name="readiness-csv"),
]
