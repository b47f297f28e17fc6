"""Addresses of the carbon account."""

from __future__ import annotations

from django.urls import path

from dafeng.web.accounts.views import (
    balance,
    factors,
    imports,
    lines,
    overview,
    seals,
    tables,
)

app_name = "accounts"
urlpatterns = [
    path("", overview.index, name="index"),
    path("make/", seals.make, name="make"),
    path("factors/", factors.factors, name="factors"),
    path("factors/sign/<path:factor_id>/", factors.sign, name="sign"),
    path("factors/<path:factor_id>/", factors.factor, name="factor"),
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", imports.upload, name="upload"),
    path(
        "imports/template/<slug:kind>.xlsx",
        imports.import_template,
        name="import-template",
    ),
    path("imports/<int:pk>/", imports.one, name="import"),
    path("imports/<int:pk>/columns/", imports.columns, name="columns"),
    path("imports/<int:pk>/approve/", imports.approve, name="approve"),
    path("imports/<int:pk>/reject/", imports.reject, name="reject"),
    path("seals/", seals.seals, name="seals"),
    path("seals/<slug:digest>/replay/", seals.replay, name="replay"),
    path("seals/<slug:digest>/<slug:other>/", seals.compare, name="compare"),
    path("<int:year>/", overview.overview, name="overview"),
    path("<int:year>/flows/", overview.flows, name="flows"),
    path("<int:year>/flows.csv", tables.flows_csv, name="flows-csv"),
    path("<int:year>/history.csv", tables.history_csv, name="history-csv"),
    path("<int:year>/effects.csv", tables.effects_csv, name="effects-csv"),
    path("<int:year>/changes/", overview.changes, name="changes"),
    path("<int:year>/checks/", overview.checks, name="checks"),
    path("<int:year>/balance/", balance.balance, name="balance"),
    path("<int:year>/balance.xlsx", balance.balance_xlsx, name="balance-xlsx"),
    path("<int:year>/seal/", seals.seal, name="seal"),
    path("<int:year>/restate/", seals.restate, name="restate"),
    path("<int:year>/lines/", lines.lines, name="lines"),
    path("<int:year>/lines.csv", lines.lines_csv, name="lines-csv"),
    path("<int:year>/lines.xlsx", lines.lines_xlsx, name="lines-xlsx"),
    path("<int:year>/lines.json", lines.lines_json, name="lines-json"),
    path("<int:year>/total.csv", lines.cuts_csv, name="cuts-csv"),
    path("<int:year>/total.xlsx", lines.cuts_xlsx, name="cuts-xlsx"),
    path("<int:year>/total.json", lines.cuts_json, name="cuts-json"),
    path("<int:year>/lines/<slug:line_id>/", lines.line, name="line"),
    path(
        "<int:year>/lines/<slug:line_id>/row/<path:row_id>/",
        lines.evidence,
        name="evidence",
    ),
]
