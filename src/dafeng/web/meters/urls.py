"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from dafeng.web.meters.urls_arrivals import arrival_urls
from dafeng.web.meters.urls_register import register_urls
from dafeng.web.meters.views import energy, energy_meter, wall

app_name = "meters"
urlpatterns = [
    path("", energy.enterprises, name="enterprises"),
    path("list.csv", energy.enterprises_csv, name="enterprises-csv"),
    path("board/", wall.board, name="board"),
    path("board/stream", wall.board_stream, name="board-stream"),
    path("wall/<str:token>/", wall.wall, name="wall"),
    path("wall/<str:token>/stream", wall.wall_stream, name="wall-stream"),
    path("of/<int:pk>/", energy.enterprise, name="enterprise"),
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
