"""A shard, or a part of one: so many skills in, lines of JSON out.

The same function works here, in a process, or on a cluster.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from skillrt.checks.cache import own_digest
from skillrt.checks.cards import content_digest
from skillrt.errors import InputError
from skillrt.surveys.analysis import record_of
from skillrt.surveys.record import SkillRecord, read_record, record_line, unread_record
from skillrt.surveys.walk import Found, source_of

FORMAT: Final = 1


class Task(msgspec.Struct, frozen=True):
    """Skills of a shard, `last`: to its end; `before` is what an earlier run left of it, empty where nothing."""

    index: int
    skills: tuple[Found, ...]
    before: bytes = b""
    last: bool = True


def survey_shard(task: Task) -> bytes:
    """The shard: a head, then a record a skill. What `before` holds of the very same content is taken over."""
    known = _known(task.before)
    return head() + b"".join(_line(found, known) for found in task.skills)


def head() -> bytes:
    """The first line: the format, and the digest of SkillRT and the libraries that parse; by it records are known to
    be what would be found again."""
    return json.dumps({"survey": FORMAT, "skillrt": own_digest()}).encode("ascii") + b"\n"


def records_of(shard: bytes) -> Iterator[SkillRecord]:
    """The records of a shard."""
    for line in shard.splitlines()[1:]:
        record = read_record(line)
        if record is not None:
            yield record


def joined(parts: Iterable[bytes]) -> bytes:
    """One shard of several."""
    return head() + b"".join(part.partition(b"\n")[2] for part in parts)


def _line(found: Found, known: dict[tuple[str, str], bytes]) -> bytes:
    try:
        source = source_of(found)
        digest = content_digest(source)
    except InputError as error:
        return record_line(unread_record(found.where, error))
    return known.get((found.where, digest)) or record_line(record_of(source, digest))


def _known(before: bytes) -> dict[tuple[str, str], bytes]:
    """Lines that another run wrote whole, by path and digest."""
    if not before.startswith(head()):
        return {}
    known: dict[tuple[str, str], bytes] = {}
    for line in before.splitlines(keepends=True)[1:]:
        record = read_record(line) if line.endswith(b"\n") else None
        if record is not None and record.digest:
            known[record.skill, record.digest] = line
    return known
