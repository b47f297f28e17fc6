"""The review workbook goes out, is corrected, comes back: previewed, then applied."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied

from dafeng.base.errors import BadInputError
from dafeng.plan import workbook as core
from dafeng.web.core.models import AuditRow
from dafeng.web.plans.models import Act, Target, TaskResponsibility
from dafeng.web.plans.models.units import PlanUnit
from dafeng.web.plans.services.bulk import BulkChoice, bulk_confirm
from dafeng.web.plans.services.undoing import last_act_undo
from dafeng.web.plans.services.workbooks import (
    WorkbookResult,
    workbook_apply,
    workbook_keep,
    workbook_of,
    workbook_preview,
)
from tests.web.plans.test_deciding import correct, target

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl.worksheet.worksheet import Worksheet

    from dafeng.web.core.models import User
    from dafeng.web.plans.models import Plan


def edited(content: bytes, edit: Callable[[Any], None]) -> bytes:
    """The workbook after an official has worked on it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    edit(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put(sheet: Worksheet, key: str, **values: object) -> None:
    """Write values into the row of an object, by the titles of the columns."""
    titles = {cell.value: cell.column for cell in sheet[1]}
    row = next(r[0].row for r in sheet.iter_rows() if r[0].value == key)
    for title, value in values.items():
        sheet.cell(row=row, column=titles[title]).value = value


def copy_row(sheet: Worksheet, key: str, **values: object) -> None:
    """Add a copy of an object's row with other values at the end."""
    titles = {cell.value: cell.column for cell in sheet[1]}
    source = next(r for r in sheet.iter_rows() if r[0].value == key)
    row = sheet.max_row + 1
    for cell in source:
        sheet.cell(row=row, column=cell.column).value = cell.value
    for title, value in values.items():
        sheet.cell(row=row, column=titles[title]).value = value


def sent_back(
    plan: Plan, by: User, edit: Callable[[Any], None]
) -> tuple[WorkbookResult, WorkbookResult]:
    """What the preview said and what applying did."""
    content = edited(workbook_of(plan), edit)
    kept = workbook_keep(plan=plan, by=by, name="更正.xlsx", content=content)
    preview = workbook_preview(workbook=kept, by=by)
    assert not Act.objects.exists()
    return preview, workbook_apply(workbook=kept, by=by)


def test_an_untouched_workbook_changes_nothing(plan: Plan, office: User) -> None:
    preview, applied = sent_back(plan, office, lambda _book: None)
    assert (applied.changes, applied.findings) == ((), ())
    assert (preview.unchanged, applied.unchanged) == (15, 15)


def test_an_untouched_workbook_of_decided_objects_changes_nothing(
    plan: Plan, office: User
) -> None:
    bulk_confirm(plan=plan, by=office, choice=BulkChoice())
    content = workbook_of(plan)
    kept = workbook_keep(plan=plan, by=office, name="a.xlsx", content=content)
    result = workbook_preview(workbook=kept, by=office)
    assert (result.changes, result.findings) == ((), ())


def test_a_row_that_says_nothing_new_asks_the_database_nothing(
    plan: Plan,
    office: User,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    content = workbook_of(plan)
    kept = workbook_keep(plan=plan, by=office, name="a.xlsx", content=content)
    with django_assert_max_num_queries(22):
        assert workbook_preview(workbook=kept, by=office).unchanged == 15


def test_the_same_plan_gives_the_same_bytes(plan: Plan) -> None:
    assert workbook_of(plan) == workbook_of(plan)


def test_confirm_correct_and_reject_in_one_act(plan: Plan, office: User) -> None:
    def edit(book: Any) -> None:
        put(book["目标"], "T001", 决定="确认")
        put(book["目标"], "T002", 决定="确认", 数值=21, 责任单位="区发改委、区水务局")
        put(book["目标"], "T003", 决定="驳回")
        put(book["任务"], "K001", 决定="确认", 配合单位="区城管委")
        put(book["项目"], "P001", 决定="确认", 规模=60)
        put(book["单位"], "U01", 决定="确认", 性质="议事协调机构")

    preview, applied = sent_back(plan, office, edit)
    assert [(c.verb, c.key) for c in applied.changes] == [
        ("correct", "U01"),
        ("correct", "P001"),
        ("confirm", "T001"),
        ("correct", "T002"),
        ("reject", "T003"),
        ("correct", "K001"),
    ]
    assert [(c.verb, c.key) for c in preview.changes] == [
        (c.verb, c.key) for c in applied.changes
    ]
    states = dict(plan.targets.values_list("key", "state"))
    assert states["T001"] == "confirmed"
    assert states["T002"] == "corrected"
    assert states["T003"] == "rejected"
    assert target(plan, "T002").value == 21
    roles = TaskResponsibility.objects.filter(task__key="K001")
    assert [(r.unit.name, r.role) for r in roles] == [
        ("区发改委", "lead"),
        ("区城管委", "support"),
    ]
    assert PlanUnit.objects.get(key="U01").kind == "office"
    assert AuditRow.objects.filter(action="plans.plan.workbook").count() == 1


def test_one_undo_takes_the_whole_workbook_back(plan: Plan, office: User) -> None:
    def edit(book: Any) -> None:
        put(book["目标"], "T001", 决定="确认")
        put(book["目标"], "T002", 决定="确认", 数值=21)

    sent_back(plan, office, edit)
    last_act_undo(plan=plan, by=office)
    assert set(plan.targets.values_list("state", flat=True)) == {"proposed"}
    assert target(plan, "T002").value == 20
    assert plan.workbooks.get().act is None


def test_a_row_without_number_adds_an_object(plan: Plan, office: User) -> None:
    def edit(book: Any) -> None:
        copy_row(
            book["目标"], "T001", 编号=None, 决定="确认", 指标="绿色出行比例", 数值=70
        )

    _preview, applied = sent_back(plan, office, edit)
    assert [(c.verb, c.key) for c in applied.changes] == [("add", "T007")]
    assert Target.objects.get(plan=plan, key="T007").value == 70


def test_two_rows_of_one_number_split_the_object(plan: Plan, office: User) -> None:
    def edit(book: Any) -> None:
        put(book["目标"], "T002", 决定="确认", 范围="建成区")
        copy_row(book["目标"], "T002", 范围="农村", 数值=11)

    _preview, applied = sent_back(plan, office, edit)
    assert [(c.verb, c.key) for c in applied.changes] == [("split", "T002")]
    parts = Target.objects.filter(split_from__key="T002").order_by("key")
    assert [(p.scope, p.value) for p in parts] == [("建成区", 20), ("农村", 11)]


def test_a_deleted_row_leaves_its_object(plan: Plan, office: User) -> None:
    _preview, applied = sent_back(
        plan, office, lambda book: book["目标"].delete_rows(2, 1)
    )
    assert applied.changes == ()
    assert target(plan, "T001").state == "proposed"


def test_bad_rows_are_findings_and_the_others_are_applied(
    plan: Plan, office: User
) -> None:
    def edit(book: Any) -> None:
        put(book["目标"], "T001", 决定="确认", 条款="九(九)")
        put(book["目标"], "T002", 数值=22)
        put(book["目标"], "T003", 编号="T999", 决定="确认")
        put(book["目标"], "T004", 决定="确认", 上限值=10)
        put(book["目标"], "T005", 决定="确认", 类型="随便")
        put(book["目标"], "T006", 决定="确认")

    _preview, applied = sent_back(plan, office, edit)
    assert [(c.verb, c.key) for c in applied.changes] == [("confirm", "T006")]
    assert {(f.code, f.place) for f in applied.findings} == {
        ("sheet.choice", "更正.xlsx 目标!M6"),
        ("clause.unknown", "更正.xlsx 目标!A2"),
        ("row.not_confirmed", "更正.xlsx 目标!A3"),
        ("row.unknown_key", "更正.xlsx 目标!A4"),
        ("row.invalid", "更正.xlsx 目标!A5"),
    }


def test_a_row_that_was_decided_on_the_site_meanwhile_is_not_overwritten(
    plan: Plan, office: User
) -> None:
    content = edited(
        workbook_of(plan),
        lambda book: put(book["目标"], "T001", 决定="确认", 数值=14),
    )
    correct(target(plan, "T001"), office, value="13")
    kept = workbook_keep(plan=plan, by=office, name="a.xlsx", content=content)
    applied = workbook_apply(workbook=kept, by=office)
    assert [f.code for f in applied.findings] == ["row.stale"]
    assert target(plan, "T001").value == 13


def test_a_workbook_is_applied_once(plan: Plan, office: User) -> None:
    content = workbook_of(plan)
    kept = workbook_keep(plan=plan, by=office, name="a.xlsx", content=content)
    workbook_apply(workbook=kept, by=office)
    with pytest.raises(BadInputError) as caught:
        workbook_apply(workbook=kept, by=office)
    assert caught.value.code == "workbook.applied"


def test_a_file_that_is_no_workbook_is_refused(plan: Plan, office: User) -> None:
    with pytest.raises(BadInputError):
        workbook_keep(plan=plan, by=office, name="a.xlsx", content=b"no workbook")
    assert not plan.workbooks.exists()


def test_a_reader_may_not_load_a_workbook(plan: Plan, reader: User) -> None:
    with pytest.raises(PermissionDenied):
        workbook_keep(plan=plan, by=reader, name="a.xlsx", content=workbook_of(plan))


@pytest.mark.parametrize(
    ("model", "field", "words"),
    [
        (Target, "kind", core.TARGET_KINDS),
        (Target, "softness", core.SOFTNESSES),
        (Target, "comparator", core.COMPARATORS),
        (Target, "direction", core.DIRECTIONS),
        (PlanUnit, "kind", core.UNIT_KINDS),
    ],
)
def test_the_workbook_and_the_site_use_the_same_words(
    model: Any, field: str, words: dict[str, str]
) -> None:
    choices = {value: str(word) for value, word in model._meta.get_field(field).choices}
    assert {str(value): word for value, word in words.items()} == choices
