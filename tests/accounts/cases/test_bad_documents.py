"""Documents gone wrong: whatever stands in them, the answer is words, not a fault."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.accounts.cases import case_json, evaluate_case, read_cases
from dafeng.base.errors import DafengError

DATA = Path(__file__).parent / "data"
CASES = [
    case
    for file in sorted(DATA.glob("*.json"))
    for case in read_cases(file)
    if "draws" not in case["inputs"]
]
JUNK = (
    None,
    True,
    "",
    0,
    -1,
    Decimal("1e300"),
    Decimal("-0.5"),
    10**400,
    "abc",
    "NaN",
    "kWh",
    "１２",
    (),
    (1, 2),
    ((),),
)


def leaves(value, path=()):
    """Every place of a document below its root."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from leaves(each, (*path, index))


def changed(value, path, junk):
    """The document with something else at one place."""
    if not path:
        return list(junk) if isinstance(junk, tuple) else junk
    head, *rest = path
    if isinstance(value, dict):
        return {**value, head: changed(value[head], rest, junk)}
    return [
        changed(each, rest, junk) if index == head else each
        for index, each in enumerate(value)
    ]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_case_with_something_wrong_is_answered_or_refused(data):
    case = data.draw(st.sampled_from(CASES))
    path = data.draw(st.sampled_from(list(leaves(case))))
    broken = changed(case, path, data.draw(st.sampled_from(JUNK)))
    try:
        result = evaluate_case(broken)
    except DafengError:
        return
    json.dumps(case_json(result), allow_nan=False)
    assert result.blocked in {True, False}
