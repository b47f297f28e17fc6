"""Addresses of this room: the list, drafts, one case and what is done with it."""

from __future__ import annotations

from django.urls import path

from dafeng.web.supervision.views import (
    acts,
    answer_papers,
    cases,
    drafting,
    interviews,
    papers,
    replies,
)

app_name = "supervision"
urlpatterns = [
    path("", cases.cases, name="cases"),
    path("cases.csv", cases.cases_csv, name="cases-csv"),
    path("cases.xlsx", cases.cases_xlsx, name="cases-xlsx"),
    path("ladder/", cases.rungs, name="ladder"),
    path("new/", drafting.case_new, name="case-new"),
    path("<int:pk>/", cases.case, name="case"),
    path("<int:pk>/edit/", drafting.case_edit, name="case-edit"),
    path("<int:pk>/paper.docx", papers.docx, name="case-docx"),
    path("<int:pk>/paper.pdf", papers.pdf, name="case-pdf"),
    path("<int:pk>/page/<int:number>.png", papers.page, name="case-page"),
    path(
        "<int:pk>/reply-<int:turn>.<str:kind>", answer_papers.reply, name="reply-paper"
    ),
    path("<int:pk>/closure.<str:kind>", answer_papers.closure, name="closure-paper"),
    path("<int:pk>/minutes.<str:kind>", answer_papers.minutes, name="minutes-paper"),
    path("<int:pk>/minutes/", interviews.minutes, name="minutes"),
    path("<int:pk>/minutes/sign/", interviews.sign, name="minutes-sign"),
    path("<int:pk>/reply/", replies.reply, name="reply"),
    path("<int:pk>/reply/back/", replies.reply_back, name="reply-back"),
    path("<int:pk>/files/<int:file>/", replies.file, name="file"),
    path("<int:pk>/files/<int:file>/remove/", replies.file_remove, name="file-remove"),
    path("<int:pk>/items/<int:item>/", replies.item, name="item"),
    path("<int:pk>/act/<slug:deed>/", acts.act, name="act"),
]
