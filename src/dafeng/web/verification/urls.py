"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from dafeng.web.verification.views import (
    accounts,
    acts,
    markets,
    pieces,
    reports,
    writing,
)

app_name = "verification"
urlpatterns = [
    path("", reports.reports, name="reports"),
    path("new/", reports.report_new, name="report-new"),
    path("markets/", markets.markets, name="markets"),
    path("markets/new/", markets.market_new, name="market-new"),
    path(
        "markets/<int:pk>/withdraw/",
        markets.market_withdrawn,
        name="market-withdraw",
    ),
    path(
        "surrenders/<int:pk>/withdraw/",
        markets.surrender_withdrawn,
        name="surrender-withdraw",
    ),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/make/", accounts.accounts_made, name="accounts-make"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/make/", accounts.account_made, name="account-make"),
    path("accounts/<int:pk>/month/", accounts.month_confirmed, name="month-confirm"),
    path(
        "accounts/<int:pk>/month/withdraw/",
        accounts.month_withdrawn,
        name="month-withdraw",
    ),
    path("plans/<int:pk>/", writing.plans, name="plans"),
    path("plans/<int:pk>/new/", writing.plan_new, name="plan-new"),
    path("plans/approve/<int:pk>/", writing.plan_approved, name="plan-approve"),
    path("deposits/<int:pk>/file/", reports.deposit_file, name="deposit-file"),
    path("steps/<int:pk>/file/", reports.step_file, name="step-file"),
    path("findings/<int:pk>/pieces/", pieces.pieces, name="pieces"),
    path("findings/<int:pk>/<slug:name>/", acts.finding_act, name="finding-act"),
    path("<int:pk>/", reports.report, name="report"),
    path("<int:pk>/lines/", writing.lines, name="lines"),
    path("<int:pk>/acts/<slug:name>/", acts.act, name="act"),
    path("<int:pk>/tables.xlsx", reports.report_tables, name="tables"),
    *(
        path(
            f"<int:pk>/{name}.{kind}",
            view,
            {"kind": kind},
            name=f"{name}-{kind}",
        )
        for name, view in (
            ("report", reports.report_document),
            ("conclusion", reports.conclusion_document),
        )
        for kind in ("docx", "pdf")
    ),
]
