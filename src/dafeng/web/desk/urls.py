"""Addresses of this room; the first page has the address of the site itself."""

from __future__ import annotations

from django.urls import path

from dafeng.web.desk.views import admin, data, house, rules, search, units, walls

app_name = "desk"
urlpatterns = [
    path("unit-list/", units.units, name="units"),
    path("unit-list.xlsx", units.units_xlsx, name="units-xlsx"),
    path("search/", search.search, name="search"),
    path("data/", data.data, name="data"),
    path("data/series.csv", data.series_csv, name="data-series-csv"),
    path("admin/", admin.admin, name="admin"),
    path("admin/house/", house.house, name="house"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<slug:code>/", rules.rule, name="rule"),
    path("rules/<slug:code>.csv", rules.rule_csv, name="rule-csv"),
    path("walls/", walls.walls, name="walls"),
    path("walls/new/", walls.wall_new, name="wall-new"),
    path("walls/<int:pk>/revoke/", walls.wall_stop, name="wall-revoke"),
    path("wall/<str:token>/", walls.wall, name="wall"),
]
