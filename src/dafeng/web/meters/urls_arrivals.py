"""Addresses of what arrives."""

from __future__ import annotations

from django.urls import path

from dafeng.web.meters.views import arrivals

arrival_urls = [
    path("arrivals/", arrivals.arrivals, name="arrivals"),
    path("upload/", arrivals.upload, name="arrival-upload"),
    path("upload/accept/", arrivals.accept, name="arrival-accept"),
    path("upload/template/", arrivals.template, name="arrival-template"),
    path("hand/", arrivals.hand, name="arrival-hand"),
]
