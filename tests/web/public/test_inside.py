"""Pages of the office: a version from the first box that is ticked to the last sign."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dafeng.web.core.models import AuditRow
from dafeng.web.desk.cards import needs_of
from dafeng.web.public.models import Event, Feedback, Release
from dafeng.web.public.selectors.events import coverage_for
from dafeng.web.public.services.events import audience_set
from dafeng.web.public.services.figures import figures_choose
from tests.web.assessment.building import frozen
from tests.web.assessment.building import stored as result_stored
from tests.web.public.building import KEYS, account, drafted

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from dafeng.web.assessment.models import AssessmentRun
    from dafeng.web.core.models import Organisation, User

Browser = Callable[..., Client]
EVENT = {
    "kind": "course",
    "title": "双碳政策解读",
    "audience": "cadres",
    "held_on": "2026-03-05",
    "state": "held",
    "reached": "80",
    "new_people": "80",
    "source": "签到表",
}


def seen(release: Release) -> dict[str, str]:
    """What a page says of the state that it shows."""
    return {"version": str(Release.objects.get(pk=release.pk).revision)}


def deed(client: Client, release: Release, name: str) -> str:
    where = reverse("public:deed", args=[release.pk, name])
    return client.post(where, seen(release), follow=True).content.decode()


def test_a_version_goes_through_the_office_to_the_leader_to_everybody(
    result: AssessmentRun, office: User, leader: User, browser: Browser
) -> None:
    assert result.seal
    clerk, head, visitor = browser(office), browser(leader), browser()
    assert (
        "还没有公开过任何数字" in clerk.get(reverse("public:office")).content.decode()
    )
    facts = {"title": "进展", "terms": "CC-BY-4.0"}
    made = clerk.post(reverse("public:release-new"), facts)
    release = Release.objects.get()
    assert made["Location"] == reverse("public:choose", args=[release.pk])
    choosing = clerk.get(made["Location"]).content.decode()
    assert "森林覆盖率" in choosing
    clerk.post(made["Location"], {"keys": [*KEYS], **seen(release)})
    assert release.figures.count() == len(KEYS)
    assert "还没有审核，不能签发" in deed(head, release, "issue")
    assert "已审核，等待签发" in deed(clerk, release, "check")
    assert "12.6" not in visitor.get(reverse("public:state")).content.decode()
    assert "已签发，公开网页已更新" in deed(head, release, "issue")
    assert "12.6" in visitor.get(reverse("public:state")).content.decode()


def test_a_correction_withdraws_a_figure_with_a_reason(
    release: Release, office: User, browser: Browser
) -> None:
    clerk = browser(office)
    deed(clerk, release, "correct")
    made = Release.objects.get(minor=1)
    figure = made.figures.get(key="target:T002")
    where = reverse("public:withdraw", args=[made.pk, figure.pk])
    assert "必填" in clerk.post(where, {"reason": ""}).content.decode()
    why = {"reason": "口径有误"}
    assert "没有带页面版本" in clerk.post(where, why).content.decode()
    assert clerk.post(where, why | seen(made)).status_code == 302
    edit = reverse("public:release-edit", args=[made.pk])
    facts = {"title": "进展", "terms": "CC-BY-4.0", "note": "订正"}
    clerk.post(edit, facts | seen(made))
    page = clerk.get(made.get_absolute_url()).content.decode()
    assert "“森林覆盖率”已撤回：口径有误。" in page
    restore = reverse("public:restore", args=[made.pk, figure.pk])
    again = clerk.post(restore, seen(made), follow=True)
    assert "已恢复" in again.content.decode()
    drop = reverse("public:reasoned", args=[made.pk, "drop"])
    assert clerk.post(drop, {"reason": "不再需要"} | seen(made)).status_code == 302
    made.refresh_from_db()
    assert made.state == "dropped"


def test_what_was_changed_after_the_page_was_opened_is_not_signed(
    result: AssessmentRun, office: User, browser: Browser
) -> None:
    made, clerk = drafted(result.organisation, office), browser(office)
    check = reverse("public:deed", args=[made.pk, "check"])
    old = seen(made)
    figures_choose(release=made, by=office, keys=KEYS[:1])
    late = clerk.post(check, old, follow=True).content.decode()
    assert "有人办理过" in late
    assert "没有带页面版本" in clerk.post(check, follow=True).content.decode()
    made.refresh_from_db()
    assert (made.state, made.checked_by) == ("draft", None)
    assert "已审核" in deed(clerk, made, "check")


def test_others_see_no_draft(
    release: Release,
    officer: User,
    stranger: User,
    leader: User,
    browser: Browser,
) -> None:
    where = release.get_absolute_url()
    assert browser(leader).get(where).status_code == 200
    assert browser(officer).get(where).status_code == 404
    assert browser(stranger).get(where).status_code == 404
    assert (
        browser(stranger)
        .post(reverse("public:deed", args=[release.pk, "correct"]))
        .status_code
        == 404
    )
    assert (
        browser(leader)
        .post(reverse("public:deed", args=[release.pk, "correct"]))
        .status_code
        == 403
    )
    assert browser(leader).get(reverse("public:release-new")).status_code == 403


def test_the_pages_of_versions_do_not_ask_more_for_more_figures(
    release: Release,
    office: User,
    browser: Browser,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for year in range(2010, 2021):
        account(release.organisation, year, grams=year * 10**12, seal="9" * 64)
    deed(browser(office), release, "correct")
    made = Release.objects.get(minor=1)
    every = [*KEYS, *(f"account:control:{year}" for year in range(2010, 2021))]
    figures_choose(release=made, by=office, keys=every)
    clerk = browser(office)
    for where in (reverse("public:office"), made.get_absolute_url()):
        clerk.get(where)
        with django_assert_max_num_queries(40):
            assert clerk.get(where).status_code == 200


def test_an_act_that_there_is_not_is_not_found(
    release: Release, office: User, browser: Browser
) -> None:
    clerk = browser(office)
    assert (
        clerk.post(reverse("public:deed", args=[release.pk, "burn"])).status_code == 404
    )
    assert (
        clerk.get(reverse("public:reasoned", args=[release.pk, "burn"])).status_code
        == 404
    )


def test_a_forged_choice_changes_nothing(
    result: AssessmentRun, office: User, browser: Browser
) -> None:
    made = drafted(result.organisation, office)
    where = reverse("public:choose", args=[made.pk])
    response = browser(office).post(where, {"keys": ["target:T999"], **seen(made)})
    assert "有内容需要更正" in response.content.decode()
    assert made.figures.count() == len(KEYS)


def test_the_desk_tells_what_waits_for_whom(
    release: Release,
    result: AssessmentRun,
    office: User,
    leader: User,
    district: Organisation,
) -> None:
    today = timezone.localdate()

    def codes(user: User) -> set[str]:
        return {one.code for one in needs_of(user, today)}

    assert not {"release.issue", "release.correct"} & codes(leader)
    newer = frozen(result_stored(result.plan, "2026"), seal="c" * 64)
    assert "release.follow" in codes(office)
    newer.delete()
    frozen(result_stored(result.plan), seal="d" * 64, replaces=result)
    waiting = {one.code: one for one in needs_of(office, today)}
    assert waiting["release.correct"].count == 3
    assert "release.correct" not in codes(leader)
    Feedback.objects.create(
        organisation=district,
        about="plan",
        text="?",
        received_at=timezone.now() - timedelta(days=20),
    )
    waiting = {one.code: one for one in needs_of(office, today)}
    assert waiting["feedback.answer"].late == 1
    made = drafted(district, office)
    assert "release.check" in codes(office)
    assert made.pk != release.pk


def test_a_unit_records_its_own_courses_and_the_coverage_follows(
    district: Organisation,
    bureau: Organisation,
    office: User,
    officer: User,
    stranger: User,
    browser: Browser,
) -> None:
    audience_set(
        organisation=district,
        by=office,
        audience="cadres",
        year=2026,
        people=400,
        source="编制数",
    )
    clerk = browser(officer)
    sent = EVENT | {"organisation": str(bureau.pk)}
    assert clerk.post(reverse("public:event-new"), sent).status_code == 302
    row = Event.objects.get()
    assert coverage_for(office)[0].share * 100 == 20
    page = browser(office).get(reverse("public:events")).content.decode()
    assert "20%" in page
    assert "双碳政策解读" in page
    changed = sent | {"reached": "120", "new_people": "100"}
    bare = clerk.post(row.get_absolute_url(), changed).content.decode()
    assert "没有带页面版本" in bare
    changed |= {"version": "1"}
    assert clerk.post(row.get_absolute_url(), changed).status_code == 302
    late = clerk.post(row.get_absolute_url(), changed).content.decode()
    assert "有人办理过" in late
    assert coverage_for(office)[0].share * 100 == 25
    audited = AuditRow.objects.get(action="public.event.change")
    assert audited.data["before"]["reached"] == 80
    assert browser(stranger).get(row.get_absolute_url()).status_code == 404
    foreign = sent | {"organisation": str(district.pk), "title": "他"}
    assert (
        "有内容需要更正"
        in clerk.post(reverse("public:event-new"), foreign).content.decode()
    )
    csv = b"".join(clerk.get(reverse("public:events-csv")).streaming_content)  # type: ignore[attr-defined]
    assert "签到表".encode() in csv
    for name in ("public:events", "public:events-csv"):
        page = clerk.get(reverse(name), {"year": "0000"})
        assert page.status_code == 200


def test_counts_that_cannot_be_are_refused(
    bureau: Organisation, officer: User, browser: Browser
) -> None:
    clerk = browser(officer)
    sent = EVENT | {"organisation": str(bureau.pk)}
    for facts, words in (
        ({"new_people": "90"}, "首次参加的人数不能多于参加人次"),
        ({"state": "planned"}, "活动举办后才能填写参加人次"),
        ({"reached": ""}, "填写首次参加的人数前，先填写参加人次"),
    ):
        page = clerk.post(reverse("public:event-new"), sent | facts).content.decode()
        assert words in page
    assert not Event.objects.exists()
    clerk.post(reverse("public:event-new"), sent)
    again = clerk.post(reverse("public:event-new"), sent).content.decode()
    assert "这次活动已经登记过" in again


def test_only_the_office_says_how_many_people_there_are(
    district: Organisation, office: User, officer: User, browser: Browser
) -> None:
    where = reverse("public:audiences")
    sent = {"audience": "cadres", "year": "2026", "people": "400", "source": "编制"}
    assert browser(officer).post(where, sent).status_code == 403
    assert browser(office).post(where, sent).status_code == 302
    assert browser(office).post(where, sent | {"people": "500"}).status_code == 302
    assert district.public_audiences.get().people == 500


def test_the_entry_stands_on_the_first_page_of_the_office(
    district: Organisation, office: User, browser: Browser
) -> None:
    assert district.pk
    page = browser(office).get(reverse("office:calendar")).content.decode()
    assert reverse("public:office") in page
