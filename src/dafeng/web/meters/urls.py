"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from dafeng.web.meters.urls_arrivals import arrival_urls
from dafeng.web.meters.urls_register import register_urls
from dafeng.web.meters.views import balance, energy, energy_meter, quality, totals, wall

app_name = "meters"
urlpatterns = [
    path("", energy.enterprises, name="enterprises"),
    path("list.csv", energy.enterprises_csv, name="enterprises-csv"),
    path("totals/", totals.totals, name="totals"),
    path("totals.csv", totals.totals_csv, name="totals-csv"),
    path("totals.xlsx", totals.totals_xlsx, name="totals-xlsx"),
    path("board/", wall.board, name="board"),
    path("board/stream", wall.board_stream, name="board-stream"),
    path("wall/<str:token>/", wall.wall, name="wall"),
    path("wall/<str:token>/stream", wall.wall_stream, name="wall-stream"),
    path("quality/", quality.quality, name="quality"),
    path("quality/list.xlsx", quality.quality_xlsx, name="quality-xlsx"),
    path("of/<int:pk>/", energy.enterprise, name="enterprise"),
    path("of/<int:pk>/balance/", balance.balance, name="balance"),
    path("of/<int:pk>/balance/new/", balance.balance_new, name="balance-new"),
    path(
        "balance/<int:pk>/withdraw/", balance.balance_withdraw, name="balance-withdraw"
    ),
    path("of/<int:pk>/balance.xlsx", balance.balance_xlsx, name="balance-xlsx"),
    path("of/<int:pk>/days.csv", energy.enterprise_days, name="enterprise-days"),
    path("meter/<str:code>/", energy_meter.meter, name="meter"),
    path(
        "meter/<str:code>/series.json", energy_meter.meter_series, name="meter-series"
    ),
    path(
        "meter/<str:code>/hours.csv",
        energy_meter.meter_hours_csv,
        name="meter-hours-csv",
    ),
    path(
        "meter/<str:code>/hours.parquet",
        energy_meter.meter_hours_parquet,
        name="meter-hours-parquet",
    ),
    *register_urls,
    *arrival_urls,
]
