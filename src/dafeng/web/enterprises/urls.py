"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from dafeng.web.enterprises.views import acts, lists, one, writing

app_name = "enterprises"
urlpatterns = [
    path("", lists.enterprises, name="enterprises"),
    path("disclosure/", lists.disclosure, name="disclosure"),
    path("disclosure/list.csv", lists.disclosure_csv, name="disclosure-csv"),
    path("disclosure/list.xlsx", lists.disclosure_xlsx, name="disclosure-xlsx"),
    path("disclosure/list.json", lists.disclosure_json, name="disclosure-json"),
    path("disclosure/list.zip", lists.disclosure_package, name="disclosure-package"),
    path("new/", writing.enterprise_new, name="enterprise-new"),
    path("keeper/", writing.keeper, name="keeper"),
    path("import/", writing.list_upload, name="list-upload"),
    path("import/template.xlsx", writing.list_template, name="list-template"),
    path("<int:pk>/", one.enterprise, name="enterprise"),
    path("<int:pk>/edit/", writing.enterprise_edit, name="enterprise-edit"),
    path("<int:pk>/classes/new/", acts.class_new, name="class-new"),
    path("<int:pk>/occasions/new/", acts.occasion_new, name="occasion-new"),
    path("<int:pk>/publications/new/", acts.publication_new, name="publication-new"),
    path("<int:pk>/verified/new/", acts.verified_new, name="verified-new"),
    path("<int:pk>/claims/new/", acts.claim_new, name="claim-new"),
    path("classes/<int:pk>/end/", acts.class_ends, name="class-end"),
    path(
        "publications/<int:pk>/correct/",
        acts.publication_right,
        name="publication-correct",
    ),
    path("publications/<int:pk>/file/", one.publication_file, name="publication-file"),
    path("verified/<int:pk>/file/", one.verified_file, name="verified-file"),
    path("occasions/<int:pk>/file/", one.occasion_file, name="occasion-file"),
    path("claims/<int:pk>/file/", one.claim_file, name="claim-file"),
    path("claims/<int:pk>/end/", acts.claim_ends, name="claim-end"),
    *(
        path(
            f"{folder}/<int:pk>/withdraw/",
            acts.withdraw,
            {"what": what},
            name=f"{what}-withdraw",
        )
        for folder, what in (
            ("classes", "class"),
            ("occasions", "occasion"),
            ("publications", "publication"),
            ("verified", "verified"),
            ("claims", "claim"),
        )
    ),
]
