"""Seals of assessments: a result pinned with its case, made again to the same bytes.

::

    assessments/
      <digest>/seal.json         what was pinned; its SHA-256 is the digest
      <digest>/case.json         everything that went in
      <digest>/scheme.toml       the scheme
      <digest>/assessment.json   the result

A replay needs this folder alone. With the lake it also reads the evidence again from
the pinned versions and says whether it is what the case holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

import attrs

from dafeng.assessment.assessing import assess
from dafeng.assessment.cases import case_to_json
from dafeng.assessment.freezing import goal_changes
from dafeng.assessment.records import Assessment, Case, Pins
from dafeng.assessment.schemes import scheme_from_toml, scheme_toml
from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.base.plain import (
    Plain,
    record_from_json,
    record_to_json,
    record_to_plain,
)
from dafeng.indicators import read_indicator_evidence
from dafeng.lake import alone_in, canonical_json, keep_file, sha256_of

if TYPE_CHECKING:
    from dafeng.lake import Lake

FORM = 1
"""Edition of the form in which seals are written."""
_SHOWN = 12
_NAMED = 5
_FILES = {
    "case": "case.json",
    "scheme": "scheme.toml",
    "assessment": "assessment.json",
}


class AssessmentSealError(BadInputError):
    """A result cannot be sealed, or a seal is damaged."""

    code = "assessment.seal"


@attrs.frozen(kw_only=True)
class AssessmentSeal:
    """What pins an assessment.

    Attributes
    ----------
    digest : str
        SHA-256 of the seal's own bytes.
    place, period, scheme : str
    case_sha256, scheme_sha256, assessment_sha256 : str
    tables : tuple of (str, int)
        Versions of the lake's tables.
    replaces, reason : str
        Digest of the seal that this one restates, and why; empty for a first one.
    """

    digest: str
    place: str
    period: str
    scheme: str
    case_sha256: str
    scheme_sha256: str
    assessment_sha256: str
    tables: tuple[tuple[str, int], ...]
    replaces: str = ""
    reason: str = ""


@attrs.frozen(kw_only=True)
class AssessmentReplay:
    """A sealed assessment made again.

    Attributes
    ----------
    seal : AssessmentSeal
    same : bool
        Whether the bytes are those that were sealed.
    changed : tuple of str
        What the program brings that is not what was pinned: ``rules``,
        ``definitions``, ``program``; why the bytes may differ.
    differences : tuple of str
        The first places in which the two results differ: ``targets[3].reason``.
    evidence : str
        ``same`` or ``different`` after reading the lake again, ``not-read`` without.
    assessment : Assessment
        As made now.
    """

    seal: AssessmentSeal
    same: bool
    changed: tuple[str, ...]
    differences: tuple[str, ...]
    evidence: str
    assessment: Assessment


def seal_assessment(  # noqa: PLR0913 - what is pinned, where, and why
    case: Case,
    folder: Path,
    *,
    scheme: bytes | None = None,
    lake: Lake | None = None,
    reason: str = "",
    made: Assessment | None = None,
) -> AssessmentSeal:
    """Pin the assessment of a case for good.

    Parameters
    ----------
    case : Case
    folder : Path
        Where seals of assessments are kept.
    scheme : bytes, optional
        TOML of a scheme of the district's own; default the packaged one.
    lake : Lake, optional
        Its versions are pinned: no clean-up takes their files away.
    reason : str
        Why a period that is sealed under the scheme is restated.
    made : Assessment, optional
        What :func:`~dafeng.assessment.assess` has just made of the case; default: it
        is made here.

    Raises
    ------
    AssessmentSealError
        ``assessment.sealed``: the period is sealed under this scheme and no reason was
        given. ``assessment.seal_same``: nothing changed since.
    """
    ruled = scheme or scheme_toml(case.scheme)
    made = made or assess(case, scheme_from_toml(ruled))
    data, given = record_to_json(made), case_to_json(case)
    with alone_in(folder):
        standing = newest_assessment_seal(
            folder, case.place, case.period, scheme=made.scheme
        )
        if standing is not None:
            _may_follow(standing, folder, case, data, reason)
        written = canonical_json(
            {
                "form": FORM,
                "place": case.place,
                "period": case.period,
                "scheme": made.scheme,
                "case_sha256": sha256_of(given),
                "scheme_sha256": sha256_of(ruled),
                "assessment_sha256": sha256_of(data),
                "tables": [list(table) for table in case.tables],
                "replaces": standing.digest if standing else "",
                "reason": reason.strip(),
            }
        )
        digest = sha256_of(written)
        if lake is not None:
            for name, version in case.tables:
                lake.pin(name, version, digest)
        keep_file(folder / digest / "case.json", given)
        keep_file(folder / digest / "scheme.toml", ruled)
        keep_file(folder / digest / "assessment.json", data)
        keep_file(folder / digest / "seal.json", written)
    return read_assessment_seal(folder, digest)


def _may_follow(
    standing: AssessmentSeal, folder: Path, case: Case, data: bytes, reason: str
) -> None:
    """Refuse a second seal that changes nothing, or that says no reason."""
    if standing.assessment_sha256 == sha256_of(data):
        msg = f"Nothing changed since seal {standing.digest[:_SHOWN]}."
        raise AssessmentSealError(msg, code="assessment.seal_same")
    if reason.strip():
        return
    changed = goal_changes(sealed_case(folder, standing), case)
    goals = ", ".join(f"{one.goal} ({', '.join(one.fields)})" for one in changed)
    what = f"Targets changed since then: {goals}. " if changed else ""
    msg = (
        f"{standing.period} is sealed as {standing.digest[:_SHOWN]} under "
        f"{standing.scheme}; a sealed year does not change. {what}"
        "Restate it with a reason; both seals are kept."
    )
    raise AssessmentSealError(msg, code="assessment.sealed", seal=standing.digest)


def replay_assessment(
    digest: str, folder: Path, lake: Lake | None = None
) -> AssessmentReplay:
    """Make a sealed assessment again from what was pinned, and compare the bytes.

    Raises
    ------
    NotFoundError
        ``seal.unknown``: no such seal.
    AssessmentSealError
        ``assessment.damaged``: a pinned file is not what the seal names.
    """
    seal = read_assessment_seal(folder, digest)
    case = record_from_json(_pinned(folder, seal, "case"), Case)
    scheme = scheme_from_toml(_pinned(folder, seal, "scheme"))
    sealed = record_from_json(_pinned(folder, seal, "assessment"), Assessment)
    made = assess(case, scheme)
    return AssessmentReplay(
        seal=seal,
        same=sha256_of(record_to_json(made)) == seal.assessment_sha256,
        changed=_changed(sealed.inputs, made.inputs),
        differences=tuple(islice(_differences(sealed, made), _NAMED)),
        evidence="not-read" if lake is None else _read_again(case, lake),
        assessment=made,
    )


def _differences(sealed: Assessment, made: Assessment) -> Iterator[str]:
    """Yield the places in which two results differ; what went in is told apart."""
    before = record_to_plain(attrs.evolve(sealed, inputs=made.inputs))
    yield from _unlike("", before, record_to_plain(made))


def _unlike(place: str, before: Plain, after: Plain) -> Iterator[str]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in sorted(before.keys() | after.keys()):
            inner = f"{place}.{key}" if place else key
            yield from _unlike(inner, before.get(key), after.get(key))
    elif _is_list(before) and _is_list(after) and len(before) == len(after):
        for number, pair in enumerate(zip(before, after, strict=True)):
            yield from _unlike(f"{place}[{number}]", *pair)
    elif before != after:
        yield place


def _is_list(value: Plain) -> TypeGuard[Sequence[Plain]]:
    return isinstance(value, list | tuple)


def _changed(sealed: Pins, now: Pins) -> tuple[str, ...]:
    compared = {
        "rules": "rules_sha256",
        "definitions": "definitions_sha256",
        "program": "program",
    }
    return tuple(
        name
        for name, field in compared.items()
        if getattr(sealed, field) != getattr(now, field)
    )


def _read_again(case: Case, lake: Lake) -> str:
    """Compare the case's observations with what the pinned versions say."""
    if not case.tables:
        return "not-read"
    found = read_indicator_evidence(
        lake, case.place, as_of=case.as_of, versions=dict(case.tables)
    )
    same = set(found.observations) == set(case.observations)
    return "same" if same else "different"


def sealed_assessment(folder: Path, seal: AssessmentSeal) -> Assessment:
    """Read the result that a seal pinned."""
    return record_from_json(_pinned(folder, seal, "assessment"), Assessment)


def sealed_case(folder: Path, seal: AssessmentSeal) -> Case:
    """Read the case that a seal pinned."""
    return record_from_json(_pinned(folder, seal, "case"), Case)


def _pinned(folder: Path, seal: AssessmentSeal, part: str) -> bytes:
    data = (folder / seal.digest / _FILES[part]).read_bytes()
    if sha256_of(data) != getattr(seal, f"{part}_sha256"):
        msg = (
            f"{_FILES[part]} of seal {seal.digest[:_SHOWN]} was changed after sealing."
        )
        raise AssessmentSealError(msg, code="assessment.damaged", seal=seal.digest)
    return data


def read_assessment_seal(folder: Path, digest: str) -> AssessmentSeal:
    """Read one seal; the beginning of its digest is enough while it is unique.

    Raises
    ------
    NotFoundError
        ``seal.unknown``: no seal, or more than one, begins so.
    AssessmentSealError
        ``assessment.damaged``: its bytes are not those that its digest names.
    """
    found = [path.parent.name for path in folder.glob(f"{digest}*/seal.json")]
    if len(found) != 1 or not digest:
        msg = f"{len(found)} seals begin with {digest!r} in {folder}."
        raise NotFoundError(msg, code="seal.unknown", seal=digest)
    data = (folder / found[0] / "seal.json").read_bytes()
    if sha256_of(data) != found[0]:
        msg = f"Seal {found[0][:_SHOWN]} was changed: its bytes have another digest."
        raise AssessmentSealError(msg, code="assessment.damaged", seal=found[0])
    kept: dict[str, Any] = json.loads(data)
    del kept["form"]
    tables = tuple((name, version) for name, version in kept.pop("tables"))
    return AssessmentSeal(digest=found[0], tables=tables, **kept)


def assessment_seals(folder: Path) -> tuple[AssessmentSeal, ...]:
    """Return every seal by place, period, scheme; a restatement behind its first."""
    found = [
        read_assessment_seal(folder, path.parent.name)
        for path in folder.glob("*/seal.json")
    ]
    by_digest = {seal.digest: seal for seal in found}

    def depth(seal: AssessmentSeal) -> int:
        above = by_digest.get(seal.replaces)
        return 0 if above is None else 1 + depth(above)

    return tuple(
        sorted(found, key=lambda s: (s.place, s.period, s.scheme, depth(s), s.digest))
    )


def newest_assessment_seal(
    folder: Path, place: str, period: str, *, scheme: str
) -> AssessmentSeal | None:
    """Return the seal in force of a place, period and scheme, if there is one."""
    at = (place, period, scheme)
    held = [s for s in assessment_seals(folder) if (s.place, s.period, s.scheme) == at]
    return held[-1] if held else None
