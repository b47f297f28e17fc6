"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from dafeng.web.savings.views import (
    advice,
    anomalies,
    contracts,
    exports,
    finance,
    management,
    products,
    projects,
    providers,
    stages,
)

app_name = "savings"
urlpatterns = [
    path("", projects.projects, name="projects"),
    path("projects.xlsx", exports.projects, name="projects-xlsx"),
    path("anomalies.xlsx", exports.anomalies, name="anomalies-xlsx"),
    path("norms.xlsx", exports.norms, name="norms-xlsx"),
    path(
        "projects/<int:pk>/settlements.xlsx",
        exports.settlements,
        name="settlements-xlsx",
    ),
    path("of/<int:pk>/diagnosis.xlsx", exports.diagnosis, name="diagnosis-xlsx"),
    path("projects/<int:pk>/", projects.project, name="project"),
    path("projects/<int:pk>/measure/", projects.measure, name="project-measure"),
    path("projects/<int:pk>/edit/", contracts.edit, name="project-edit"),
    path("projects/<int:pk>/sign/", contracts.sign, name="project-sign"),
    path("projects/<int:pk>/end/", contracts.end, name="project-end"),
    path("projects/<int:pk>/changes/new/", contracts.change, name="project-change"),
    path("changes/<int:pk>/withdraw/", contracts.change_undo, name="change-withdraw"),
    path("projects/<int:pk>/terms/new/", contracts.term_new, name="term-new"),
    path("terms/<int:pk>/withdraw/", contracts.term_undo, name="term-withdraw"),
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
    path("services/", providers.providers, name="providers"),
    path("projects/<int:pk>/stages/new/", stages.stage_new, name="stage-new"),
    path("stages/<int:pk>/edit/", stages.stage_edit, name="stage-edit"),
    path("stages/<int:pk>/withdraw/", stages.stage_undo, name="stage-withdraw"),
    path(
        "projects/<int:pk>/investments/new/",
        finance.investment_new,
        name="investment-new",
    ),
    path(
        "investments/<int:pk>/withdraw/",
        finance.investment_undo,
        name="investment-withdraw",
    ),
    path("anomalies/", anomalies.anomalies, name="anomalies"),
    path("anomalies/look/", anomalies.look, name="anomalies-look"),
    path("anomalies/<int:pk>/", anomalies.anomaly, name="anomaly"),
    path("anomalies/<int:pk>/judge/", anomalies.judge, name="anomaly-judge"),
    path("norms/", products.norms, name="norms"),
    path("norms/table/", products.norm_table, name="norm-table"),
    path("norms/new/", products.norm_new, name="norm-new"),
    path("norms/<int:pk>/end/", products.norm_over, name="norm-end"),
    path("certificates/", products.certificates, name="certificates"),
    path("weather/", products.weather, name="weather"),
    path("systems/", management.systems, name="systems"),
    path("systems.xlsx", management.systems_xlsx, name="systems-xlsx"),
    path("systems/of/<int:pk>/", management.system, name="system"),
    path(
        "systems/of/<int:pk>/indicators/new/",
        management.indicator_new,
        name="indicator-new",
    ),
    path("systems/of/<int:pk>/reviews/new/", management.review_new, name="review-new"),
    path(
        "indicators/<int:pk>/reckon/",
        management.indicator_renew,
        name="indicator-reckon",
    ),
    path(
        "indicators/<int:pk>/withdraw/",
        management.indicator_undo,
        name="indicator-withdraw",
    ),
    path("reviews/<int:pk>/withdraw/", management.review_undo, name="review-withdraw"),
    path(
        "reviews/<int:pk>/decisions/new/", management.decision_new, name="decision-new"
    ),
    path("decisions/<int:pk>/done/", management.decision_done, name="decision-done"),
    path(
        "decisions/<int:pk>/withdraw/",
        management.decision_undo,
        name="decision-withdraw",
    ),
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
