"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from dafeng.web.budgets.views import acts, lists, moves, signing, units, years

app_name = "budgets"
urlpatterns = [
    path("", lists.overview, name="overview"),
    path("units.csv", lists.units_csv, name="units-csv"),
    path("units.xlsx", lists.units_xlsx, name="units-xlsx"),
    path("register/", lists.register, name="register"),
    path("ledger/", lists.ledger_lines, name="ledger"),
    path("ledger.csv", lists.ledger_csv, name="ledger-csv"),
    path("years/new/", years.year_new, name="year-new"),
    path("years/<int:pk>/total/", years.total, name="total"),
    path("years/<int:pk>/units/new/", years.unit_new, name="unit-new"),
    path("years/<int:pk>/import/", years.list_upload, name="list-upload"),
    path("years/<int:pk>/list.xlsx", years.list_template, name="list-template"),
    *(
        path(
            f"years/<int:pk>/{what}/",
            signing.signing,
            {"what": what},
            name=f"signing-{what}",
        )
        for what in ("check", "approve")
    ),
    path("years/<int:pk>/returns/", years.returns, name="returns"),
    path("years/<int:pk>/returns/new/", years.return_new, name="return-new"),
    *(
        path(
            f"returns/<int:pk>/{what}/",
            years.return_sign,
            {"what": what},
            name=f"return-{what}",
        )
        for what in ("check", "issue")
    ),
    path("returns/<int:pk>/file/", units.return_file, name="return-file"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("units/<int:pk>/correct/", years.unit_correct, name="unit-correct"),
    path("years/<int:pk>/correct/", years.year_correct, name="year-correct"),
    path("units/<int:pk>/propose/", acts.propose, name="propose"),
    path("units/<int:pk>/check/", acts.check, name="check"),
    path("units/<int:pk>/approve/", acts.approve, name="approve"),
    path("units/<int:pk>/apply/", moves.apply, name="apply"),
    path("units/<int:pk>/report/", acts.report, name="report"),
    path("units/<int:pk>/review/", acts.review, name="review"),
    path("units/<int:pk>/settle/", acts.settle, name="settle"),
    *(
        path(f"units/<int:pk>/{what}/", acts.with_reason, {"what": what}, name=what)
        for what in ("return", "send-back", "reopen", "unsettle", "relist")
    ),
    path("units/<int:pk>/withdraw/", acts.withdraw, name="withdraw"),
    path("units/<int:pk>/transfer/", moves.transfer, name="transfer"),
    *(
        path(f"units/<int:pk>/{what}/", moves.reserve, {"what": what}, name=what)
        for what in ("release", "draw")
    ),
    path("units/<int:pk>/deductions/new/", moves.deduction_new, name="deduction-new"),
    *(
        path(
            f"deductions/<int:pk>/{what}/",
            moves.deduction_act,
            {"what": what},
            name=f"deduction-{what}",
        )
        for what in ("confirm", "withdraw")
    ),
    path("deductions/<int:pk>/file/", units.deduction_file, name="deduction-file"),
    path("applications/<int:pk>/decide/", moves.decide, name="decide"),
    path("applications/<int:pk>/retract/", moves.retract, name="retract"),
    path(
        "applications/<int:pk>/file/", units.application_file, name="application-file"
    ),
]
