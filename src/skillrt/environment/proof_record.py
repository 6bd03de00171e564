"""The record that an environment was proven, and by what: proof.json, written last."""

from typing import Literal

import msgspec

from skillrt.environment.legible import legible
from skillrt.environment.prove import Proof

_KEPT = 50


class Proven(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The proofs of one skill; `digest` is that of the variant or source, `day` (UTC) when they were made."""

    digest: str
    proofs: tuple[Proof, ...]
    day: str = ""


class ProofRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What proof.json holds: every skill that was proven in the environment, the latest last."""

    schema_version: Literal[1] = 1
    proven: tuple[Proven, ...] = ()

    def of(self, digest: str) -> tuple[Proof, ...] | None:
        """The proofs of this skill; None where it was not proven here."""
        return next((item.proofs for item in self.proven if item.digest == digest), None)

    def day_of(self, digest: str) -> str:
        """The day on which the proofs of this skill were made; '' where none is known."""
        return next((item.day for item in self.proven if item.digest == digest), "")

    def with_skill(self, digest: str, proofs: tuple[Proof, ...], day: str = "") -> "ProofRecord":
        """The record with the proofs of a skill in place of its older ones."""
        others = [item for item in self.proven if item.digest != digest]
        kept = tuple(_legible(item) for item in proofs)
        return ProofRecord(proven=(*others[-_KEPT:], Proven(digest, kept, day)))


def _legible(proof: Proof) -> Proof:
    """A program may have a name that is no UTF-8."""
    words = {name: legible(getattr(proof, name)) for name in ("name", "how", "detail")}
    return msgspec.structs.replace(proof, **words)


def record_bytes(record: ProofRecord) -> bytes:
    """The file's content."""
    return msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"


def read_record(data: bytes | None) -> ProofRecord:
    """The record in a file; an empty one where it is missing or cannot be read: proofs are made anew."""
    try:
        return msgspec.json.decode(data or b"{}", type=ProofRecord)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ProofRecord()
