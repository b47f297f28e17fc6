"""Addresses of the outlook."""

from __future__ import annotations

from django.urls import path

from dafeng.web.pathways.views import acts, choose, downloads, levers, outlook

app_name = "pathways"
urlpatterns = [
    path("", outlook.index, name="index"),
    path("compare/", outlook.compare, name="compare"),
    path("measures/", outlook.measures, name="measures"),
    path("sensitivity/", outlook.sensitivity, name="sensitivity"),
    path("levers/", levers.levers, name="levers"),
    path("levers/answer/", levers.answered, name="answer"),
    path("levers/save/", levers.save, name="save"),
    path("saved/<int:pk>/", levers.saved, name="saved"),
    path("choose/", choose.choose, name="choose"),
    path("choose/propose/", choose.propose, name="propose"),
    path("make/", acts.make, name="make"),
    path("files/<str:name>", downloads.download, name="download"),
    path("runs/<slug:seal>/", outlook.index, name="run"),
]
