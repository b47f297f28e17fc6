"""A tiny house with a plan, an account and a seal, and what it shows.

``python -m tests.house.building make HOME`` makes one; ``look HOME`` prints one JSON
object: a hash for each page, whether each seal gives its bytes again, and the audit.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from datetime import date
from pathlib import Path

from dafeng.web.house import stand_up

PAGES = (
    "/about/",
    "/units/",
    "/units/fgw/",
    "/plan/",
    "/carbon/2023/",
    "/carbon/2023/lines/",
    "/assessment/indicators/",
)
MARKS = re.compile(rb'(csrfmiddlewaretoken" value="|"X-CSRFToken": ?")[^"]+')


def make(home: Path) -> None:
    """Fill a house that has its tables."""
    stand_up(home)
    from dafeng.lake import Lake
    from dafeng.web.accounts.services.running import account_make
    from dafeng.web.accounts.services.sealing import run_seal
    from dafeng.web.core import services
    from dafeng.web.core.models import RoleCode
    from dafeng.web.plans.services.bulk import BulkChoice, bulk_confirm
    from dafeng.web.plans.services.publishing import plan_publish
    from dafeng.web.static_files import lay_out
    from dafeng.web.tables import make_tables
    from tests.web.accounts.building import OWNERS, PLACE, fill, unit
    from tests.web.plans.building import organisation, person, stored

    make_tables()
    lay_out()
    services.house_set(
        synthetic=False,
        name_zh="示范区",
        name_en="",
        place_code=PLACE,
        data_version="plan-0",
        data_date=date(2026, 9, 30),
    )
    root = organisation("demo", "示范区人民政府", kind="government", place_code=PLACE)
    unit("fgw", "区发改委", root, "bureau")
    town = unit("town", "甲镇", root, "township")
    for number, owner in enumerate(OWNERS, start=1):
        unit(owner, f"示范{number}厂", town, "enterprise")
    person("office", root, RoleCode.CARBON_OFFICE)
    plan = stored(root)
    bulk_confirm(plan=plan, by=None, choice=BulkChoice())
    plan_publish(plan=plan, by=None)
    fill(Lake(home / "lake"))
    account_make(by=None, organisation=root, year=2022)
    run_seal(run=account_make(by=None, organisation=root, year=2023), by=None)
    (home / "files").mkdir(exist_ok=True)
    (home / "files" / "方案.txt").write_text("到2025年", encoding="utf-8")


def look(home: Path) -> dict[str, object]:
    """Open every page as the office, and give every seal again."""
    stand_up(home)
    from django.test import Client

    from dafeng.accounts import replay, seals
    from dafeng.lake import Lake
    from dafeng.web.core import audit
    from dafeng.web.core.models import AuditRow, User

    client = Client(headers={"host": "localhost", "accept-language": "zh-CN"})
    client.force_login(
        User.objects.get(username="office"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    answers = {address: client.get(address, follow=True) for address in PAGES}
    folder, lake = home / "seals", Lake(home / "lake")
    replayed = [replay(seal.digest, lake, folder) for seal in seals(folder)]
    chain = audit.check_chain()
    return {
        "status": {address: one.status_code for address, one in answers.items()},
        "pages": {address: shown(one.content) for address, one in answers.items()},
        "seals": {one.seal.digest: one.same for one in replayed},
        "files": sorted(
            path.name for path in (home / "files").rglob("*") if path.is_file()
        ),
        "audit": {
            "broken": None if chain.broken is None else chain.broken.reason,
            "actions": [row.action for row in AuditRow.objects.order_by("number")],
        },
    }


def shown(body: bytes) -> str:
    """A hash of what a page shows; tokens are other ones each time."""
    return hashlib.sha256(MARKS.sub(b"", body)).hexdigest()


if __name__ == "__main__":
    act, where = sys.argv[1:]
    if act == "make":
        make(Path(where))
    else:
        print(json.dumps(look(Path(where))))
