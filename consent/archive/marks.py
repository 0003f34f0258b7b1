"""What a sealed PDF says of the history in its keywords, where a program finds it without reading the PDF.

    chainhead HASH [record HASH]                        a form or dossier: the last line of the history when it was made,
                                                        and the SHA-256 of the form's record for machines
    chainhead HASH line NUMBER proofhead HASH row NUMBER    a checkpoint: that line's position, and the same of the proof

Letters, digits and spaces only: they stand in the sealed file as they are, uncompressed. The first place counts: what is
appended to a sealed file cannot change it, and breaks the seal.
"""

import re

MARKS = re.compile(
    rb"\bchainhead (?P<chainhead>[0-9a-f]{64})\b"
    rb"(?: record (?P<record>[0-9a-f]{64})\b"
    rb"| line (?P<line>\d{1,18}) proofhead (?P<proofhead>[0-9a-f]{64}) row (?P<row>\d{1,18})\b)?"
)


def of_document(*, chain_head: str, record_sha256: str = "") -> str:
    """Return what a form or dossier says."""
    return f"chainhead {chain_head}" + (f" record {record_sha256}" if record_sha256 else "")


def of_checkpoint(*, position: int, chain_head: str, proof_position: int, proof_head: str) -> str:
    """Return what a checkpoint says."""
    return f"chainhead {chain_head} line {position} proofhead {proof_head} row {proof_position}"


def read(pdf: bytes) -> dict[str, str]:
    """Return what a PDF says, by name; empty when it says nothing."""
    found = MARKS.search(pdf)
    return {name: value.decode() for name, value in found.groupdict().items() if value} if found else {}
