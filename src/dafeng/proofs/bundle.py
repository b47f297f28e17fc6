"""A sealed assessment as a proof reads it: its files, and what is asked of them."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from dafeng.assessment import AssessmentSealError, read_assessment_seal
from dafeng.assessment.records import Standing, UnitScore
from dafeng.base.errors import NotFoundError
from dafeng.base.plain import record_from_json
from dafeng.indicators import Evidence, Observation
from dafeng.lake import sha256_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from dafeng.assessment import AssessmentSeal

FILES = ("seal.json", "case.json", "scheme.toml", "assessment.json")
T = TypeVar("T")


@attrs.frozen(kw_only=True, slots=False)
class Bundle:
    """One seal with its files, as they lie on the disk.

    Attributes
    ----------
    seal : AssessmentSeal
    files : mapping of str to bytes
    """

    seal: AssessmentSeal
    files: dict[str, bytes] = attrs.field(repr=False)

    @cached_property
    def case(self) -> dict[str, Any]:
        """What went in, as plain values: a case of a district takes long to build."""
        found: dict[str, Any] = json.loads(self.files["case.json"])
        return found

    @cached_property
    def result(self) -> dict[str, Any]:
        """What came out, as plain values."""
        found: dict[str, Any] = json.loads(self.files["assessment.json"])
        return found

    def score(self, unit: str) -> UnitScore:
        """Return the score of a unit.

        Raises
        ------
        NotFoundError
            ``proof.no_unit``.
        """
        return _record(self._plain("units", "name", unit, "proof.no_unit"), UnitScore)

    def standing(self, target: str) -> Standing:
        """Return where a target stands.

        Raises
        ------
        NotFoundError
            ``proof.no_target``.
        """
        plain = self._plain("targets", "id", target, "proof.no_target")
        return _record(plain, Standing)

    def scope(self, target: str) -> str:
        """Return the part of the district that a target is about."""
        goals = self.case["goals"]
        return next((str(one["scope"]) for one in goals if one["id"] == target), "")

    def plain_score(self, unit: str) -> dict[str, Any]:
        """Return the score as it is written in the seal."""
        return self._plain("units", "name", unit, "proof.no_unit")

    def plain_standing(self, target: str) -> dict[str, Any]:
        """Return the standing as it is written in the seal."""
        return self._plain("targets", "id", target, "proof.no_target")

    def has_target(self, key: str) -> bool:
        """Whether there is such a target."""
        return any(one["id"] == key for one in self.result["targets"])

    def work(self, key: str) -> dict[str, Any] | None:
        """Return a task of the case; None where there is none."""
        return next((one for one in self.case["works"] if one["id"] == key), None)

    def returned(self, unit: str, form: str, period: str) -> dict[str, Any] | None:
        """Return a report that a unit owed; None where there is none."""
        for one in self.case["returns"]:
            if (one["unit"], one["form"], one["period"]) == (unit, form, period):
                found: dict[str, Any] = one
                return found
        return None

    def evidence(self, series: Collection[str]) -> Evidence:
        """Return what the case knew of some series on its day."""
        held = tuple(one for code in sorted(series) for one in self._observations(code))
        return Evidence(place=self.seal.place, observations=held)

    def _observations(self, series: str) -> tuple[Observation, ...]:
        """Build the observations of a series once: a case has thousands of others."""
        if series not in self._built:
            self._built[series] = tuple(
                _record(one, Observation) for one in self._stated.get(series, ())
            )
        return self._built[series]

    @cached_property
    def _built(self) -> dict[str, tuple[Observation, ...]]:
        return {}

    @cached_property
    def _stated(self) -> dict[str, list[dict[str, Any]]]:
        """Plain observations of the day by their series."""
        day, found = self.case["as_of"], defaultdict(list)
        for one in self.case["observations"]:
            if one["learned_on"] is None or one["learned_on"] <= day:
                found[one["series"]].append(one)
        return dict(found)

    def _plain(self, kind: str, field: str, value: str, code: str) -> dict[str, Any]:
        for one in self.result[kind]:
            if one[field] == value:
                found: dict[str, Any] = one
                return found
        msg = f"There is no {value!r} among the {kind} of seal {self.seal.digest}."
        raise NotFoundError(msg, code=code, subject=value)


def read_bundle(folder: Path, digest: str) -> Bundle:
    """Read a sealed assessment.

    Parameters
    ----------
    folder : Path
        Where seals of assessments are kept.
    digest : str

    Raises
    ------
    NotFoundError
        ``seal.unknown``: no such seal.
    AssessmentSealError
        ``assessment.damaged``: a file is not what the seal names; nothing is proven
        by it.
    """
    seal = read_assessment_seal(folder, digest)
    files = {name: (folder / seal.digest / name).read_bytes() for name in FILES}
    pinned = {
        "case.json": seal.case_sha256,
        "scheme.toml": seal.scheme_sha256,
        "assessment.json": seal.assessment_sha256,
    }
    for name, sha256 in pinned.items():
        if sha256_of(files[name]) != sha256:
            msg = f"{name} of seal {seal.digest[:12]} was changed after sealing."
            raise AssessmentSealError(msg, code="assessment.damaged", seal=seal.digest)
    return Bundle(seal=seal, files=files)


def _record(plain: dict[str, Any], cls: type[T]) -> T:
    return record_from_json(json.dumps(plain).encode(), cls)
