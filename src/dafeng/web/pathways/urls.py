"""Addresses of the outlook."""

from __future__ import annotations

from django.urls import path

from dafeng.web.pathways.views import (
    acts,
    choose,
    compare,
    downloads,
    levers,
    outlook,
    past,
    scenarios,
)

app_name = "pathways"
urlpatterns = [
    path("", outlook.index, name="index"),
    path("compare/", compare.compare, name="compare"),
    path("measures/", outlook.measures, name="measures"),
    path("sensitivity/", outlook.sensitivity, name="sensitivity"),
    path("history/", past.history, name="history"),
    path("gap/", past.gap, name="gap"),
    path("levers/", levers.levers, name="levers"),
    path("levers/answer/", levers.answered, name="answer"),
    path("levers/save/", scenarios.save, name="save"),
    path("scenarios/", scenarios.scenarios, name="scenarios"),
    path("saved/<int:pk>/", scenarios.saved, name="saved"),
    path("saved/<int:pk>/edit/", scenarios.rename, name="rename"),
    path("saved/<int:pk>/withdraw/", scenarios.withdraw, name="withdraw"),
    path("choose/", choose.choose, name="choose"),
    path("choose/propose/", choose.propose, name="propose"),
    path("choose/<int:pk>/", choose.chosen, name="chosen"),
    path("make/", acts.make, name="make"),
    path("files/<str:name>", downloads.download, name="download"),
    path("runs/<slug:seal>/", outlook.index, name="run"),
]
