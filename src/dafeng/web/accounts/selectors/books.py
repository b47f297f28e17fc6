"""The factors that an account was made with."""

from __future__ import annotations

from functools import lru_cache

from dafeng.accounts import read_evidence
from dafeng.factors import FactorBook, factor_book
from dafeng.web.accounts.convert import settings_record
from dafeng.web.accounts.lakes import house_lake
from dafeng.web.accounts.models import AccountRun

PACKAGED = "@measured:"


def book_of(run: AccountRun) -> FactorBook:
    """The packaged factors, with what owners measured where the account uses it."""
    measured = run.lines.filter(uses__icontains=PACKAGED).exists()
    return _with_measured(run) if measured else factor_book()


def _with_measured(run: AccountRun) -> FactorBook:
    return _read(run.pk)


@lru_cache(maxsize=16)
def _read(pk: int) -> FactorBook:
    run = AccountRun.objects.get(pk=pk)
    versions = dict(run.tables)
    evidence = read_evidence(house_lake(), settings_record(run), versions=versions)
    return factor_book().with_rows(evidence.measured)
