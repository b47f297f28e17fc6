"""The chain of one figure: files, hashes, and a script that verifies them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.proofs.anchors import (
        RUN,
        input_anchor,
        return_anchor,
        target_anchor,
        task_anchor,
    )
    from dafeng.proofs.bundle import Bundle, read_bundle
    from dafeng.proofs.packing import archive_members, proof_bytes, proof_pieces
    from dafeng.proofs.proving import figure_proof, score_proof
    from dafeng.proofs.records import (
        ActLine,
        Backing,
        Hand,
        Known,
        Link,
        Member,
        Paper,
        Proof,
        ProofError,
        Reach,
        What,
        Withheld,
        Words,
    )
    from dafeng.proofs.verifying import Verdict, verify_proof

__all__ = [
    "ActLine",
    "Backing",
    "Bundle",
    "Hand",
    "Known",
    "Link",
    "Member",
    "Paper",
    "Proof",
    "ProofError",
    "RUN",
    "Reach",
    "Verdict",
    "What",
    "Withheld",
    "Words",
    "archive_members",
    "figure_proof",
    "input_anchor",
    "proof_bytes",
    "proof_pieces",
    "read_bundle",
    "return_anchor",
    "score_proof",
    "target_anchor",
    "task_anchor",
    "verify_proof",
]

__getattr__ = lazy_door(
    __name__,
    {
        "anchors": [
            "RUN",
            "input_anchor",
            "return_anchor",
            "target_anchor",
            "task_anchor",
        ],
        "bundle": ["Bundle", "read_bundle"],
        "packing": ["archive_members", "proof_bytes", "proof_pieces"],
        "proving": ["figure_proof", "score_proof"],
        "records": [
            "ActLine",
            "Backing",
            "Hand",
            "Known",
            "Link",
            "Member",
            "Paper",
            "Proof",
            "ProofError",
            "Reach",
            "What",
            "Withheld",
            "Words",
        ],
        "verifying": ["Verdict", "verify_proof"],
    },
)
