"""Addresses of the register of meters."""

from __future__ import annotations

from django.urls import path

from dafeng.web.meters.views import calibrations, hours, papers, point_acts, points

register_urls = [
    path("points/", points.points, name="points"),
    path("points/list.csv", points.points_csv, name="points-csv"),
    path("points/new/", points.choose, name="points-choose"),
    path("points/import/", point_acts.take, name="points-import"),
    path("points/template.xlsx", point_acts.template, name="points-template"),
    path("points/coverage/", points.coverage, name="points-coverage"),
    path("points/quality/", papers.prepare, name="points-quality-prepare"),
    path("points/tariffs/", papers.tariffs, name="points-tariffs"),
    path("points/tariffs/new/", papers.tariff_new, name="points-tariff-new"),
    path(
        "points/tariffs/<int:pk>/withdraw/",
        papers.tariff_withdraw,
        name="points-tariff-withdraw",
    ),
    path("points/hours/", hours.hours, name="points-hours"),
    path("points/hours/new/", hours.hours_new, name="points-hours-new"),
    path(
        "points/hours/<int:pk>/withdraw/",
        hours.hours_out,
        name="points-hours-withdraw",
    ),
    path("points/statements/", papers.statements, name="points-statements"),
    path("points/statements/new/", papers.statement_new, name="points-statement-new"),
    path(
        "points/statements/<int:pk>/withdraw/",
        papers.statement_withdraw,
        name="points-statement-withdraw",
    ),
    path("points/gateways/", papers.gateways, name="points-gateways"),
    path("points/gateways/new/", papers.gateway_new, name="points-gateway-new"),
    path(
        "points/gateways/<int:pk>/key/", papers.gateway_key, name="points-gateway-key"
    ),
    path(
        "points/gateways/<int:pk>/close/",
        papers.gateway_close,
        name="points-gateway-close",
    ),
    path(
        "points/gateways/<int:pk>/withdraw/",
        papers.gateway_out,
        name="points-gateway-withdraw",
    ),
    path("points/of/<int:pk>/", points.tree, name="point-tree"),
    path("points/of/<int:pk>/new/", point_acts.point_new, name="point-new"),
    path("points/of/<int:pk>/need/", papers.need, name="point-need"),
    path("points/<int:pk>/", points.point, name="point"),
    path("points/<int:pk>/edit/", point_acts.point_edit, name="point-edit"),
    path("points/<int:pk>/replace/", point_acts.replace, name="point-replace"),
    path("points/<int:pk>/calibrate/", calibrations.calibrate, name="point-calibrate"),
    path(
        "points/calibrations/<int:pk>/file/",
        calibrations.certificate,
        name="point-certificate",
    ),
    path("points/exchanges/<int:pk>/file/", calibrations.slip, name="point-slip"),
    path(
        "points/corrections/<int:pk>/", calibrations.correction, name="point-correction"
    ),
    path(
        "points/corrections/<int:pk>/confirm/",
        calibrations.confirm,
        name="point-correction-confirm",
    ),
    path(
        "points/corrections/<int:pk>/withdraw/",
        calibrations.correction_back,
        name="point-correction-withdraw",
    ),
    path("points/<int:pk>/retire/", point_acts.retire, name="point-retire"),
    path("points/<int:pk>/reopen/", point_acts.reopen, name="point-reopen"),
    *(
        path(
            f"points/{what}s/<int:pk>/withdraw/",
            point_acts.withdraw,
            {"what": what},
            name=f"point-{what}-withdraw",
        )
        for what in ("exchange", "calibration")
    ),
]
