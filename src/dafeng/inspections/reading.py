"""Cases and draws as JSON: what the command line reads, what is published."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from dafeng.base.errors import BadInputError
from dafeng.inspections.frames import plain
from dafeng.inspections.records import (
    ClassQuota,
    Draw,
    DrawCase,
    Drawn,
    Exclusion,
    How,
    Inspector,
    NoticeForm,
    PastFinding,
    Severity,
    Subject,
)
from dafeng.inspections.rules import ClassRule, FollowUp, RiskRule, Rules

T = TypeVar("T")


def draw_json(made: Draw) -> str:
    """Return a draw as JSON, the same bytes for the same draw."""
    return json.dumps(plain(made), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def read_case(text: str) -> DrawCase:
    """Read a case from JSON: ``plan``, ``on``, ``quota``, ``subjects``, ...

    Raises
    ------
    BadInputError
        ``case.bad``: says which place cannot be read, and why.
    """
    return _read(text, _case)


def read_draw(text: str) -> Draw:
    """Read a draw from JSON as :func:`draw_json` writes it.

    Raises
    ------
    BadInputError
        ``case.bad``: says which place cannot be read, and why.
    """
    return _read(text, _draw)


def read_frame(text: str) -> tuple[DrawCase, Rules]:
    """Read case and rules of a stored frame: a draw needs no packaged rules again.

    Raises
    ------
    BadInputError
        ``case.bad``: it is no frame.
    """
    return _read(text, lambda told: (_case(told["case"]), _rules(told["rules"])))


def _read(text: str, as_record: Callable[[Any], T]) -> T:
    try:
        return as_record(json.loads(text, parse_float=Decimal))
    except KeyError as error:
        msg = f"The case has no {error.args[0]!r}."
        raise BadInputError(msg, code="case.bad", place=str(error.args[0])) from error
    except (ValueError, TypeError, AttributeError, InvalidOperation) as error:
        msg = f"The case cannot be read: {error}"
        raise BadInputError(msg, code="case.bad", place="") from error


def _case(told: Mapping[str, Any]) -> DrawCase:
    return DrawCase(
        plan=told["plan"],
        on=date.fromisoformat(told["on"]),
        quota=int(told["quota"]),
        subjects=tuple(_subject(one) for one in told["subjects"]),
        inspectors=tuple(Inspector(**one) for one in told["inspectors"]),
        exclusions=tuple(Exclusion(**one) for one in told.get("exclusions", ())),
    )


def _subject(told: Mapping[str, Any]) -> Subject:
    energy = told.get("energy_tce")
    return Subject(
        id=told["id"],
        name=told.get("name", ""),
        energy_tce=None if energy is None else Decimal(str(energy)),
        looked_on=_day(told.get("looked_on")),
        past=tuple(_past(one) for one in told.get("past", ())),
    )


def _past(told: Mapping[str, Any]) -> PastFinding:
    return PastFinding(
        severity=Severity(told["severity"]),
        found_on=date.fromisoformat(told["found_on"]),
        still_open=bool(told.get("still_open")),
    )


def _draw(told: Mapping[str, Any]) -> Draw:
    return Draw(
        plan=told["plan"],
        frame=told["frame"],
        edition=told["edition"],
        commitment=told["commitment"],
        seed=told["seed"],
        word=told["word"],
        quotas=tuple(ClassQuota(**one) for one in told["quotas"]),
        drawn=tuple(_drawn(one) for one in told["drawn"]),
        resting=tuple(told["resting"]),
    )


def _rules(told: Mapping[str, Any]) -> Rules:
    fields = dict(told)
    fields["risk"] = tuple(RiskRule(**one) for one in told["risk"])
    fields["classes"] = tuple(_class(one) for one in told["classes"])
    fields["follow_ups"] = tuple(_follow_up(one) for one in told["follow_ups"])
    fields["random_share"] = Decimal(told["random_share"])
    return Rules(**fields)


def _class(told: Mapping[str, Any]) -> ClassRule:
    fields = dict(told)
    for name in ("at_least_tce", "below_tce"):
        fields[name] = None if told[name] is None else Decimal(told[name])
    fields["share"] = Decimal(told["share"])
    return ClassRule(**fields)


def _follow_up(told: Mapping[str, Any]) -> FollowUp:
    fields = dict(told)
    severity, notice = (
        Severity(fields.pop("severity")),
        NoticeForm(fields.pop("notice")),
    )
    return FollowUp(**fields, severity=severity, notice=notice)


def _drawn(told: Mapping[str, Any]) -> Drawn:
    fields = dict(told)
    how, inspectors = How(fields.pop("how")), tuple(fields.pop("inspectors"))
    return Drawn(**fields, how=how, inspectors=inspectors)


def _day(text: str | None) -> date | None:
    return None if not text else date.fromisoformat(text)
