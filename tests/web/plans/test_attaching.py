"""The document's text is bound to facts that came without it; spans resolve."""

from __future__ import annotations

import attrs
import pytest
from django.core.exceptions import PermissionDenied

from dafeng.base.errors import BadInputError
from dafeng.plan import DocumentText, records
from dafeng.plan.documents import Media
from dafeng.plan.records import Span
from dafeng.web.core.models import AuditRow, Organisation, User
from dafeng.web.plans.models import Plan, PlanSource, PlanText
from dafeng.web.plans.services.attaching import AttachReport, plan_attach_text
from dafeng.web.plans.services.storing import Provenance, plan_store
from tests.web.layers import layer
from tests.web.plans import building

BEFORE = "政务公开 > 文件\n"


@layer
def bare(district: Organisation) -> Plan:
    """Facts without quotes, as they ship with the program."""
    reading = building.reading()
    targets = tuple(attrs.evolve(one, quote="") for one in reading.targets)
    provenance = Provenance(owner=district, source=PlanSource.SAMPLE)
    facts = attrs.evolve(reading, text="", targets=targets)
    return plan_store(reading=facts, by=None, provenance=provenance)


def attach(
    plan: Plan, by: User | None, text: str, reading: records.Plan
) -> AttachReport:
    return plan_attach_text(
        plan=plan,
        document=DocumentText(text=text, media=Media.TEXT, name="plan.txt"),
        by=by,
        original=text.encode(),
        reader=lambda _text: reading,
    )


def moved(reading: records.Plan, by: int) -> records.Plan:
    """The same reading of a text that has something in front."""

    def shift(span: Span) -> Span:
        return Span(span.start + by, span.end + by)

    return attrs.evolve(
        reading,
        clauses=tuple(attrs.evolve(c, span=shift(c.span)) for c in reading.clauses),
        targets=tuple(attrs.evolve(t, span=shift(t.span)) for t in reading.targets),
        tasks=tuple(attrs.evolve(t, span=shift(t.span)) for t in reading.tasks),
        projects=tuple(attrs.evolve(p, span=shift(p.span)) for p in reading.projects),
        milestones=tuple(
            attrs.evolve(m, span=shift(m.span)) for m in reading.milestones
        ),
    )


def test_the_very_text_resolves_every_span(bare: Plan, office: User) -> None:
    report = attach(bare, office, building.TEXT, building.reading())
    assert report == AttachReport(same_text=True, located=11, missing=())
    quotes = dict(bare.targets.values_list("key", "quote"))
    assert quotes == {one.id: one.quote for one in building.TARGETS}
    row = AuditRow.objects.get(action="plans.plan.attach")
    assert row.data["located"] == 11


def test_another_copy_of_the_document_is_searched_for_each_fact(
    bare: Plan, office: User
) -> None:
    reading = moved(building.reading(), len(BEFORE))
    report = attach(bare, office, BEFORE + building.TEXT, reading)
    assert report == AttachReport(same_text=False, located=11, missing=())
    target = bare.targets.get(key="T004")
    assert target.quote == "可再生能源电力装机容量达到30万千瓦"
    clause = bare.clauses.get(ref="三(一)1")
    kept = PlanText.objects.get(plan=bare)
    assert kept.text[clause.start : clause.end] == "发展新能源"
    with kept.file.open("rb") as stream:
        assert stream.read().decode() == kept.text


def test_what_is_not_found_is_reported_and_has_no_place(
    bare: Plan, office: User
) -> None:
    reading = building.without_target(moved(building.reading(), len(BEFORE)), "T002")
    report = attach(bare, office, BEFORE + building.TEXT, reading)
    assert report.missing == ("T002",)
    target = bare.targets.get(key="T002")
    assert (target.start, target.end, target.quote) == (None, None, "")


def test_words_without_a_figure_are_searched_in_their_clause(
    bare: Plan, office: User
) -> None:
    whole = {"三(二)1": building.span_of("增加碳汇。到2030年,森林蓄积量进一步增长")}
    reading = building.without_target(building.reading(), "T006")
    clauses = tuple(
        attrs.evolve(clause, span=whole.get(clause.id, clause.span))
        for clause in reading.clauses
    )
    reading = moved(attrs.evolve(reading, clauses=clauses), len(BEFORE))
    report = attach(bare, office, BEFORE + building.TEXT, reading)
    assert report.missing == ()
    assert bare.targets.get(key="T006").quote == "森林蓄积量"


def test_another_document_is_refused_and_nothing_is_kept(
    bare: Plan, office: User
) -> None:
    other = attrs.evolve(
        building.reading(), targets=(), tasks=(), projects=(), milestones=()
    )
    with pytest.raises(BadInputError) as caught:
        attach(bare, office, "另一份文件", other)
    assert caught.value.code == "plan.other_text"
    assert caught.value.fields == {"located": 0, "total": 11}
    assert not PlanText.objects.exists()


def test_attaching_leaves_the_facts_alone(bare: Plan, office: User) -> None:
    before = list(bare.targets.values("key", "value", "indicator", "state", "original"))
    attach(bare, office, building.TEXT, building.reading())
    after = list(bare.targets.values("key", "value", "indicator", "state", "original"))
    assert after == before


def test_a_reader_may_not_attach(bare: Plan, reader: User) -> None:
    with pytest.raises(PermissionDenied):
        attach(bare, reader, building.TEXT, building.reading())


def test_the_first_text_comes_back_after_another_copy(bare: Plan, office: User) -> None:
    reading = building.reading()
    attach(bare, office, reading.text, reading)
    places = list(bare.targets.order_by("pk").values_list("start", "end", "quote"))
    attach(bare, office, BEFORE + reading.text, moved(reading, len(BEFORE)))
    attach(bare, office, reading.text, reading)
    again = list(bare.targets.order_by("pk").values_list("start", "end", "quote"))
    assert again == places


def test_a_long_file_name_is_cut(bare: Plan, office: User) -> None:
    reading = building.reading()
    plan_attach_text(
        plan=bare,
        document=DocumentText(
            text=reading.text, media=Media.TEXT, name="方案" * 150 + ".txt"
        ),
        by=office,
        original=b"text",
        reader=lambda _text: reading,
    )
    kept = PlanText.objects.get(plan=bare)
    assert len(kept.name) == 200
    assert kept.name.endswith(".txt")
