"""Verify a chain of evidence: every hash, the seal, the sums, the audit's rows.

Runs with Python 3.8 or later alone, offline: `python verify.py [ARCHIVE.zip | FOLDER]`,
by default on the folder that it lies in.  Exits 0 when everything that was checked
holds, 1 when something does not, 2 when there is nothing to check.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from fractions import Fraction
from pathlib import Path
from typing import Any

KIND = "dafeng.proof"
MANIFEST, SUMS = "manifest.json", "manifest.sha256"
SCORE, ACTS, TOTALS = "figures/score.json", "audit/rows.jsonl", "lake/totals.json"
SEALED = {
    "seal/case.json": "case_sha256",
    "seal/scheme.toml": "scheme_sha256",
    "seal/assessment.json": "assessment_sha256",
}
RULES = {
    "rules/assessment/": "rules_sha256",
    "rules/indicators/": "definitions_sha256",
}
MALFORMED = (
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    ArithmeticError,
)
UNREADABLE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError)


class Found:
    """What held, what did not, and what could not be checked; in two languages."""

    def __init__(self) -> None:
        self.held: list[tuple[str, str]] = []
        self.broken: list[tuple[str, str]] = []
        self.left: list[tuple[str, str]] = []

    def holds(self, zh: str, en: str) -> None:
        """Note what was checked and holds."""
        self.held.append((zh, en))

    def breaks(self, zh: str, en: str) -> None:
        """Note what does not hold."""
        self.broken.append((zh, en))

    def leaves(self, zh: str, en: str) -> None:
        """Note what could not be checked."""
        self.left.append((zh, en))


class Files:
    """The files of an archive, or of the folder that it was unpacked into."""

    def __init__(self, place: Path) -> None:
        self.folder = place if place.is_dir() else None
        self.archive = None if self.folder else zipfile.ZipFile(str(place))

    def names(self) -> list[str]:
        """Every file, with ``/`` in its path."""
        if self.archive is not None:
            return self.archive.namelist()
        root = self.folder or Path()
        found = (one for one in root.rglob("*") if one.is_file())
        return sorted(one.relative_to(root).as_posix() for one in found)

    def read(self, name: str) -> bytes:
        """Bytes of one file."""
        if self.archive is not None:
            return self.archive.read(name)
        return (self.folder or Path()).joinpath(name).read_bytes()

    def json(self, name: str) -> Any:
        """One file read as JSON."""
        return json.loads(self.read(name).decode("utf-8"))


def check(place: Path, seal: str = "") -> Found:
    """Check everything.

    Parameters
    ----------
    place : Path
        An archive, or the folder that it was unpacked into.
    seal : str
        Seal from another source; empty compares with nothing.

    Returns
    -------
    Found
    """
    found = Found()
    try:
        files = Files(place)
        manifest = _manifest(files, found)
    except UNREADABLE as error:
        found.breaks(f"{place.name} 不能读出：{error}", f"{place.name}: {error}")
        return found
    if manifest is None or not _hashes(files, manifest, found):
        zh = "文件有改动，其余各项没有核验"
        found.leaves(zh, "files were changed; nothing else was checked")
        return found
    steps: list[Callable[[Files, dict[str, Any], Found], None]] = [
        _chain,
        _sealed,
        _rules,
        _score,
        _figures,
        _totals,
        _acts,
        _withheld,
    ]
    for step in steps:
        try:
            step(files, manifest, found)
        except MALFORMED as error:
            name = step.__name__.strip("_")
            found.breaks(
                f"{name}：内容不合格式（{error!r}）", f"{name}: malformed ({error!r})"
            )
    _seal_given(manifest, seal, found)
    return found


def _manifest(files: Files, found: Found) -> Any:
    """Read the list, which a file beside it seals."""
    names = files.names()
    for name in (MANIFEST, SUMS):
        if name not in names:
            found.breaks(f"缺少 {name}", f"{name} is missing")
            return None
    data, kept = files.read(MANIFEST), files.read(SUMS)
    if kept != f"{_sha256(data)}  {MANIFEST}\n".encode():
        zh = f"{MANIFEST} 与 {SUMS} 不符，两者之一有改动"
        found.breaks(zh, f"{MANIFEST} is not what {SUMS} says: one was changed")
        return None
    manifest = json.loads(data.decode("utf-8"))
    if not isinstance(manifest, dict) or manifest.get("about") != KIND:
        found.breaks(f"{MANIFEST} 不是证据链清单", f"{MANIFEST} lists no proof")
        return None
    return manifest


def _hashes(files: Files, manifest: dict[str, Any], found: Found) -> bool:
    """Compare every file with the list, and the list with what is there."""
    before, there = len(found.broken), files.names()
    listed = {one["path"]: one["sha256"] for one in manifest["files"]}
    for name, sha256 in listed.items():
        if name not in there:
            found.breaks(f"缺少 {name}", f"{name} is missing")
            continue
        try:
            same = _sha256(files.read(name)) == sha256
        except UNREADABLE as error:
            found.breaks(f"{name} 不能读出：{error}", f"{name}: {error}")
            continue
        if not same:
            found.breaks(f"{name} 有改动：与校验值不符", f"{name} was changed")
    for name in sorted({one for one in there if there.count(one) > 1}):
        found.breaks(f"{name} 有两份", f"{name} is there twice")
    for name in sorted(set(there) - set(listed) - {MANIFEST, SUMS}):
        zh, en = f"{name} 不在清单中", f"{name} is not in the list"
        (found.breaks if files.archive else found.leaves)(zh, en)
    if len(found.broken) > before:
        return False
    count = len(listed) + 2
    found.holds(f"{count} 个文件的校验值相符", f"the hashes of {count} files hold")
    return True


def _chain(_files: Files, manifest: dict[str, Any], found: Found) -> None:
    """Walk the tree: every file that a link names is listed, with the same hash."""
    listed = {one["path"]: one["sha256"] for one in manifest["files"]}
    kept_out = {one["sha256"] for one in manifest["withheld"]}
    seen: set[str] = set()
    for above, link in _links(manifest["chain"], ""):
        name = link["id"]
        if name in seen or link["from"] != above:
            found.breaks(f"证据链 {name} 位置不对", f"link {name} is out of its place")
        seen.add(name)
        if link["file"] and listed.get(link["file"]) != link["sha256"]:
            found.breaks(f"证据链 {name} 与文件不符", f"link {name} and file differ")
        if link["sha256"] and not link["file"] and link["sha256"] not in kept_out:
            zh = f"证据链 {name} 的文件既没有收入，也没有列为未收入"
            found.breaks(zh, f"the file of link {name} is neither here nor withheld")
    found.holds(
        f"证据链 {len(seen)} 环，首尾相接，文件都对得上",
        f"{len(seen)} links of the chain join, and name files that are here",
    )


def _links(branches: list[Any], above: str) -> Iterator[tuple[str, Any]]:
    for one in branches:
        yield above, one
        yield from _links(one["below"], one["id"])


def _sealed(files: Files, manifest: dict[str, Any], found: Found) -> None:
    """Compare the sealed files with the seal, and the excerpts with those files."""
    if _sha256(files.read("seal/seal.json")) != manifest["seal"]:
        found.breaks("seal/seal.json 不是清单所写的封存", "seal.json is another seal")
        return
    seal, names = files.json("seal/seal.json"), files.names()
    for name, field in SEALED.items():
        if name not in names:
            zh = f"{name} 没有收入，摘录与封存是否一致不能核验"
            found.leaves(zh, f"{name} is not here: excerpts cannot be compared with it")
        elif _sha256(files.read(name)) != seal[field]:
            found.breaks(f"{name} 不是封存的文件", f"{name} is not what was sealed")
        else:
            found.holds(f"{name} 与封存一致", f"{name} is what was sealed")
    if "seal/assessment.json" in names:
        result = files.json("seal/assessment.json")
        if SCORE in names:
            _excerpts([SCORE], "unit", result["units"], files, found)
        figures = _figure_names(files)
        _excerpts(figures, "standing", result["targets"], files, found)
    if "seal/case.json" in names:
        stated = {_canonical(o) for o in files.json("seal/case.json")["observations"]}
        for name in _figure_names(files):
            for one in files.json(name)["inputs"]:
                if _canonical(one["observation"]) not in stated:
                    zh = f"{name} 所用数据不在封存的输入中"
                    found.breaks(zh, f"{name} uses what was not sealed")


def _excerpts(
    names: list[str], part: str, sealed: list[Any], files: Files, found: Found
) -> None:
    """Compare what figures say with the sealed result."""
    before, kept = len(found.broken), {_canonical(one) for one in sealed}
    for name in names:
        if _canonical(files.json(name)[part]) not in kept:
            found.breaks(f"{name} 与封存的结果不同", f"{name} is not as it was sealed")
    if names and len(found.broken) == before:
        zh = f"{len(names)} 个文件（{names[0]} 等）摘自封存的结果"
        found.holds(zh, f"{len(names)} files ({names[0]} …) say what was sealed")


def _rules(files: Files, _manifest: dict[str, Any], found: Found) -> None:
    """Say whether the rules are the edition that the result was made by."""
    names = files.names()
    if "seal/assessment.json" not in names:
        found.leaves("规则版本不能与结果核对", "editions of rules cannot be compared")
        return
    pins = files.json("seal/assessment.json")["inputs"]
    for folder, field in RULES.items():
        hashed = hashlib.sha256()
        for name in sorted(one for one in names if one.startswith(folder)):
            hashed.update(f"{name[len(folder) :]}\n".encode())
            hashed.update(files.read(name))
        if hashed.hexdigest() == pins[field]:
            zh = f"{folder} 是计算结果时的版本"
            found.holds(zh, f"{folder} is the edition that the result was made by")
        else:
            zh = f"{folder} 不是计算结果时的版本，供参考"
            found.leaves(zh, f"{folder} is not the edition that the result was made by")


def _score(files: Files, manifest: dict[str, Any], found: Found) -> None:
    """Add the points up."""
    if SCORE not in files.names():
        return
    unit = files.json(SCORE)["unit"]
    if manifest["kind"] == "score" and (unit["score"] or "") != manifest["figure"]:
        found.breaks("清单的得分不是 figures/score.json 的得分", "the scores differ")
    if unit["score"] is None:
        found.leaves("没有得分，无可复算", "there is no score to reckon")
        return
    total = sum((Fraction(one["points"]) for one in unit["points"]), Fraction())
    if total != Fraction(unit["score"]):
        zh = f"逐项得分之和 {float(total)} 不等于得分 {unit['score']}"
        found.breaks(zh, f"the points add up to {float(total)}, not {unit['score']}")
        return
    count = len(unit["points"])
    found.holds(
        f"{count} 项得分之和等于得分 {unit['score']}",
        f"{count} points add up to the score {unit['score']}",
    )
    zh = "每一项给几分的规则没有复算，须用程序复算封存的结果（dafeng assess replay）"
    found.leaves(zh, "what each point was given for is replayed by the program alone")


def _figures(files: Files, manifest: dict[str, Any], found: Found) -> None:
    """Reckon every figure from its inputs, and every input from its rows."""
    for name in _figure_names(files):
        one = files.json(name)
        standing, value = one["standing"], one["standing"]["value"]
        mine = manifest["kind"] == "figure" and standing["id"] == manifest["subject"]
        if mine and (value or "") != manifest["figure"]:
            found.breaks(f"清单的数值不是 {name} 的数值", f"not the figure of {name}")
        if one["formula"] is None:
            why = one["why_not"]
            found.leaves(f"{name}：{why['zh']}", f"{name}: {why['en']}")
        else:
            stated = [Fraction(o["observation"]["value"]) for o in one["inputs"]]
            made = _reckoned(one["formula"], stated)
            if made == Fraction(value):
                zh = f"{name}：按算式由 {len(stated)} 项数据得 {value}"
                found.holds(zh, f"{name}: the formula of its inputs gives {value}")
            else:
                zh = f"{name}：按算式得 {float(made)}，不是 {value}"
                found.breaks(
                    zh, f"{name}: the formula gives {float(made)}, not {value}"
                )
        _ledgers(files, name, one["inputs"], found)


def _reckoned(tree: Any, stated: list[Fraction]) -> Fraction:
    if "number" in tree:
        return Fraction(tree["number"])
    if "sum" in tree:
        return sum((stated[place] for place in tree["sum"]), Fraction())
    if "round" in tree:
        scale = 10 ** int(tree["round"])
        return Fraction(round(_reckoned(tree["of"], stated) * scale), scale)
    left, right = (_reckoned(one, stated) for one in tree["of"])
    if tree["do"] == "/":
        return left / right
    return {"+": left + right, "-": left - right, "*": left * right}[tree["do"]]


def _ledgers(files: Files, name: str, inputs: list[Any], found: Found) -> None:
    """Reckon stated figures from the rows of the lake that they came from."""
    held = lacking = 0
    for place, one in enumerate(inputs):
        entry, value = one["ledger"], Fraction(one["observation"]["value"])
        if entry is None:
            lacking += 1
            continue
        if entry["rule"] == "program":
            why, told = entry["why_not"], f"{name} [{place}]"
            found.leaves(f"{told}：{why['zh']}", f"{told}: {why['en']}")
            continue
        rows = _rows(files, entry["file"])
        used = [rows[number] for number in entry["rows"]]
        made = Fraction(len(used))
        if entry["rule"] == "scaled":
            made = _total(used, entry["column"]) / 10 ** int(entry["scale"])
        if made == value:
            held += 1
            continue
        told = f"{name} [{place}]"
        zh = f"{told}：{entry['file']} 的行给出 {float(made)}，不是 {float(value)}"
        found.breaks(zh, f"{told}: rows of {entry['file']} give {float(made)}")
    if held:
        zh = f"{name}：{held} 项数据与数据湖中的行相符"
        found.holds(zh, f"{name}: rows of the lake give {held} inputs")
    if lacking:
        zh = f"{name}：{lacking} 项数据在数据湖中的行没有收入"
        found.leaves(zh, f"{name}: rows of {lacking} inputs are not here")


def _totals(files: Files, _manifest: dict[str, Any], found: Found) -> None:
    """Add up the parts of every total of a ledger."""
    if TOTALS not in files.names():
        return
    totals = files.json(TOTALS)
    for one in totals:
        rows = _rows(files, one["file"])
        parts = _total([rows[place] for place in one["parts"]], one["column"])
        if parts != _total([rows[one["whole"]]], one["column"]):
            zh = f"{one['file']} 第 {one['whole']} 行不等于分项之和"
            found.breaks(
                zh, f"row {one['whole']} of {one['file']} is not its parts' sum"
            )
    found.holds(
        f"{len(totals)} 个台账合计逐一与分项相加比对",
        f"{len(totals)} totals of the ledger were compared with their parts",
    )


def _rows(files: Files, name: str) -> list[dict[str, str]]:
    return list(
        csv.DictReader(io.StringIO(files.read(name).decode("utf-8"), newline=""))
    )


def _total(rows: list[dict[str, str]], column: str) -> Fraction:
    return sum((Fraction(int(row[column])) for row in rows), Fraction())


def _acts(files: Files, _manifest: dict[str, Any], found: Found) -> None:
    """Reckon the seal of every row of the audit, and that neighbours join."""
    if ACTS not in files.names():
        found.leaves("没有审计记录", "there are no rows of the audit")
        return
    lines = files.read(ACTS).decode("utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    before: dict[str, Any] = {}
    joined = 0
    for row in rows:
        number = row["number"]
        digest = _digest(
            row["algorithm"], f"{row['previous_hash']}\n{_act(row)}".encode()
        )
        if not digest:
            zh = f"审计第 {number} 行用 {row['algorithm']} 封存，本机不能核验"
            found.leaves(zh, f"row {number} is sealed with {row['algorithm']}")
        elif digest != row["hash"]:
            found.breaks(f"审计第 {number} 行有改动", f"audit row {number} was changed")
        if before and before["number"] + 1 == number:
            joined += 1
            if before["hash"] != row["previous_hash"]:
                zh = f"审计第 {number} 行与前一行不衔接"
                found.breaks(zh, f"audit row {number} does not follow the one before")
        before = row
    found.holds(
        f"{len(rows)} 行审计记录逐行核验，其中 {joined} 处相邻行衔接",
        f"{len(rows)} audit rows were checked, {joined} of them follow a neighbour",
    )
    if len(rows) - 1 > joined:
        zh = "其间与本件无关的审计行没有收入，衔接须在库中核验（dafeng audit verify）"
        found.leaves(
            zh, "audit rows between these are checked by `dafeng audit verify`"
        )


def _act(row: dict[str, Any]) -> str:
    """The text that the seal of an audit row covers."""
    moment = datetime.fromisoformat(row["time"]).astimezone(timezone.utc)  # noqa: UP017 - 3.8
    content = {
        "number": row["number"],
        "time": moment.isoformat(timespec="microseconds"),
        "action": row["action"],
        "target": [row["target_type"], row["target_id"], row["target_label"]],
        "actor": [row["actor_id"], row["actor_label"]],
        "unit": [row["unit_id"], row["unit_label"]],
        "data": row["data"],
        "request": row["request_id"],
    }
    if row["form"] != 1:
        for name in ("form", "algorithm", "on_behalf_of"):
            content[name] = row[name]
    return _canonical(content)


def _withheld(_files: Files, manifest: dict[str, Any], found: Found) -> None:
    for one in manifest["withheld"]:
        mark = f"（SHA-256 {one['sha256']}）" if one["sha256"] else ""
        zh = f"没有收入 {one['name']}：{one['zh']}{mark}"
        found.leaves(zh, f"{one['name']}: {one['en']}")


def _seal_given(manifest: dict[str, Any], seal: str, found: Found) -> None:
    if not seal:
        zh = f"封存号 {manifest['seal']} 须与从别处取得的核对（--seal）"
        found.leaves(zh, "compare the seal with one from another source (--seal)")
    elif manifest["seal"] == seal.strip().lower():
        found.holds("封存号与给出的一致", "the seal is the one that was given")
    else:
        zh = f"封存号是 {manifest['seal']}，不是 {seal}"
        found.breaks(zh, f"the seal is {manifest['seal']}, not {seal}")


def _figure_names(files: Files) -> list[str]:
    names = (one for one in files.names() if one.startswith("figures/"))
    return sorted(one for one in names if one != SCORE)


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _digest(algorithm: str, data: bytes) -> str:
    """Digest in hexadecimal; empty where this Python does not know the algorithm."""
    try:
        return hashlib.new(algorithm, data).hexdigest()
    except ValueError:
        return ""


def report(found: Found) -> str:
    """What was found, as a person reads it."""
    lines = []
    for title, mark, told in (
        ("核验相符 Holds", "[√]", found.held),
        ("不能核验 Could not be checked", "[?]", found.left),
        ("不符 Does not hold", "[×]", found.broken),
    ):
        lines += [
            "",
            f"{title}: {len(told)}",
            *(f"  {mark} {zh}  {en}" for zh, en in told),
        ]
    verdict = "有不符 FAILED" if found.broken else "相符 OK"
    return "\n".join([*lines, "", verdict, ""]).lstrip("\n")


def main(arguments: list[str]) -> int:
    """Check what is asked for and print what was found; return the exit code."""
    seal, rest = "", list(arguments)
    if "--seal" in rest:
        place = rest.index("--seal")
        seal = rest[place + 1] if place + 1 < len(rest) else ""
        del rest[place : place + 2]
    where = Path(rest[0]) if rest else Path(__file__).resolve().parent
    if not where.exists():
        sys.stderr.write(f"没有 {where}  There is no {where}\n")
        return 2
    found = check(where, seal)
    sys.stdout.buffer.write(report(found).encode("utf-8"))
    return 1 if found.broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
