"""Addresses of this room: for everybody first, then those of the office."""

from __future__ import annotations

from django.urls import path

from dafeng.web.public.views import (
    acts,
    calculator,
    disclosed,
    downloads,
    events,
    letters,
    lists,
    outside,
    releases,
    writing,
)

app_name = "public"
urlpatterns = [
    path("", outside.front, name="front"),
    path("plan/", outside.plan, name="plan"),
    path("state/", outside.state, name="state"),
    path("data/", outside.data, name="data"),
    path("data/versions.json", downloads.versions, name="versions"),
    path("data/<str:version>/<str:name>", downloads.download, name="download"),
    path("disclosure/", disclosed.disclosure, name="disclosure"),
    path(
        "disclosure/<str:edition>/<str:name>",
        disclosed.disclosure_file,
        name="disclosure-file",
    ),
    path("corrections/", outside.corrections, name="corrections"),
    path("household/", calculator.household, name="household"),
    path("write/", writing.write, name="write"),
    path("write/thanks/", writing.thanks, name="thanks"),
    path("about/", outside.about, name="about"),
    path("sitemap.xml", outside.sitemap, name="sitemap"),
    path("office/", releases.office, name="office"),
    path("office/new/", releases.release_new, name="release-new"),
    path("office/<int:pk>/", releases.release, name="release"),
    path("office/<int:pk>/edit/", releases.release_change, name="release-edit"),
    path("office/<int:pk>/choose/", releases.choose, name="choose"),
    path("office/<int:pk>/renew/", acts.renew, name="renew"),
    path("office/<int:pk>/act/<slug:name>/", acts.deed, name="deed"),
    path("office/<int:pk>/why/<slug:name>/", acts.reasoned, name="reasoned"),
    path(
        "office/<int:pk>/figures/<int:figure>/withdraw/",
        acts.withdraw,
        name="withdraw",
    ),
    path("office/<int:pk>/figures/<int:figure>/restore/", acts.restore, name="restore"),
    path("office/letters/", letters.letters, name="letters"),
    path("office/letters/<int:pk>/", letters.letter, name="letter"),
    path(
        "office/letters/<int:pk>/act/<slug:name>/",
        letters.letter_act,
        name="letter-act",
    ),
    path("office/lists/", lists.lists, name="lists"),
    path("office/lists/<int:pk>/", lists.one_list, name="list"),
    path("office/lists/<int:pk>/act/<slug:name>/", lists.list_act, name="list-act"),
    path(
        "office/lists/<int:pk>/why/<slug:name>/", lists.list_reason, name="list-reason"
    ),
    path("office/events/", events.events, name="events"),
    path("office/events.csv", events.events_csv, name="events-csv"),
    path("office/events/new/", events.event_new, name="event-new"),
    path("office/events/audiences/", events.audiences, name="audiences"),
    path("office/events/<int:pk>/", events.event, name="event"),
]
