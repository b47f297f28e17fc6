"""Many proposals at once: ticked, summed up against the reserve, signed or returned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.web.budgets.models import BudgetYear, KeyUser
from dafeng.web.budgets.services.proposing import budget_check
from dafeng.web.core.models import AuditRow
from tests.web.budgets.conftest import listed, proposed
from tests.web.budgets.test_pages import at, fresh, page, sent

if TYPE_CHECKING:
    from django.test import Client

    from dafeng.web.core.models import Organisation
    from tests.web.budgets.conftest import People


def ticks(*rows: KeyUser) -> list[str]:
    return [f"{row.pk}:{row.version}" for row in rows]


def test_many_proposals_are_signed_at_once_and_each_refusal_is_named(
    client: Client, ledger: BudgetYear, units: dict[str, Organisation], people: People
) -> None:
    rows = [
        proposed(listed(ledger, units[f"works-{code}"]), budget)
        for code, budget in (("a", 11000), ("b", 19500), ("c", 8000))
    ]
    one, big, third = rows
    check, approve = at("signing-check", ledger), at("signing-approve", ledger)
    assert "批量审核 3" in page(client, people.bureau, at("overview"))
    client.force_login(people.reader)
    assert client.get(check).status_code == 403
    pks = ticks(*rows)
    none = sent(client, people.bureau, check, act="sign", unit="x").content.decode()
    assert "请至少勾选一家。" in none
    all_of = sent(client, people.bureau, check, act="all").content.decode()
    assert all_of.count(" checked ") == 3
    sure = sent(client, people.bureau, check, act="sign", unit=pks)
    text = sure.content.decode()
    assert "3 家，建议预算合计 38,500.00 吨标准煤。" in text
    assert "-8,500.00" in text
    assert not KeyUser.objects.exclude(checked_by=None).exists()
    # A checker sends one back; the reason is asked for.
    back = {"act": "return", "unit": ticks(third), "sure": 1}
    assert sent(client, people.bureau, check, **back).status_code == 200
    assert sent(client, people.bureau, check, reason="偏高", **back).status_code == 302
    third.refresh_from_db()
    assert third.state == "listed"
    assert at("return", one) in page(client, people.bureau, one.get_absolute_url())
    signed = sent(client, people.chief, check, act="sign", unit=pks, sure=1)
    # The one that was sent back meanwhile is named, and the others are signed.
    refusal = signed.content.decode()
    assert "批量审核：2 家已办理。" in refusal
    assert "丙厂</a>：保存期间他人改了这里的内容。" in refusal
    proposed(third, 8000)
    budget_check(row=third, by=people.office)
    pks = [f"{one.pk}:{fresh(one).version - 1}", *ticks(fresh(big), fresh(third))]
    told = sent(client, people.leader, approve, act="sign", unit=pks, sure=1)
    body = told.content.decode()
    assert "批量核定：2 家已办理。" in body
    assert "保存期间他人改了这里的内容。" in body
    assert fresh(big).state == fresh(third).state == "metering"
    short = {"act": "sign", "unit": ticks(fresh(one)), "sure": 1, "document": "函"}
    assert (
        "区级预留只有 2500.00 吨标准煤"
        in sent(client, people.leader, approve, **short).content.decode()
    )
    late = sent(
        client, people.leader, approve, act="sign", unit=ticks(fresh(big)), sure=1
    )
    assert "现在的状态不能办理这一步。" in late.content.decode()
    own = sent(client, people.chief, approve, **short).content.decode()
    assert "审核人与签发人不能是同一人。" in own
    acts = AuditRow.objects.filter(action__startswith="budgets.unit.")
    assert acts.filter(action="budgets.unit.approve").count() == 2
    assert acts.filter(action="budgets.unit.check").count() == 3
