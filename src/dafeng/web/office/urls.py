"""Addresses of this room: calendar, letters, meetings, decisions."""

from __future__ import annotations

from django.urls import path

from dafeng.web.office.views import (
    agendas,
    calendar,
    decisions,
    letter_acts,
    letters,
    meeting_acts,
    meetings,
)

app_name = "office"
urlpatterns = [
    path("", calendar.calendar, name="calendar"),
    path("calendar.csv", calendar.calendar_csv, name="calendar-csv"),
    path("calendar.ics", calendar.calendar_ics, name="calendar-ics"),
    path("calendar/own/", calendar.own_rules, name="own-rules"),
    path("calendar/own/<int:pk>/end/", calendar.own_rule_close, name="own-rule-end"),
    path("calendar/<str:key>/", calendar.turn, name="turn"),
    path("calendar/<str:key>/undone/", calendar.turn_take_back, name="turn-undone"),
    path("letters/", letters.letters, name="letters"),
    path("letters.csv", letters.letters_csv, name="letters-csv"),
    path("letters.xlsx", letters.letters_xlsx, name="letters-xlsx"),
    path("letters/signs/", letters.registry, name="registry"),
    path("letters/new/<slug:direction>/", letters.letter_new, name="letter-new"),
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("letters/<int:pk>/paper/", letters.letter_file, name="letter-file"),
    path("letters/<int:pk>/edit/", letters.letter_edit, name="letter-edit"),
    path("letters/<int:pk>/<slug:deed>/", letter_acts.act, name="letter-act"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/new/", meetings.meeting_new, name="meeting-new"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/edit/", meetings.meeting_edit, name="meeting-edit"),
    path("meetings/<int:pk>/sheet/", meetings.meeting_sheet, name="meeting-sheet"),
    path("meetings/<int:pk>/agenda.docx", meetings.meeting_docx, name="meeting-docx"),
    path("meetings/<int:pk>/agenda/", agendas.take, name="agenda-take"),
    path("meetings/<int:pk>/agenda/new/", agendas.point_new, name="agenda-new"),
    path("meetings/<int:pk>/agenda/<int:row>/", agendas.point_edit, name="agenda-edit"),
    path(
        "meetings/<int:pk>/agenda/<int:row>/drop/",
        agendas.point_drop,
        name="agenda-drop",
    ),
    path(
        "meetings/<int:pk>/agenda/<int:row>/<slug:way>/",
        agendas.point_move,
        name="agenda-move",
    ),
    path("meetings/<int:pk>/minutes/", meeting_acts.minutes, name="meeting-minutes"),
    path("meetings/<int:pk>/<slug:deed>/", meeting_acts.act, name="meeting-act"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions.csv", decisions.decisions_csv, name="decisions-csv"),
    path("decisions/new/", decisions.decision_new, name="decision-new"),
    path("decisions/changes/", decisions.changes, name="changes"),
    path(
        "decisions/changes/<slug:kind>/<int:pk>/",
        decisions.change_link,
        name="change-link",
    ),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("decisions/<int:pk>/paper/", decisions.decision_file, name="decision-file"),
    path("decisions/<int:pk>/items/", decisions.decision_item, name="decision-item"),
    path(
        "decisions/<int:pk>/withdraw/",
        decisions.decision_take_back,
        name="decision-withdraw",
    ),
]
