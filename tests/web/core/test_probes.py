"""What a probe is told, and what the site writes about its own work."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import RequestFactory
from django.utils import timezone
from django_q.models import Task
from django_q.signals import post_execute_in_worker

from dafeng.base.errors import BadInputError
from dafeng.web.core import readiness
from dafeng.web.core.uploads import listen_to_the_end
from dafeng.web.logging import (
    FIELDS,
    HIDDEN,
    JsonLines,
    TextLines,
    address_without_secrets,
    logging_settings,
    server_logging,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from dafeng.web.core.models import User

    Browser = Callable[[User | None], Client]


@pytest.fixture
def no_lake(settings: SettingsWrapper, tmp_path: Path) -> Path:
    """A lake that nobody wrote to yet."""
    settings.LAKE_ROOT = tmp_path / "lake"
    return tmp_path / "lake"


def ran(ago: timedelta) -> None:
    """A worker ended a job so long ago."""
    at = timezone.now() - ago
    Task.objects.create(
        id="a", name="a", func="f", started=at, stopped=at, success=True
    )


@pytest.mark.usefixtures("db", "no_lake")
class TestReadiness:
    def test_a_house_that_is_well_says_so_to_everybody(self, browser: Browser) -> None:
        ran(timedelta(seconds=20))
        answer = browser(None).get("/readyz")
        lines = answer.content.decode().splitlines()
        assert answer.status_code == 200
        assert lines[0] == "ready"
        assert [line.partition(",")[0] for line in lines[1:]] == [
            "database: ok",
            "migrations: ok",
            "lake: ok",
            "disk: ok",
            "worker: ok",
        ]
        assert "no-cache" in answer["Cache-Control"]

    def test_who_accepts_json_alone_gets_it(self, browser: Browser) -> None:
        answer = browser(None).get("/readyz", headers={"accept": "application/json"})
        told = answer.json()
        assert told["ready"] is True
        assert told["looks"]["database"] == {"well": True, "said": "answers"}

    @pytest.mark.parametrize("ago", [None, timedelta(hours=2)])
    def test_without_a_worker_pages_answer_and_the_probe_is_warned(
        self, browser: Browser, ago: timedelta | None
    ) -> None:
        if ago is not None:
            ran(ago)
        answer = browser(None).get("/readyz")
        assert answer.status_code == 200
        assert "worker: warning, " in answer.content.decode()

    def test_a_migration_to_apply_makes_it_wait(self, browser: Browser) -> None:
        MigrationRecorder(connection).record_unapplied("core", "0001_initial")
        answer = browser(None).get("/readyz")
        assert answer.status_code == 503
        assert answer.content.startswith(b"not ready\n")
        assert "migrations: failed, 1 to apply" in answer.content.decode()

    def test_a_full_disk_makes_it_wait(
        self, browser: Browser, settings: SettingsWrapper
    ) -> None:
        settings.LEAST_FREE_MB = 10**9
        answer = browser(None).get("/readyz")
        assert answer.status_code == 503
        assert "disk: failed, " in answer.content.decode()

    def test_a_lake_that_cannot_be_read_makes_it_wait(
        self, browser: Browser, no_lake: Path
    ) -> None:
        log = no_lake / "tables" / "readings" / "_delta_log"
        log.mkdir(parents=True)
        (log / f"{0:020d}.json").write_bytes(b"no log")
        answer = browser(None).get("/readyz")
        assert answer.status_code == 503
        assert "lake: failed, cannot be read" in answer.content.decode()

    def test_it_costs_three_questions_and_no_sign_in(
        self, browser: Browser, django_assert_num_queries: Any
    ) -> None:
        browser(None).get("/readyz")
        with django_assert_num_queries(4):
            browser(None).get("/readyz")


class TestLines:
    def test_a_request_leaves_one_line_with_who_what_and_how_long(
        self,
        browser: Browser,
        office: User,
        settings: SettingsWrapper,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        settings.SLOW_MS = 10.0**9
        with caplog.at_level("INFO", "dafeng.request"):
            answer = browser(office).get("/units/?q=能源&token=hush")
        (record,) = [one for one in caplog.records if one.name == "dafeng.request"]
        fields = getattr(record, FIELDS)
        assert record.levelname == "INFO"
        assert fields["request"] == answer["X-Request-ID"]
        assert fields["user"] == office.pk
        assert fields["unit"] == office.organisation_id
        assert (fields["method"], fields["status"]) == ("GET", 200)
        assert fields["route"] == "core:organisations"
        assert fields["path"].startswith("/units/?q=")
        assert "hush" not in fields["path"]
        assert fields["ms"] > 0
        assert fields["queries"] > 0
        timing = answer["Server-Timing"]
        assert timing.startswith("app;dur=")
        assert f'desc="{fields["queries"]}"' in timing

    @pytest.mark.usefixtures("db")
    def test_a_slow_request_is_a_warning_and_a_probe_no_line(
        self,
        browser: Browser,
        settings: SettingsWrapper,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        with caplog.at_level("INFO", "dafeng.request"):
            browser(None).get("/healthz")
        assert not caplog.records
        settings.SLOW_MS = 0.0
        with caplog.at_level("INFO", "dafeng.request"):
            browser(None).get("/about/")
        (record,) = caplog.records
        assert (record.levelname, record.getMessage()) == ("WARNING", "slow")
        assert getattr(record, FIELDS)["user"] is None

    def test_a_job_leaves_one_line_and_a_failed_one_its_reason(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        now = timezone.now()
        task = {"id": "1", "name": "notices.mails-send", "started": now}
        task |= {"stopped": now + timedelta(milliseconds=250)}
        with caplog.at_level("INFO", "dafeng.job"):
            post_execute_in_worker.send(
                sender="test", func=None, task={**task, "success": True}
            )
            post_execute_in_worker.send(
                sender="test",
                func=None,
                task={**task, "success": False, "result": "no mail : Traceback (most"},
            )
        done, failed = caplog.records
        assert getattr(done, FIELDS) == {
            "job": "notices.mails-send",
            "run": "1",
            "ms": 250.0,
        }
        assert failed.levelname == "ERROR"
        assert getattr(failed, FIELDS)["reason"] == "no mail"


def line(fields: dict[str, object]) -> logging.LogRecord:
    record = logging.makeLogRecord(
        {"name": "dafeng.request", "levelname": "INFO", "msg": "answered", "created": 0}
    )
    setattr(record, FIELDS, fields)
    return record


def test_json_is_one_object_per_line_with_utc_time() -> None:
    text = JsonLines().format(line({"path": "/plan/\n", "unit": None}))
    assert "\n" not in text
    assert json.loads(text) == {
        "time": "1970-01-01T00:00:00.000Z",
        "level": "info",
        "logger": "dafeng.request",
        "message": "answered",
        "path": "/plan/\n",
        "unit": None,
    }


def test_a_fault_carries_its_traceback_in_the_same_line() -> None:
    record = line({})
    try:
        json.loads("{")
    except ValueError:
        record.exc_info = sys.exc_info()
    text = JsonLines().format(record)
    assert "\n" not in text
    assert "JSONDecodeError" in json.loads(text)["error"]
    assert "JSONDecodeError" in TextLines().format(record)


def test_text_shows_fields_behind_the_message() -> None:
    text = TextLines().format(line({"status": 200}))
    assert text == "1970-01-01T00:00:00.000Z INFO dafeng.request: answered status=200"


@pytest.mark.parametrize(
    ("path", "query", "arguments", "shown"),
    [
        ("/plan/", "", {}, "/plan/"),
        ("/x/", "q=a&page=2", {}, "/x/?q=a&page=2"),
        ("/x/", "token=abc&page=2", {}, f"/x/?token={HIDDEN}&page=2"),
        ("/login/", "code=abc&state=def", {}, f"/login/?code={HIDDEN}&state={HIDDEN}"),
        (
            "/x/",
            "API_KEY=1&new_password=2",
            {},
            f"/x/?API_KEY={HIDDEN}&new_password={HIDDEN}",
        ),
        ("/x/", "signature=1&Sig=2", {}, f"/x/?signature={HIDDEN}&Sig={HIDDEN}"),
        ("/welcome/MQ/abc-1/", "", {"key": "MQ", "token": "abc-1"}, None),
        ("/plan/T004/", "", {"key": "T004", "year": 2025}, "/plan/T004/"),
        ("/meters/wall/a:b-1", "", {}, f"/meters/wall/{HIDDEN}"),
        ("/desk/wall/a:b/", "", {"token": "a:b"}, f"/desk/wall/{HIDDEN}/"),
        ("/meters/wall/a/stream", "", {}, f"/meters/wall/{HIDDEN}/stream"),
        ("/desk/walls/new/", "", {}, "/desk/walls/new/"),
    ],
)
def test_an_address_is_written_without_its_secrets(
    path: str, query: str, arguments: dict[str, Any], shown: str | None
) -> None:
    expected = f"/welcome/MQ/{HIDDEN}/" if shown is None else shown
    assert address_without_secrets(path, query, arguments) == expected


def test_the_form_of_the_log_is_json_text_or_nothing() -> None:
    assert logging_settings("")["loggers"]["dafeng"] == {"level": "WARNING"}
    assert logging_settings("text")["loggers"]["dafeng"] == {"level": "INFO"}
    assert server_logging("json")["formatters"]["line"]["()"] is JsonLines
    with pytest.raises(BadInputError, match="json or text"):
        logging_settings("xml")


def test_the_setting_reaches_the_log_of_a_process() -> None:
    code = (
        "import django, logging; django.setup();"
        "logging.getLogger('dafeng.request').info('answered')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "DAFENG_LOG": "json"},
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stderr)["message"] == "answered"


def test_looks_name_what_is_needed() -> None:
    looks = (
        readiness.Look(name="a", is_well=True, said=""),
        readiness.Look(name="b", is_well=False, said="", is_needed=False),
    )
    assert readiness.is_ready(looks)
    assert not readiness.is_ready(
        (*looks, readiness.Look(name="c", is_well=False, said=""))
    )


@pytest.mark.usefixtures("db")
def test_who_sends_too_much_is_heard_to_the_end_and_told_in_words(
    browser: Browser, settings: SettingsWrapper
) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    request = RequestFactory().post("/login/", {"file": BytesIO(bytes(300_000))})
    with pytest.raises(RequestDataTooBig):
        assert request.FILES
    listen_to_the_end(request)
    assert request.read(1) == b""
    answer = browser(None).post("/login/", {"file": BytesIO(bytes(300_000))})
    assert answer.status_code == 400
    assert "超过了上限" in answer.content.decode()
