"""The register: who may write what, what is refused, what is kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from dafeng.base.errors import DafengError
from dafeng.web.core.models import AuditRow
from dafeng.web.enterprises.models import Publication, VerifiedValue
from dafeng.web.enterprises.selectors.enterprises import (
    EnterpriseFilter,
    enterprises_for,
    year_list,
)
from dafeng.web.enterprises.services.classing import (
    ClassFacts,
    class_add,
    class_end,
    occasion_add,
)
from dafeng.web.enterprises.services.publishing import (
    VerifiedFacts,
    claim_add,
    claim_end,
    publication_correct,
    publication_enter,
    verified_enter,
)
from dafeng.web.enterprises.services.registering import (
    EnterpriseFacts,
    enterprise_change,
    enterprise_register,
    facts_of,
    register_open,
)
from dafeng.web.enterprises.services.withdrawing import row_withdraw
from dafeng.web.enterprises.telling import duties
from dafeng.web.enterprises.wording import error_words
from tests.web.enterprises.conftest import BEGAN, PERIOD, TODAY, YEAR, days

if TYPE_CHECKING:
    from collections.abc import Callable

    from dafeng.web.core.models import Organisation, User
    from dafeng.web.enterprises.models import DisclosureRegister, Enterprise
    from dafeng.web.enterprises.services.publishing import PublicationFacts
    from tests.web.enterprises.conftest import People

VERIFIED = VerifiedFacts(
    rule="env-report",
    period=PERIOD,
    value=Decimal(10000),
    unit="tCO2",
    document="核查结论",
    verified_on=TODAY,
)


def refused(code: str, act: Callable[[], Any]) -> None:
    with pytest.raises(DafengError) as caught:
        act()
    assert caught.value.code == code
    assert error_words(caught.value) != str(caught.value)


def told(user: User) -> Any:
    return year_list(user, EnterpriseFilter(), year=YEAR, on=TODAY)


def test_who_sees_which_enterprise(
    works: Enterprise, second: Enterprise, people: People
) -> None:
    both = {works, second}
    seen = {
        name: set(enterprises_for(getattr(people, name)))
        for name in ("office", "keeper", "town", "verifier", "reader")
    }
    assert all(found == both for found in seen.values()), seen
    assert set(enterprises_for(people.manager)) == {works}
    assert set(enterprises_for(people.other)) == {second}
    assert not enterprises_for(people.stranger).exists()


def test_who_may_enter_what(
    works: Enterprise, people: People, facts: PublicationFacts
) -> None:
    on_list = ClassFacts(kind="other-law", since=BEGAN, listed_in="名录")
    acts: dict[str, tuple[Callable[[User], Any], set[str]]] = {
        "class": (
            lambda by: class_add(
                enterprise=works, by=by, facts=attrs.evolve(on_list, since=days(by.pk))
            ),
            {"office", "keeper"},
        ),
        "publication": (
            lambda by: publication_enter(enterprise=works, by=by, facts=facts),
            {"office", "keeper", "manager"},
        ),
        "verified": (
            lambda by: verified_enter(enterprise=works, by=by, facts=VERIFIED),
            {"office", "keeper", "verifier"},
        ),
    }
    for name, (act, allowed) in acts.items():
        for field in attrs.fields(type(people)):
            by = getattr(people, field.name)
            if field.name in allowed:
                if name == "class":
                    works.classes.filter(kind="other-law").delete()
                act(by)
            else:
                with pytest.raises(PermissionDenied):
                    act(by)


def test_a_wrong_credit_code_and_a_second_one_are_refused(
    register: DisclosureRegister, people: People
) -> None:
    def enter(uscc: str) -> Enterprise:
        facts = EnterpriseFacts(name_zh="丙厂", uscc=uscc)
        return enterprise_register(register=register, by=people.office, facts=facts)

    with pytest.raises(ValidationError) as caught:
        enter("91350100M000100Y44")
    assert "uscc" in caught.value.error_dict
    enter("91350100M000100Y43")
    with pytest.raises(ValidationError):
        enter("91350100M000100Y43")


def test_a_unit_of_another_district_is_refused(
    register: DisclosureRegister, people: People
) -> None:
    strange = people.stranger.organisation
    facts = EnterpriseFacts(name_zh="丙厂", unit=strange)
    refused(
        "enterprise.outside",
        lambda: enterprise_register(register=register, by=None, facts=facts),
    )
    refused(
        "enterprise.outside",
        lambda: register_open(
            organisation=register.organisation, by=None, keeper=strange
        ),
    )


def test_an_edit_of_an_older_version_overwrites_nothing(
    works: Enterprise, people: People
) -> None:
    mine = attrs.evolve(facts_of(works), note="甲")
    changed = enterprise_change(
        enterprise=works, by=people.office, facts=mine, version=1
    )
    assert (changed.version, changed.note) == (2, "甲")
    theirs = attrs.evolve(mine, note="乙")
    refused(
        "enterprise.stale",
        lambda: enterprise_change(
            enterprise=works, by=people.keeper, facts=theirs, version=1
        ),
    )
    row = AuditRow.objects.get(action="enterprises.enterprise.change")
    assert (row.data["before"]["note"], row.data["after"]["note"]) == ("", "甲")


def test_a_class_does_not_overlap_itself_and_ends_with_a_ground(
    works: Enterprise, people: People
) -> None:
    again = ClassFacts(kind="key-discharger", since=TODAY, listed_in="名录")
    refused(
        "class.overlap",
        lambda: class_add(enterprise=works, by=people.office, facts=again),
    )
    refused(
        "class.unknown",
        lambda: class_add(
            enterprise=works, by=None, facts=attrs.evolve(again, kind="x")
        ),
    )
    row = works.classes.get()
    refused(
        "disclosure.reason",
        lambda: class_end(duty_class=row, by=None, until=TODAY, reason=" "),
    )
    with pytest.raises(ValidationError):
        class_end(duty_class=row, by=None, until=date(2020, 1, 1), reason="移出")
    class_end(duty_class=row, by=people.keeper, until=days(-1), reason="移出名录")
    assert class_add(enterprise=works, by=people.office, facts=again).pk


def test_a_publication_must_be_owed_be_past_and_be_proved(
    works: Enterprise, people: People, facts: PublicationFacts
) -> None:
    wrong = {
        "publication.duty": attrs.evolve(facts, period="1999"),
        "publication.proof": attrs.evolve(facts, url=""),
        "disclosure.future": attrs.evolve(facts, published_on=days(1)),
        "unit.unknown": attrs.evolve(facts, value=Decimal(1), unit="斗"),
    }
    for code, one in wrong.items():
        refused(
            code,
            lambda one=one: publication_enter(  # type: ignore[misc]
                enterprise=works, by=people.manager, facts=one
            ),
        )
    with pytest.raises(ValidationError):
        publication_enter(
            enterprise=works,
            by=people.manager,
            facts=attrs.evolve(facts, value=Decimal(1), unit=""),
        )
    assert not Publication.objects.exists()


def test_a_correction_supersedes_and_keeps_what_was_wrong(
    works: Enterprise, people: People, facts: PublicationFacts
) -> None:
    wrong = publication_enter(
        enterprise=works,
        by=people.manager,
        facts=attrs.evolve(facts, value=Decimal(1000), unit="tCO2"),
    )
    right = attrs.evolve(facts, value=Decimal(10000), unit="tCO2")
    refused(
        "disclosure.reason",
        lambda: publication_correct(
            publication=wrong, by=people.manager, facts=right, reason=""
        ),
    )
    new = publication_correct(
        publication=wrong, by=people.manager, facts=right, reason="少写一个零"
    )
    wrong.refresh_from_db()
    assert (wrong.value, wrong.replaced_by) == (1000, new)
    refused(
        "publication.replaced",
        lambda: publication_correct(
            publication=wrong, by=people.manager, facts=right, reason="再改"
        ),
    )
    row = AuditRow.objects.get(action="enterprises.publication.correct")
    assert (row.data["before"]["value"], row.data["after"]["value"]) == (
        "1000.000000",
        "10000",
    )


def test_a_new_verified_value_takes_the_place_of_the_old_one_which_stays(
    works: Enterprise, people: People, facts: PublicationFacts
) -> None:
    publication_enter(
        enterprise=works,
        by=people.manager,
        facts=attrs.evolve(facts, value=Decimal(10200), unit="tCO2"),
    )
    (row,) = told(people.office).rows
    assert row.standing.difference.agreement == "unknown"
    verified_enter(enterprise=works, by=people.verifier, facts=VERIFIED)
    (row,) = told(people.office).rows
    assert (row.standing.difference.gap, row.standing.difference.unit) == (200, "tCO2")
    second = attrs.evolve(VERIFIED, value=Decimal(10200))
    verified_enter(enterprise=works, by=people.verifier, facts=second)
    (row,) = told(people.office).rows
    assert row.standing.difference.agreement == "equal"
    kept = VerifiedValue.objects.order_by("pk").values_list("value", "standing")
    assert list(kept) == [(10000, False), (10200, True)]


def test_the_counts_of_a_manager_are_of_the_own_enterprise_alone(
    works: Enterprise, second: Enterprise, people: People
) -> None:
    assert works.pk != second.pk
    assert told(people.office).counts.obliged == 2
    assert told(people.manager).counts.obliged == 1


def test_claims_are_taken_for_some_fields_and_end(
    works: Enterprise, people: People
) -> None:
    def ask(field: str) -> Any:
        return claim_add(
            enterprise=works,
            by=people.manager,
            field=field,
            basis="第六条",
            since=TODAY,
        )

    refused("claim.refused", lambda: ask("value"))
    refused("claim.needless", lambda: ask("phone"))
    refused("claim.field", lambda: ask("x"))
    claim = ask("note")
    with pytest.raises(PermissionDenied):
        claim_end(claim=claim, by=people.manager, until=TODAY, reason="撤回")
    refused(
        "disclosure.reason",
        lambda: claim_end(claim=claim, by=people.keeper, until=TODAY, reason=""),
    )
    ended = claim_end(claim=claim, by=people.keeper, until=TODAY, reason="不成立")
    assert ended.until == TODAY


def test_an_occasion_makes_a_duty_until_it_is_published(
    works: Enterprise, people: People, facts: PublicationFacts
) -> None:
    refused(
        "disclosure.future",
        lambda: occasion_add(enterprise=works, by=None, on=days(1), what="处罚"),
    )
    one = occasion_add(
        enterprise=works, by=people.keeper, on=days(-1), what="行政处罚决定书"
    )
    event = attrs.evolve(
        facts, rule="env-event", period=one.code, published_on=days(-1)
    )
    publication_enter(enterprise=works, by=people.manager, facts=event)
    row = next(
        row
        for year in (YEAR, days(-1).year, YEAR + 1)
        for row in year_list(
            people.office, EnterpriseFilter(rule="env-event"), year=year, on=TODAY
        ).rows
    )
    assert row.standing.state == "in-time"


def test_reminders_go_to_the_enterprise_or_to_who_keeps_the_register(
    works: Enterprise,
    register: DisclosureRegister,
    units: dict[str, Organisation],
    facts: PublicationFacts,
) -> None:
    alone = EnterpriseFacts(name_zh="丙厂")
    firm = enterprise_register(register=register, by=None, facts=alone)
    on_list = ClassFacts(kind="key-discharger", since=BEGAN, listed_in="名录")
    class_add(enterprise=firm, by=None, facts=on_list)
    assert list(duties(date(YEAR, 3, 1))) == []
    near = {one.unit: one for one in duties(date(YEAR, 3, 10))}
    assert set(near) == {"works-a", units["eco"].code}
    assert near["works-a"].due_on == date(YEAR, 3, 15)
    publication_enter(
        enterprise=works,
        by=None,
        facts=attrs.evolve(facts, published_on=min(TODAY, date(YEAR, 3, 5))),
    )
    assert [one.unit for one in duties(date(YEAR, 3, 20))] == [units["eco"].code]


def test_what_is_taken_back_stays_to_be_read_and_counts_no_more(
    works: Enterprise, people: People, facts: PublicationFacts
) -> None:
    value = attrs.evolve(facts, value=Decimal(1), unit="tCO2")
    row = publication_enter(enterprise=works, by=people.manager, facts=value)
    proof = verified_enter(enterprise=works, by=people.verifier, facts=VERIFIED)
    refused(
        "disclosure.reason",
        lambda: row_withdraw(row=row, by=people.manager, reason=""),
    )
    with pytest.raises(PermissionDenied):
        row_withdraw(row=proof, by=people.manager, reason="不认可")
    row_withdraw(row=row, by=people.manager, reason="报错了企业")
    row_withdraw(row=proof, by=people.keeper, reason="报错了企业")
    refused(
        "disclosure.withdrawn",
        lambda: row_withdraw(row=row, by=people.manager, reason="再撤"),
    )
    refused(
        "publication.replaced",
        lambda: publication_correct(
            publication=row, by=people.manager, facts=value, reason="改"
        ),
    )
    (duty,) = told(people.office).rows
    assert duty.standing.first is None
    assert duty.standing.difference.verified is None
    assert Publication.objects.get().withdrawn_reason == "报错了企业"
    kind = works.classes.get()
    row_withdraw(row=kind, by=people.keeper, reason="不在名录")
    assert told(people.office).counts.obliged == 0
    again = ClassFacts(kind=kind.kind, since=kind.since, listed_in="名录")
    assert class_add(enterprise=works, by=people.keeper, facts=again).pk
