"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from dafeng.web.savings.views import advice, anomalies, products, projects

app_name = "savings"
urlpatterns = [
    path("", projects.projects, name="projects"),
    path("projects/<int:pk>/", projects.project, name="project"),
    path("projects/<int:pk>/measure/", projects.measure, name="project-measure"),
    path("projects/<int:pk>/terms/new/", projects.term_new, name="term-new"),
    path(
        "projects/<int:pk>/adjustments/new/",
        projects.adjustment_new,
        name="adjustment-new",
    ),
    path(
        "projects/<int:pk>/settlements/new/",
        projects.settlement_new,
        name="settlement-new",
    ),
    path("projects/<int:pk>/withdraw/", projects.project_undo, name="project-withdraw"),
    path(
        "settlements/<int:pk>/confirm/",
        projects.settlement_agree,
        name="settlement-confirm",
    ),
    path(
        "settlements/<int:pk>/withdraw/",
        projects.settlement_undo,
        name="settlement-withdraw",
    ),
    path("anomalies/", anomalies.anomalies, name="anomalies"),
    path("anomalies/look/", anomalies.look, name="anomalies-look"),
    path("anomalies/<int:pk>/", anomalies.anomaly, name="anomaly"),
    path("anomalies/<int:pk>/judge/", anomalies.judge, name="anomaly-judge"),
    path("norms/", products.norms, name="norms"),
    path("norms/table/", products.norm_table, name="norm-table"),
    path("norms/new/", products.norm_new, name="norm-new"),
    path("certificates/", products.certificates, name="certificates"),
    path("weather/", products.weather, name="weather"),
    path("years/<int:pk>/review/", products.year_review, name="year-review"),
    path("of/<int:pk>/", products.outputs, name="outputs"),
    path("of/<int:pk>/projects/new/", projects.project_new, name="project-new"),
    path("of/<int:pk>/outputs/new/", products.output_new, name="output-new"),
    path("of/<int:pk>/years/new/", products.year_new, name="year-new"),
    path(
        "of/<int:pk>/certificates/new/",
        products.certificate_new,
        name="certificate-new",
    ),
    path("of/<int:pk>/diagnosis/", advice.diagnosis, name="diagnosis"),
    path("of/<int:pk>/plan/", advice.steps, name="steps"),
    path("of/<int:pk>/plan.docx", advice.steps_docx, name="steps-docx"),
    *(
        path(
            f"{folder}/<int:pk>/withdraw/",
            products.withdraw,
            {"what": what},
            name=f"{what}-withdraw",
        )
        for folder, what in (
            ("outputs", "output"),
            ("years", "year"),
            ("certificates", "certificate"),
            ("norms", "norm"),
        )
    ),
]
