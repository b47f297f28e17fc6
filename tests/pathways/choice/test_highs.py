from __future__ import annotations

import subprocess
import sys

SOLVES = """
from dafeng.pathways.choice import Goal, choose
from tests.pathways.choice.problems import option, problem

goal = Goal(name="co2", year=2027, amount=10.0)
print("chosen", *choose(problem(option("a"), goals=(goal,))).chosen)
"""


def test_the_solver_writes_nothing_of_its_own() -> None:
    # The banner comes once in a process, past Python: only a new one shows it.
    done = subprocess.run(  # noqa: S603 - our own text
        [sys.executable, "-c", SOLVES], capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("chosen a\n", "")
