"""Letters in and out: numbered without a gap, passed on, answered, filed, void."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import attrs
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core.models import AuditRow, RoleCode
from dafeng.web.office.models import Direction, Letter, LetterState
from dafeng.web.office.selectors.letters import (
    LetterFilter,
    letters_for,
    letters_narrowed,
    owed_counts,
)
from dafeng.web.office.services.letter_facts import LetterFacts
from dafeng.web.office.services.letters import (
    facts_of,
    letter_answer,
    letter_change,
    letter_circulate,
    letter_file,
    letter_register,
    letter_void,
    registry_set,
)
from dafeng.web.plans.models import Target
from tests.web.layers import layer
from tests.web.plans.building import person

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from dafeng.web.core.models import Organisation, User
    from dafeng.web.plans.models import Plan
    from dafeng.web.work.models import Task

DAY = date(2026, 3, 2)
FACTS = LetterFacts(
    title="关于报送季度进展的通知",
    correspondent="示范市发展改革委",
    registered_on=DAY,
    number="示市发改〔2026〕7号",
    dated=date(2026, 2, 27),
    reply_by=date(2026, 3, 20),
)
FORM = {
    "title": "关于报送季度进展的通知",
    "number": "示市发改〔2026〕7号",
    "correspondent": "示范市发展改革委",
    "dated": "2026-02-27",
    "registered_on": "2026-03-02",
    "reply_by": "2026-03-20",
}
PDF = b"%PDF-1.4\nsample"


@layer
def signs(district: Organisation) -> None:
    registry_set(organisation=district, by=None, signs="示双碳办")


def came(district: Organisation, by: User | None = None, **facts: object) -> Letter:
    return letter_register(
        organisation=district,
        by=by,
        direction=Direction.IN,
        facts=attrs.evolve(FACTS, **facts),
    )


def went(district: Organisation, by: User | None = None, **facts: object) -> Letter:
    given = {"number": "", "dated": None, "reply_by": None} | facts
    return letter_register(
        organisation=district,
        by=by,
        direction=Direction.OUT,
        facts=attrs.evolve(FACTS, **given),
    )


@pytest.mark.usefixtures("signs")
def test_outgoing_letters_are_numbered_without_a_gap_each_year(
    district: Organisation, office: User
) -> None:
    numbers = [went(district, office, title=f"通知{turn}").number for turn in range(3)]
    numbers.append(went(district, office, registered_on=date(2025, 5, 6)).number)
    assert numbers == [
        "示双碳办〔2026〕1号",
        "示双碳办〔2026〕2号",
        "示双碳办〔2026〕3号",
        "示双碳办〔2025〕1号",
    ]


@pytest.mark.usefixtures("signs")
def test_a_refused_letter_takes_no_place(district: Organisation, office: User) -> None:
    went(district, office)
    with pytest.raises(ValidationError):
        went(district, office, title="")
    assert went(district, office, title="另一件").serial == 2


@pytest.mark.usefixtures("signs")
def test_in_and_out_have_a_register_each(district: Organisation) -> None:
    assert came(district).register_number == "收〔2026〕1号"
    assert went(district).register_number == "发〔2026〕1号"
    second = came(district, title="另一件")
    assert second.number == "示市发改〔2026〕7号"


@pytest.mark.usefixtures("signs")
def test_a_letter_sent_twice_is_registered_once(
    district: Organisation, office: User
) -> None:
    for register in (came, went):
        register(district, office)
        with pytest.raises(BadInputError) as error:
            register(district, office)
        assert error.value.code == "letter.twice"


def test_without_characters_no_letter_goes_out(
    district: Organisation, office: User
) -> None:
    with pytest.raises(BadInputError) as caught:
        went(district, office)
    assert caught.value.code == "letter.no_signs"
    assert not Letter.objects.exists()


@pytest.mark.usefixtures("signs")
@pytest.mark.database
def test_the_database_keeps_each_place_once(district: Organisation) -> None:
    letter = went(district)
    letter.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        letter.save(force_insert=True)


@pytest.mark.usefixtures("signs")
def test_a_reply_marks_the_letter_that_it_answers(
    district: Organisation, office: User
) -> None:
    asked = came(district, office)
    reply = went(district, office, registered_on=date(2026, 3, 18), replies_to=asked)
    asked.refresh_from_db()
    assert asked.state == LetterState.REPLIED
    assert asked.replied_on == date(2026, 3, 18)
    assert asked.moves.last().note == reply.number


def test_a_letter_is_not_answered_by_one_of_its_own_direction(
    district: Organisation,
) -> None:
    asked = came(district)
    with pytest.raises(BadInputError) as caught:
        came(district, title="再来", replies_to=asked)
    assert caught.value.code == "letter.no_reply"


@pytest.mark.usefixtures("signs")
def test_a_void_letter_keeps_its_place_and_is_answered_by_none(
    district: Organisation, office: User
) -> None:
    asked = came(district, office)
    letter_void(letter=asked, by=office, reason="登记重复")
    asked.refresh_from_db()
    with pytest.raises(BadInputError):
        went(district, office, replies_to=asked)
    assert came(district, office, title="另一件").serial == 2


def test_what_is_filed_or_void_is_left_alone(
    district: Organisation, office: User
) -> None:
    letter = letter_file(letter=came(district, office), by=office)
    for act in (
        lambda: letter_circulate(letter=letter, by=office, units=[district]),
        lambda: letter_answer(letter=letter, by=office, on=DAY),
        lambda: letter_file(letter=letter, by=office),
        lambda: letter_void(letter=letter, by=office, reason="无"),
        lambda: letter_change(letter=letter, by=office, facts=FACTS, version=1),
    ):
        with pytest.raises(BadInputError) as caught:
            act()
        assert caught.value.code == "letter.ended"


def test_a_letter_is_void_with_a_reason_only(
    district: Organisation, office: User
) -> None:
    with pytest.raises(BadInputError) as caught:
        letter_void(letter=came(district), by=office, reason="  ")
    assert caught.value.code == "letter.reason"


def test_nothing_is_registered_or_answered_on_a_day_to_come(
    district: Organisation, office: User
) -> None:
    later = timezone.localdate() + timedelta(days=1)
    with pytest.raises(BadInputError) as caught:
        came(district, office, registered_on=later, reply_by=None)
    assert caught.value.code == "letter.future"
    with pytest.raises(BadInputError):
        letter_answer(letter=came(district), by=office, on=later)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"dated": date(2026, 3, 3)}, "成文日期晚于收发日期"),
        ({"reply_by": date(2026, 3, 1)}, "回复期限早于收发日期"),
    ],
)
def test_days_that_do_not_follow_each_other_are_refused(
    district: Organisation, facts: dict[str, date], words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        came(district, **facts)


def test_a_correction_keeps_place_and_number_and_says_what_was(
    district: Organisation, office: User
) -> None:
    letter = came(district, office)
    letter_change(
        letter=letter,
        by=office,
        facts=attrs.evolve(facts_of(letter), title="更正后"),
        version=1,
    )
    letter.refresh_from_db()
    assert (letter.title, letter.serial) == ("更正后", 1)
    row = AuditRow.objects.get(action="office.letter.change")
    assert row.data["before"]["title"] == FACTS.title
    assert row.data["after"]["title"] == "更正后"


def test_a_correction_stays_in_the_year_of_its_register(
    district: Organisation, office: User
) -> None:
    letter = came(district)
    facts = attrs.evolve(FACTS, registered_on=date(2025, 3, 2), dated=None)
    with pytest.raises(BadInputError) as caught:
        letter_change(letter=letter, by=office, facts=facts, version=1)
    assert caught.value.code == "letter.other_year"


def test_a_unit_reads_a_letter_once_it_was_passed_on(
    district: Organisation, bureau: Organisation, officer: User, clerk: User
) -> None:
    letter = came(district)
    assert not letters_for(officer).exists()
    letter_circulate(letter=letter, by=None, units=[bureau])
    letter.refresh_from_db()
    assert letter.state == LetterState.CIRCULATING
    assert list(letters_for(officer)) == [letter]
    assert not letters_for(clerk).exists()


def test_only_the_office_registers(district: Organisation, leader: User) -> None:
    with pytest.raises(PermissionDenied):
        came(district, leader)
    with pytest.raises(PermissionDenied):
        letter_file(letter=came(district), by=leader)
    with pytest.raises(PermissionDenied):
        registry_set(organisation=district, by=leader, signs="示")


def test_the_register_is_searched_and_narrowed(
    district: Organisation, office: User
) -> None:
    first = came(district, title="节能监察通知")
    came(district, correspondent="市生态环境局", reply_by=None)
    letter_file(letter=came(district, number="示字3号"), by=None)

    def found(**wanted: object) -> int:
        return letters_narrowed(office, LetterFilter(**wanted), on=DAY).count()

    assert found() == 3
    assert found(q="节能监察") == found(q="环境局") == found(q="示字3号") == 1
    assert found(state="filed") == 1
    assert found(direction="out") == 0
    assert found(year=2025) == 0
    assert found(since=DAY, until=DAY) == 3
    assert found(since=date(2026, 3, 3)) == 0
    assert found(owed="owed") == 1
    late = LetterFilter(owed="late")
    assert not letters_narrowed(office, late, on=date(2026, 3, 20)).exists()
    assert letters_narrowed(office, late, on=date(2026, 3, 21)).get() == first
    assert owed_counts(office, on=date(2026, 3, 21)) == (1, 1)


def test_a_letter_is_entered_with_its_file_and_links_on_the_page(
    client: Client, office: User, plan: Plan, task: Task
) -> None:
    client.force_login(office)
    form = FORM | {
        "targets": "T001、T002",
        "tasks": task.number,
        "hands_down": "on",
        "paper": SimpleUploadedFile("通知.pdf", PDF),
    }
    assert client.post("/office/letters/new/in/", form).status_code == 302
    letter = Letter.objects.get()
    assert [one.key for one in letter.targets.all()] == ["T001", "T002"]
    page = client.get(letter.get_absolute_url())
    assert "T002" in page.text
    assert task.number in page.text
    assert "登记下达的数值" in page.text
    file = client.get(f"/office/letters/{letter.pk}/paper/")
    assert file.content == PDF
    assert file["Content-Type"] == "application/octet-stream"
    assert Target.objects.get(plan=plan, key="T001").letters.get() == letter


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"targets": "T001 T999"}, "方案中没有这些目标：T999"),
        ({"tasks": "没有的"}, "没有这些编号的任务：没有的"),
        ({"title": ""}, "这个字段是必填项"),
        ({"dated": "2026-03-09"}, "成文日期晚于收发日期"),
        ({"paper": SimpleUploadedFile("通知.pdf", b"MZ program")}, "内容与扩展名不符"),
        ({"paper": SimpleUploadedFile("通知.exe", b"MZ program")}, "类型不收"),
        ({"paper": SimpleUploadedFile("空.pdf", b"")}, "空"),
    ],
)
@pytest.mark.usefixtures("plan")
def test_what_is_wrong_is_said_and_what_was_entered_stays(
    client: Client, office: User, change: dict[str, object], words: str
) -> None:
    client.force_login(office)
    page = client.post("/office/letters/new/in/", FORM | change)
    assert page.status_code == 200
    assert words in page.text
    assert "示范市发展改革委" in page.text
    assert not Letter.objects.exists()


def test_the_characters_are_set_on_a_page_before_letters_go_out(
    client: Client, office: User
) -> None:
    client.force_login(office)
    form = FORM | {"reply_by": "", "dated": ""}
    refused = client.post("/office/letters/new/out/", form)
    assert "还没有设定机关代字" in refused.text
    assert client.post("/office/letters/signs/", {"signs": ""}).status_code == 200
    client.post("/office/letters/signs/", {"signs": "示双碳办"})
    client.post("/office/letters/new/out/", form)
    assert "示双碳办〔2026〕1号" in client.get("/office/letters/").text


@pytest.mark.usefixtures("signs")
def test_each_act_has_its_page(
    client: Client, district: Organisation, bureau: Organisation, office: User
) -> None:
    client.force_login(office)
    letter = came(district)
    at = f"/office/letters/{letter.pk}"
    assert client.get(f"{at}/burn/").status_code == 404
    assert "至少选择一个单位" in client.post(f"{at}/circulate/", {"units": []}).text
    client.post(f"{at}/circulate/", {"units": [bureau.pk], "note": "请阅"})
    assert "必填" in client.post(f"{at}/answer/", {"note": "x"}).text
    client.post(f"{at}/answer/", {"on": "2026-03-10"})
    assert "请写明理由" in client.post(f"{at}/void/", {"go": "1"}).text
    client.post(f"{at}/file/", {"go": "1"})
    letter.refresh_from_db()
    assert letter.state == LetterState.FILED
    assert letter.replied_on == date(2026, 3, 10)
    assert "已归档或作废" in client.post(f"{at}/void/", {"reason": "误"}).text
    assert [move.act for move in letter.moves.all()] == [
        "register",
        "circulate",
        "reply",
        "file",
    ]
    made = client.get(f"/office/letters/new/out/?replies_to={letter.pk}")
    assert f'value="{letter.pk}" selected' in made.text


def test_a_letter_is_corrected_on_its_page(
    client: Client, district: Organisation, office: User
) -> None:
    client.force_login(office)
    letter = came(district)
    at = f"/office/letters/{letter.pk}/edit/"
    assert "示范市发展改革委" in client.get(at).text
    form = FORM | {"version": "1"}
    assert client.post(at, form | {"title": "更正后"}).status_code == 302
    other_year = {
        "version": "2",
        "registered_on": "2025-01-01",
        "dated": "",
        "reply_by": "",
    }
    assert "登记在 2026 年" in client.post(at, FORM | other_year).text
    letter.refresh_from_db()
    assert letter.title == "更正后"


def test_a_stale_correction_is_refused_and_both_versions_are_shown(
    client: Client, district: Organisation, bureau: Organisation, office: User
) -> None:
    client.force_login(office)
    letter = came(district)
    at = f"/office/letters/{letter.pk}/edit/"
    assert 'name="version" value="1"' in client.get(at).text
    letter_circulate(letter=letter, by=None, units=[bureau])
    mine = FORM | {"title": "我的标题", "note": "我的摘要", "version": "1"}
    page = client.post(at, mine)
    assert page.status_code == 200
    assert "保存期间他人改了这件收发文" in page.text
    sheet = page.text.split('id="both"')[1].split("</table>")[0]
    assert "我的标题" in sheet
    assert FACTS.title in sheet
    assert str(bureau) in sheet
    assert "我的摘要</textarea>" in page.text
    assert 'name="version" value="2"' in page.text
    letter.refresh_from_db()
    assert letter.title == FACTS.title
    assert not AuditRow.objects.filter(action="office.letter.change").exists()
    assert client.post(at, mine | {"version": "2"}).status_code == 302
    letter.refresh_from_db()
    assert (letter.title, letter.version) == ("我的标题", 3)
    bare = {name: value for name, value in mine.items() if name != "version"}
    assert "没有带页面版本" in client.post(at, bare).text


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("field", ["dated", "registered_on", "reply_by"])
def test_a_day_that_cannot_be_meant_is_refused(
    client: Client, district: Organisation, office: User, field: str, day: str
) -> None:
    client.force_login(office)
    page = client.post("/office/letters/new/in/", FORM | {field: day})
    assert f"{day} 不在 1990-01-01 至 2070-12-31 之间，请核对年份" in page.text
    assert not Letter.objects.exists()
    if field == "dated":
        with pytest.raises(ValidationError, match="请核对年份"):
            came(district, office, dated=date.fromisoformat(day))


@pytest.mark.database
def test_the_database_keeps_no_day_that_cannot_be_meant(district: Organisation) -> None:
    letter = came(district)
    letter.dated = date(1, 1, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        letter.save()


def test_a_text_that_is_too_long_is_said_and_stays_in_the_form(
    client: Client, office: User
) -> None:
    client.force_login(office)
    empty = client.get("/office/letters/new/in/").text
    area = empty.split('<textarea name="note"')[1].split(">")[0]
    assert "maxlength" not in area
    most = int(area.split('data-most="')[1].split('"')[0])
    note = "一" * (most - 1) + "\r\n" + "末"
    page = client.post("/office/letters/new/in/", FORM | {"note": note})
    assert f"写了 {most + 1} 个字符，最多 {most} 个，请删减" in page.text
    assert "末</textarea>" in page.text
    assert not Letter.objects.exists()


def test_letters_of_others_are_no_pages(
    client: Client, district: Organisation, officer: User, stranger: User
) -> None:
    letter = came(district)
    for user in (officer, stranger):
        client.force_login(user)
        for way in ("", "paper/", "edit/", "circulate/"):
            assert client.get(f"/office/letters/{letter.pk}/{way}").status_code == 404


def test_a_unit_reads_and_does_nothing(
    client: Client, district: Organisation, bureau: Organisation, officer: User
) -> None:
    letter = came(district, units=[bureau])
    client.force_login(officer)
    page = client.get(f"/office/letters/{letter.pk}/")
    assert page.status_code == 200
    assert "归档</a>" not in page.text
    assert client.get(f"/office/letters/{letter.pk}/paper/").status_code == 404
    assert client.post(f"/office/letters/{letter.pk}/file/").status_code == 403
    assert client.get("/office/letters/new/in/").status_code == 403
    assert client.get("/office/letters/signs/").status_code == 403


def test_a_reader_without_the_right_is_told_so(client: Client, reader: User) -> None:
    client.force_login(reader)
    for way in ("letters/", "letters.csv", "letters.xlsx"):
        assert client.get(f"/office/{way}").status_code == 403


def test_the_register_goes_out_as_it_is_seen(
    client: Client, district: Organisation, office: User
) -> None:
    came(district, title="=HYPERLINK(1)")
    came(district, title="另一件")
    client.force_login(office)
    rows = client.get("/office/letters.csv?q=HYPERLINK").getvalue().decode()
    assert "'=HYPERLINK(1)" in rows
    assert "另一件" not in rows
    book = client.get("/office/letters.xlsx")
    assert book.content.startswith(b"PK")


def test_the_register_asks_as_much_for_one_letter_as_for_many(
    client: Client,
    district: Organisation,
    office: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for turn in range(30):
        came(district, title=f"通知{turn}")
    client.force_login(office)
    with django_assert_max_num_queries(20):
        client.get("/office/letters/")


@pytest.mark.usefixtures("signs")
def test_a_letter_that_was_passed_on_does_not_show_what_was_not(
    client: Client, district: Organisation, bureau: Organisation
) -> None:
    asked = came(district)
    answered = went(district, title="机密的答复", replies_to=asked)
    letter_circulate(letter=asked, by=None, units=[bureau])
    client.force_login(person("nyw-head", bureau, RoleCode.UNIT_HEAD))
    shown = client.get(asked.get_absolute_url()).content.decode()
    assert asked.title in shown
    assert answered.title not in shown
    assert client.get(answered.get_absolute_url()).status_code == 404
